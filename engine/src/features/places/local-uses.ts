/** The words of a body that mean a local name: not columns, tables, aliases and types of the same name. */
import type { Span } from '../../base/text';
import type { Definition, Script } from '../../syntax/nodes';
import { op, tokenKind } from '../../syntax/tokens';
import { collectLocals, findLocal, isLabelPlace, type Local } from './locals';
import { firstToken, isName, nameOfToken, spanOfToken, wordOfToken } from './token-at';
import { walkStatements } from './walk';

export interface LocalUse {
  readonly local: Local;
  readonly span: Span;
  readonly isDeclaration: boolean;
}

/** The data of a routine that determines the meaning of its words; computed once for all of them. */
export interface LocalNames {
  readonly script: Script;
  /** The local names by lower-case name. */
  readonly byName: ReadonlyMap<string, readonly Local[]>;
  /** Starts of words that name tables, routines, schemas or types. */
  readonly taken: ReadonlySet<number>;
  /** The starts of the names of tables: a list in parentheses after one is a list of columns. */
  readonly tables: ReadonlySet<number>;
  /** Starts of SET statements, whose left sides are variables; those of UPDATE are columns. */
  readonly sets: ReadonlySet<number>;
}

/** Returns declarations and uses in the order of the text; with a name only those of that name, in any case. */
export function findLocalUses(script: Script, definition: Definition, name?: string): readonly LocalUse[] {
  const names = namedOnly(collectNames(script, definition), name);
  const uses: LocalUse[] = [];
  if (names.byName.size === 0) return uses;
  const { tokens } = script;
  for (let i = firstToken(script, definition.span.start); i < tokens.count; i++) {
    if ((tokens.start[i] ?? 0) >= definition.span.end) break;
    const local = isName(tokens, i) ? findLocalAt(names, i) : null;
    if (local === null) continue;
    const span = spanOfToken(script, i);
    uses.push({ local, span, isDeclaration: span.start === local.name.span.start });
  }
  return uses;
}

/** Returns the declaration and the uses of one local name, in the order of the text. */
export function findUsesOf(script: Script, definition: Definition, { name }: Local): readonly LocalUse[] {
  return findLocalUses(script, definition, name.text).filter(({ local }) => local.name.span.start === name.span.start);
}

function namedOnly(names: LocalNames, name: string | undefined): LocalNames {
  if (name === undefined) return names;
  const key = name.toLowerCase();
  const same = names.byName.get(key);
  return { ...names, byName: new Map(same === undefined ? [] : [[key, same]]) };
}

export function collectNames(script: Script, definition: Definition): LocalNames {
  const byName = new Map<string, Local[]>();
  for (const local of collectLocals(definition)) {
    const name = local.name.text.toLowerCase();
    const same = byName.get(name);
    if (same === undefined) byName.set(name, [local]);
    else same.push(local);
  }
  const taken = new Set<number>([definition.name.name.span.start]);
  for (const { type } of definition.parameters) taken.add(type.span.start);
  const tables = new Set<number>();
  for (const { kind, nameSpan, schemaSpan } of definition.references) {
    taken.add(nameSpan.start);
    if (schemaSpan !== null) taken.add(schemaSpan.start);
    if (kind !== 'call' && kind !== 'function') tables.add(nameSpan.start);
  }
  const sets = new Set<number>();
  for (const statement of walkStatements(definition.statement)) {
    if (statement.kind === 'sql' && statement.verb === 'SET') sets.add(statement.span.start);
    if (statement.kind !== 'block') continue;
    for (const declaration of statement.declarations)
      if (declaration.kind === 'variable') taken.add(declaration.type.span.start);
  }
  return { script, byName, taken, tables, sets };
}

/** Returns the meaning of a word or quoted name; null if it is not a local name. */
export function findLocalAt(names: LocalNames, token: number): Local | null {
  const { script, byName, taken } = names;
  const { text, span } = nameOfToken(script, token);
  const candidates = byName.get(text.toLowerCase());
  if (candidates === undefined) return null;
  const declared = candidates.find(({ name }) => name.span.start === span.start);
  if (declared !== undefined) return declared;
  if (isLabelPlace(script, token)) return findLocal(candidates, text, span.start, true);
  if (taken.has(span.start)) return null;
  const of = (...kinds: readonly Local['kind'][]): Local | null =>
    findLocal(
      candidates.filter(({ kind }) => kinds.includes(kind)),
      text,
      span.start,
      false,
    );
  if (isCursorPlace(script, token)) return of('cursor');
  const condition = isConditionPlace(script, token) ? of('condition') : null;
  if (condition !== null) return condition;
  const local = of('parameter', 'variable');
  return local !== null && isVariablePlace(names, token, local) ? local : null;
}

