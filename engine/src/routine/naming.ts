/**
 * The translation of the project's names to an environment's and back: schemas are mapped, and the project's own
 * routines get the prefix. Texts are rewritten token by token at the positions that the parser found, never by
 * searching.
 */
import type { Span } from '../base/text';
import { quoteName } from '../syntax/quoting';
import type { RoutineKind } from '../syntax/routine-kind';
import { findWordId, isRejected, place } from '../syntax/vocabulary';
import { findEndName } from './names/end-name';
import { listNames } from './names/list-names';
import type { NamePart } from './names/name-part';
import { foldName, type Routine, type RoutineKey } from './routine';

/** One change of a text. Edits of one list do not overlap and ascend. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/** One direction of a renaming. */
export interface Renaming {
  schema(schema: string): string;
  /** Returns the key on the other side, as the server or the project writes it. */
  key(key: RoutineKey): RoutineKey;
  /**
   * Returns the new name of an object in `schema` (both under their previous names); the same name if it is not
   * renamed. A table has the kind of a view, since it may be one.
   */
  object(kind: RoutineKind, schema: string, name: string): string;
  /** Returns true if `name` in `schema` is one of the project's packages: then `name.x` is a routine of it. */
  isPackage(schema: string, name: string): boolean;
}

/** The renaming that changes nothing. */
export const sameNames: Renaming = {
  schema: (schema) => schema,
  key: (key) => key,
  object: (_kind, _schema, name) => name,
  isPackage: () => false,
};

/** Returns the renaming that moves what is in one schema to another, as a compile check does. */
export function moveSchema(from: string, to: string): Renaming {
  const schema = (name: string): string => (name === from ? to : name);
  return { ...sameNames, schema, key: (key) => ({ ...key, schema: schema(key.schema) }) };
}

export interface Naming {
  readonly toPhysical: Renaming;
  readonly toLogical: Renaming;
  /** True where both directions leave every name as it is. */
  readonly isIdentity: boolean;
}

export interface NamingSettings {
  /** Logical schema to physical one. */
  readonly schemas: Readonly<Record<string, string>>;
  readonly prefix: string;
  /** Returns the project's own object that a logical key means, as the project writes it; only these have the prefix. */
  readonly findOwn: (key: RoutineKey) => RoutineKey | null;
  /** Returns true if the server treats names of schemas, tables and views without regard to case. */
  readonly foldsNames: () => boolean;
}

export function makeNaming(settings: NamingSettings): Naming {
  const { schemas, prefix } = settings;
  const fold = (name: string): string => (settings.foldsNames() ? name.toLowerCase() : name);
  const find = (pairs: readonly (readonly [string, string])[], schema: string): string =>
    pairs.find(([from]) => from === schema)?.[1] ?? pairs.find(([from]) => fold(from) === fold(schema))?.[1] ?? schema;
  const pairs = Object.entries(schemas);
  const reversed = pairs.map(([logical, physical]) => [physical, logical] as const).reverse();
  const isOwn = (key: RoutineKey): boolean => settings.findOwn(key) !== null;
  const physicalName = (key: RoutineKey): string => (prefix !== '' && isOwn(key) ? prefix + key.name : key.name);
  const logicalName = ({ schema, kind, name }: RoutineKey): string => {
    const isView = kind === 'view';
    const [whole, start] = isView ? [fold(name), fold(prefix)] : [foldName(kind, name), foldName(kind, prefix)];
    if (prefix === '' || !whole.startsWith(start)) return name;
    const bare = name.slice(prefix.length);
    return bare !== '' && isOwn({ schema: find(reversed, schema), kind, name: bare }) ? bare : name;
  };
  return {
    isIdentity: prefix === '' && pairs.every(([logical, physical]) => logical === physical),
    toPhysical: {
      schema(schema) {
        const there = find(pairs, schema);
        return there === schema ? schema : fold(there);
      },
      key(key) {
        const name = physicalName(key);
        return { ...key, schema: fold(find(pairs, key.schema)), name: key.kind === 'view' ? fold(name) : name };
      },
      object: (kind, schema, name) => physicalName({ schema, kind, name }),
      isPackage: (schema, name) => isOwn({ schema, kind: 'package', name }),
    },
    toLogical: {
      schema: (schema) => find(reversed, schema),
      key(key) {
        const logical = { ...key, schema: find(reversed, key.schema), name: logicalName(key) };
        return key.kind === 'view' ? (settings.findOwn(logical) ?? logical) : logical;
      },
      object: (kind, schema, name) => logicalName({ schema, kind, name }),
      isPackage: (schema, name) => {
        const logical = logicalName({ schema, kind: 'package', name });
        return isOwn({ schema: find(reversed, schema), kind: 'package', name: logical });
      },
    },
  };
}

