/** The SQL that PREPARE and EXECUTE IMMEDIATE run, as far as the text determines it, and its references. */
import { evaluateText, hole } from './known-text';
import { listChoices } from './list-choices';
import type { DynamicStatement, Reference } from './nodes';
import { readSql } from './read-sql';
import { TokenCursor, type Assignment, type Preparation } from './token-cursor';
import { tokenize } from './tokenizer';
import { tokenKind } from './tokens';

/** The maximum number of alternatives that are distinguished. */
const mostWays = 8;

type Source = Pick<Preparation, 'first' | 'end' | 'lists'>;

/** Variables that are made of variables are followed this far. */
const mostSteps = 8;

/**
 * Returns the SQL of the preparations in the definition just read. A text with unknown parts yields the references of
 * its known parts.
 */
export function resolveDynamic(r: TokenCursor): DynamicStatement[] {
  const { preparations, assignments } = r.findings;
  if (preparations.length === 0) return [];
  const byVariable = new Map<string, Assignment[]>();
  for (const assignment of assignments) {
    const known = byVariable.get(assignment.variable);
    if (known === undefined) byVariable.set(assignment.variable, [assignment]);
    else known.push(assignment);
  }
  for (const all of byVariable.values()) all.sort((a, b) => a.end - b.end);
  return preparations.flatMap((preparation) => {
    const ways = findWays(r, byVariable, preparation).flatMap((way) => listChoices(r, way));
    return ways.map((way) => new Resolver(r, byVariable, preparation).resolve(way, ways.length > 1));
  });
}

/**
 * Returns the possible sources of the text: the preparation's own expression, or each assignment that may have been the
 * last.
 */
function findWays(
  r: TokenCursor,
  byVariable: ReadonlyMap<string, readonly Assignment[]>,
  preparation: Preparation,
): readonly Source[] {
  const { first, end } = preparation;
  if (end !== first + 1 || r.kind(first) === tokenKind.string) return [preparation];
  const all = byVariable.get(r.name(first).text.toLowerCase()) ?? [];
  const behind = countBefore(all, first);
  let settled = behind - 1;
  for (; settled >= 0; settled--) {
    const assignment = all[settled];
    if (assignment !== undefined && dominates(assignment, preparation)) break;
    if (behind - settled > mostWays) return [preparation];
  }
  const oldest = Math.max(settled, 0);
  const last = oldest < behind ? all[oldest] : undefined;
  if (last === undefined) return [preparation];
  const ways = [...all.slice(oldest, behind), ...findBetween(all, behind, last, preparation)];
  const certain = settled >= 0 && ways.length === 1;
  if (certain) return [last];
  return ways.length > mostWays ? [preparation] : ways;
}

/** Returns the number of assignments, ordered by their ends, that end before the token. */
function countBefore(all: readonly Assignment[], first: number): number {
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((all[middle]?.end ?? 0) <= first) low = middle + 1;
    else high = middle;
  }
  return low;
}

class Resolver {
  readonly #r: TokenCursor;
  readonly #assignments: ReadonlyMap<string, readonly Assignment[]>;
  readonly #preparation: Preparation;
  /** False as soon as a value depends on which way the program went. */
  #certain = true;
  #steps = 0;

  constructor(r: TokenCursor, assignments: ReadonlyMap<string, readonly Assignment[]>, preparation: Preparation) {
    this.#r = r;
    this.#assignments = assignments;
    this.#preparation = preparation;
  }

  /**
   * Resolves one source.
   * @param isOneOfMany True if the routine may also have used another source.
   */
  resolve(way: Source, isOneOfMany: boolean): DynamicStatement {
    const { span } = this.#preparation;
    if (isOneOfMany || (way !== this.#preparation && !dominates(way, this.#preparation))) this.#certain = false;
    const text = evaluateText(this.#r, way.first, way.end, (variable) => this.#valueOf(variable, way));
    const references = text === null ? [] : readReferences(this.#r, text, span);
    const isWhole = text !== null && !text.includes(hole);
    const sql = isWhole ? text : null;
    const certainty = isWhole && this.#certain ? 'certain' : isWhole || references.length > 0 ? 'possible' : 'unknown';
    return { span, sql, certainty, references, from: this.#from() };
  }

  #from(): DynamicStatement['from'] {
    const { first, end } = this.#preparation;
    const kind = this.#r.kind(first);
    if (kind === tokenKind.string) return 'literal';
    return kind === tokenKind.userVariable && end === first + 1 ? 'user-variable' : 'expression';
  }

  /** Returns the value of the variable after the last assignment before the place. */
  #valueOf(variable: string, place: Pick<Preparation, 'first' | 'lists'>): string | null {
    const all = this.#assignments.get(variable) ?? [];
    const behind = countBefore(all, place.first);
    const last = all[behind - 1];
    if (last === undefined || this.#steps++ > mostSteps) return null;
    if (!dominates(last, place) || findBetween(all, behind, last, place).length > 0) this.#certain = false;
    return evaluateText(this.#r, last.first, last.end, (inner) => this.#valueOf(inner, last));
  }
}

/** Returns true if the assignment is always executed before the place: its statement list encloses the place. */
function dominates(assignment: Pick<Assignment, 'lists'>, place: Pick<Preparation, 'lists'>): boolean {
  return assignment.lists.every((list, depth) => place.lists[depth] === list);
}

/**
 * Finds assignments after the place, in an enclosing list that does not enclose the last assignment: in a loop they may
 * run first. The search stops at the maximum number of alternatives.
 */
function findBetween(
  all: readonly Assignment[],
  behind: number,
  last: Assignment,
  place: Pick<Preparation, 'first' | 'lists'>,
): readonly Assignment[] {
  const found: Assignment[] = [];
  const depth = last.lists.length;
  const list = place.lists[depth];
  if (list === undefined) return found;
  for (let i = behind; i < all.length && found.length <= mostWays; i++) {
    const other = all[i];
    // Assignments after the end of the list are not in it.
    if (other === undefined || other.lists[depth] !== list) break;
    if (other.first >= place.first) found.push(other);
  }
  return found;
}

/** Returns the references of a text, with the span of the statement that prepares it. */
function readReferences(r: TokenCursor, text: string, span: Preparation['span']): Reference[] {
  const options = { ...r.options, client: false };
  const inner = new TokenCursor(text, tokenize(text, options), options);
  inner.oracle = r.oracle;
  readSql(inner);
  return inner.findings.references
    .filter(({ name, schema }) => !name.includes(hole) && !(schema?.includes(hole) ?? false))
    .map((reference) => ({ ...reference, span, nameSpan: span, schemaSpan: reference.schema === null ? null : span }));
}