/** Returns true after OPEN, FETCH and CLOSE, in FOR x IN cursor and TYPE OF cursor, and before %ROWTYPE (MariaDB). */
function isCursorPlace(script: Script, token: number): boolean {
  const before = wordOfToken(script, token - 1);
  if (before === 'OPEN' || before === 'FETCH' || before === 'CLOSE') return true;
  const earlier = wordOfToken(script, token - 2);
  if (before === 'FROM') return earlier === 'FETCH' || earlier === 'NEXT';
  if (before === 'IN') return wordOfToken(script, token - 3) === 'FOR';
  if (before === 'OF') return earlier === 'TYPE';
  return script.tokens.id[token + 1] === op.percent && cursorAttributes.has(wordOfToken(script, token + 2));
}

const cursorAttributes = new Set(['ROWTYPE', 'ISOPEN', 'FOUND', 'NOTFOUND', 'ROWCOUNT']);

/** Returns true after SIGNAL and RESIGNAL, and in the list of a HANDLER FOR. */
function isConditionPlace(script: Script, token: number): boolean {
  const before = wordOfToken(script, token - 1);
  if (before === 'SIGNAL' || before === 'RESIGNAL') return true;
  const { kind, id } = script.tokens;
  for (let i = token - 1; i >= 0; i--) {
    if (wordOfToken(script, i) === 'FOR') return wordOfToken(script, i - 1) === 'HANDLER';
    if (kind[i] === tokenKind.operator && id[i] !== op.comma) return false;
    if (kind[i] === tokenKind.delimiter || (i === token - 1 && id[i] !== op.comma)) return false;
  }
  return false;
}

function isVariablePlace({ script, tables, sets }: LocalNames, token: number, { type }: Local): boolean {
  const { id } = script.tokens;
  const before = id[token - 1];
  const after = id[token + 1];
  if (before === op.dot || after === op.openParenthesis) return false;
  if (after === op.dot) return type === null || /^row\b|%rowtype|\bof\b/i.test(type);
  const isAssigned = after === op.equals || after === op.assign;
  if (!isAssigned && isAliasPlace(script, token)) return false;
  if ((before === op.openParenthesis || before === op.comma) && (after === op.comma || after === op.closeParenthesis))
    return !isInColumnList(script, tables, token);
  return !isAssigned || !isColumnOfUpdate(script, sets, token);
}

/** Returns true for a name directly after AS, or after the end of an expression or a table. */
function isAliasPlace(script: Script, token: number): boolean {
  const { kind, id } = script.tokens;
  const before = kind[token - 1];
  if (before === tokenKind.word) return id[token - 1] === 0 || wordOfToken(script, token - 1) === 'AS';
  if (before === tokenKind.operator) return id[token - 1] === op.closeParenthesis;
  return (
    before === tokenKind.quotedName ||
    before === tokenKind.string ||
    before === tokenKind.number ||
    before === tokenKind.userVariable
  );
}

/** Returns true if the enclosing parentheses follow a table's name, USING, or the alias of a query or of a new row. */
function isInColumnList(script: Script, tables: ReadonlySet<number>, token: number): boolean {
  const { id, start } = script.tokens;
  for (let i = token - 1; i > 0; i--) {
    if (id[i] === op.closeParenthesis || id[i] === op.semicolon) return false;
    if (id[i] === op.openParenthesis)
      return (
        tables.has(start[i - 1] ?? -1) || wordOfToken(script, i - 1) === 'USING' || wordOfToken(script, i - 2) === 'AS'
      );
  }
  return false;
}

/** Returns true left of `=` in the SET of UPDATE, INSERT, LOAD DATA and SIGNAL, or after ON DUPLICATE KEY UPDATE. */
function isColumnOfUpdate(script: Script, sets: ReadonlySet<number>, token: number): boolean {
  const { id, start } = script.tokens;
  const before = wordOfToken(script, token - 1);
  if (before !== ',' && before !== 'SET' && before !== 'UPDATE') return false;
  let depth = 0;
  for (let i = token - 1; i >= 0; i--) {
    if (id[i] === op.closeParenthesis) depth++;
    else if (id[i] === op.openParenthesis && depth-- === 0) return false;
    else if (depth === 0) {
      const word = wordOfToken(script, i);
      if (word === 'SET') return !sets.has(start[i] ?? -1);
      if (word === 'UPDATE') return wordOfToken(script, i - 1) === 'KEY';
      if (otherClauses.has(word)) return false;
    }
  }
  return false;
}

const otherClauses = new Set([';', 'SELECT', 'FROM', 'WHERE', 'VALUES', 'HAVING', 'DIAGNOSTICS', 'DECLARE', 'BEGIN']);