/** Returns the renamed key. */
export function renameKey(key: RoutineKey, renaming: Renaming): RoutineKey {
  return renaming.key(key);
}

/** Returns the edits that rename everything that the definition names, from its own name to its end. */
export function collectRenames(routine: Pick<Routine, 'key' | 'origin'>, renaming: Renaming): readonly TextEdit[] {
  const { key, origin } = routine;
  const edits: TextEdit[] = [];
  for (const part of listNames(origin.script, origin.definition, origin.parserOptions))
    addRename(edits, origin, part.span, [part.text, renamePart(part, key.schema, renaming)]);
  addEndName(edits, routine, renaming);
  const unique = new Map(edits.map((edit) => [edit.span.start, edit]));
  return [...unique.values()].sort((a, b) => a.span.start - b.span.start);
}

/** Returns the new name of a part; `home` is the schema of names without one. */
function renamePart({ kind, text, schema }: NamePart, home: string, renaming: Renaming): string {
  // A project without a schema has no word for the schema of an environment: a text that names it keeps its word.
  if (kind === 'schema') return renaming.schema(text) || text;
  if (kind === 'schema-or-package')
    return renaming.isPackage(home, text) ? renaming.object('package', home, text) : renaming.schema(text) || text;
  return renaming.object(kind, schema ?? home, text);
}

/** Renames the routine's own name, which END repeats in ORACLE mode. */
function addEndName(edits: TextEdit[], { key, origin }: Pick<Routine, 'key' | 'origin'>, renaming: Renaming): void {
  const { script, definition, parserOptions } = origin;
  const named = findEndName(script.tokens, definition, parserOptions);
  if (named === null) return;
  const renamed = renameKey(key, renaming);
  if (named.schema !== null && renamed.schema === '') edits.push(dropQualifier(named.schema, named.name));
  else if (named.schema !== null) addRename(edits, origin, named.schema, [key.schema, renamed.schema]);
  addRename(edits, origin, named.name, [key.name, renamed.name]);
}

/** Returns the edit that leaves a name without its schema, for a project that has no word for it. */
export function dropQualifier(schema: Span, name: Span): TextEdit {
  return { span: { start: schema.start, end: name.start }, text: '' };
}

/** Adds the edit that renames one name; none if it keeps its name. */
function addRename(
  edits: TextEdit[],
  origin: Routine['origin'],
  span: Span,
  [before, after]: readonly [string, string],
): void {
  if (before !== after) edits.push(renameAt(origin, span, after));
}

/** Returns the edit that renames the name at a place. It keeps its quotes, and gets some if the new name needs them. */
export function renameAt(origin: Routine['origin'], span: Span, after: string): TextEdit {
  const quote = origin.script.text[span.start];
  // Modes that are not known may read a name in double quotes.
  if (quote === '"' && modesOf(origin).includes('ANSI_QUOTES'))
    return { span, text: `"${after.replaceAll('"', '""')}"` };
  const keepsPlain = quote !== '`' && quote !== '"' && isPlain(after, origin);
  return { span, text: keepsPlain ? after : quoteName(after) };
}

function modesOf({ definition, parserOptions }: Routine['origin']): readonly string[] {
  return definition.sqlMode ?? parserOptions.sqlMode;
}

/** Returns true for a name that needs no quotes. */
function isPlain(name: string, origin: Routine['origin']): boolean {
  const { dialect } = origin.parserOptions;
  if (!/^[A-Za-z_$\u{80}-\u{ffff}][\w$\u{80}-\u{ffff}]*$/u.test(name)) return false;
  const id = findWordId(name);
  const grammar = dialect === 'mariadb' && modesOf(origin).includes('ORACLE') ? 'oracle' : dialect;
  return id === 0 || !isRejected(id, place.table | place.routine, grammar, newest);
}

/** Later than every server's version: the text may be for a server that reserves the word since its own. */
const newest = 999999;

/** Returns `text.slice(span.start, span.end)` with the edits inside it applied. */
export function applyEdits(text: string, span: Span, edits: readonly TextEdit[]): string {
  let result = '';
  let at = span.start;
  for (const edit of edits) {
    if (edit.span.start < at || edit.span.end > span.end) continue;
    result += text.slice(at, edit.span.start) + edit.text;
    at = edit.span.end;
  }
  return result + text.slice(at, span.end);
}
