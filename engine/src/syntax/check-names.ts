/** Names that the servers reject even in quotes: empty ones, ones that end with a blank, and long ones. */
import type { Dialect } from './dialect';
import type { Definition, Name, QualifiedName, Reference } from './nodes';
import type { TokenCursor } from './token-cursor';
import type { SyntaxError } from './syntax-error';
import { kw } from './keywords';
import { longestName } from './token-buffer';
import { op } from './tokens';

/** The kind of object that a name belongs to. */
type Named = Definition['kind'] | 'parameter' | 'schema' | 'table' | 'column';

/**
 * Finds them in one definition, whose odd names are given by their tokens. Names of variables, labels and aliases may be as
 * odd as they like; of the aliases only those of a view's columns are kept.
 */
export function checkNames(
  r: TokenCursor,
  odd: readonly number[],
  definition: Pick<Definition, 'kind' | 'name' | 'parameters' | 'trigger' | 'references' | 'body'>,
): SyntaxError[] {
  if (odd.length === 0) return [];
  const roles = findRoles(definition);
  return odd.flatMap((token) => {
    const role = roles.get(r.start(token)) ?? (definition.kind === 'view' ? findColumn(r, token, definition) : null);
    return role === null ? [] : reject(r, token, role);
  });
}

/** Checks the names of a USE, a CALL or a DROP of a stored program. */
export function checkNamesOfStatement(r: TokenCursor, odd: readonly number[], first: number): SyntaxError[] {
  const named =
    r.id(first) === kw.USE ? 'schema' : r.id(first) === kw.CALL ? 'procedure' : dropped.get(r.id(first + 1));
  if (named === undefined || (named !== 'schema' && named !== 'procedure' && r.id(first) !== kw.DROP)) return [];
  return odd.flatMap((token) => reject(r, token, r.id(token + 1) === op.dot ? 'schema' : named));
}

const dropped: ReadonlyMap<number, Named> = new Map<number, Named>([
  [kw.PROCEDURE, 'procedure'],
  [kw.FUNCTION, 'function'],
  [kw.TRIGGER, 'trigger'],
  [kw.EVENT, 'event'],
]);

/** Returns the kinds by the offset at which the name begins. */
function findRoles({
  kind,
  name,
  parameters,
  trigger,
  references,
}: Omit<Parameters<typeof checkNames>[2], 'body'>): ReadonlyMap<number, Named> {
  const roles = new Map<number, Named>();
  const add = (one: Name | null | undefined, role: Named): unknown => one != null && roles.set(one.span.start, role);
  const addPath = (path: QualifiedName, role: Named): void => {
    add(path.name, role);
    add(path.schema, 'schema');
  };
  addPath(name, kind);
  for (const parameter of parameters) add(parameter.name, 'parameter');
  if (trigger !== null) addPath(trigger.table, 'table');
  for (const reference of references) {
    roles.set(reference.nameSpan.start, roleOf(reference));
    if (reference.schemaSpan !== null) roles.set(reference.schemaSpan.start, 'schema');
  }
  return roles;
}

function roleOf({ kind }: Reference): Named {
  if (kind === 'call') return 'procedure';
  return kind === 'function' ? 'function' : 'table';
}

/** Returns `column` for the alias of a view's column, or a name in its list of columns. */
function findColumn(r: TokenCursor, token: number, { body }: Pick<Definition, 'body'>): 'column' | null {
  if (body === null || r.start(token) < body.start) return r.options.dialect === 'mysql' ? 'column' : null;
  return isAlias(r, token) && isOutermost(r, token, body.start) ? 'column' : null;
}

function isAlias(r: TokenCursor, token: number): boolean {
  const before = r.id(token - 1);
  return (
    before === kw.AS || (before !== op.dot && before !== op.comma && before !== kw.SELECT && r.id(token + 1) !== op.dot)
  );
}

/** Returns true between the first SELECT and its FROM, outside parentheses. */
function isOutermost(r: TokenCursor, token: number, start: number): boolean {
  let depth = 0;
  for (let i = token - 1; i >= 0 && r.start(i) >= start; i--) {
    const id = r.id(i);
    if (id === op.openParenthesis) depth--;
    else if (id === op.closeParenthesis) depth++;
    else if (depth === 0 && (id === kw.FROM || id === kw.UNION)) return false;
    if (depth < 0) return false;
  }
  return true;
}

function reject(r: TokenCursor, token: number, role: Named): SyntaxError[] {
  const { text, span } = r.name(token);
  const fault = findFault(text, role, r.options.dialect);
  if (fault === null) return [];
  return [{ code: 'bad-name', span, message: fault }];
}

function findFault(text: string, role: Named, dialect: Dialect): string | null {
  if (role === 'parameter' && dialect === 'mariadb') return null;
  if (text === '') return `Empty ${role} name. The server rejects it. Enter a name.`;
  const isFile = role === 'schema' || role === 'table' || role === 'view' || role === 'column';
  if (isFile ? /[\t-\r ]$/.test(text) : text.endsWith(' '))
    return `The ${role} name ends with whitespace. The server rejects it. Remove the whitespace.`;
  return text.length > longestName
    ? `The ${role} name is longer than ${longestName} characters. The server rejects it. Shorten it.`
    : null;
}
