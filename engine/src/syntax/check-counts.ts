/** The variables of LIMIT, which must have an integer type (1064 on MySQL, 1691 on MariaDB). */
import type { Span } from '../base/text';
import { DeclaredNames } from './declared-names';
import type { Dialect } from './dialect';
import type { Declaration, ParameterSyntax, Statement, TypeSyntax } from './nodes';
import type { TokenCursor } from './token-cursor';
import type { SyntaxError } from './syntax-error';
import { walkStatements, type BlockChain } from './walk-statements';

/**
 * Returns one error for each of the names, given by their tokens, that refer to a parameter or variable of another
 * type.
 */
export function checkCounts(
  r: TokenCursor,
  counts: readonly number[],
  parameters: readonly ParameterSyntax[],
  statement: Statement,
): SyntaxError[] {
  const names = new DeclaredNames();
  const { places, hidden } = findPlaces(r, counts, statement);
  // The first of two parameters with one name counts.
  const types = new Map(parameters.toReversed().map(({ name, type }) => [name.text.toLowerCase(), type] as const));
  const found: SyntaxError[] = [];
  for (const [token, around] of places) {
    const { text, span } = r.name(token);
    const wanted = text.toLowerCase();
    if (hidden.has(wanted)) continue;
    const type = names.find(around, 'variable', text)?.declaration.type ?? types.get(wanted);
    if (type === undefined || isWhole(type, r.options.dialect)) continue;
    const message = `LIMIT needs an integer, but \`${text}\` has type \`${type.text}\`. Declare it as INT or BIGINT.`;
    found.push({ code: 'limit-type', span, message });
  }
  return found;
}

/** Returns true for an integer type; only the server knows that of `TYPE OF t.a` and `t.a%TYPE`. */
function isWhole({ text }: TypeSyntax, dialect: Dialect): boolean {
  return whole.test(text) || (dialect === 'mariadb' && /^(?:bit|year)\b/i.test(text));
}

const whole = /^(?:(?:tiny|small|medium|middle|big)?int(?:[1-8]|eger)?|bool(?:ean)?|serial|type|row)\b|%/i;

interface Places {
  /** The blocks around each of the tokens. */
  readonly places: ReadonlyMap<number, BlockChain | null>;
  /**
   * The names that have another meaning in a part of the program: variables of FOR, parameters of cursors. Lower case.
   */
  readonly hidden: ReadonlySet<string>;
}

function findPlaces(r: TokenCursor, counts: readonly number[], statement: Statement): Places {
  const sorted = counts.toSorted((a, b) => a - b);
  const places = new Map<number, BlockChain | null>();
  const hidden = new Set<string>();
  const place = ({ start, end }: Span, around: BlockChain | null): void => {
    for (let i = firstFrom(r, sorted, start); i < sorted.length; i++) {
      const token = sorted[i] ?? 0;
      if (r.start(token) >= end) return;
      places.set(token, around);
    }
  };
  // Outer statements come first, so that what is around the innermost one remains.
  for (const [one, around] of walkStatements(statement)) {
    place(one.span, around);
    if (one.kind === 'loop' && one.variable !== null) hidden.add(one.variable.text.toLowerCase());
    if (one.kind !== 'block') continue;
    const inside = { declarations: one.declarations, outer: around };
    for (const cursor of one.declarations.filter(isCursor)) {
      place(cursor.query, inside);
      for (const { text } of cursor.parameters) hidden.add(text.toLowerCase());
    }
  }
  return { places, hidden };
}

function isCursor(declaration: Declaration): declaration is Extract<Declaration, { readonly kind: 'cursor' }> {
  return declaration.kind === 'cursor';
}

function firstFrom(r: TokenCursor, tokens: readonly number[], offset: number): number {
  let [low, high] = [0, tokens.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (r.start(tokens[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
