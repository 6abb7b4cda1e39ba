/**
 * The translation of the project's names to an environment's and back: schemas are mapped, and the project's own
 * routines get the prefix. Texts are rewritten token by token at the positions that the parser found, never by
 * searching.
 */
import type { Span } from '../base/text';
import { quoteName } from '../syntax/quoting';
import type { Reference } from '../syntax/nodes';
import { findEndName } from './end-name';
import type { Routine, RoutineKey } from './routine';

/** One change of a text. Edits of one list do not overlap and ascend. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/** One direction of a renaming. */
export interface Renaming {
  schema(schema: string): string;
  /**
   * Returns the new name of a routine in `schema` (both under their previous names); the same name if it is not
   * renamed.
   */
  routine(schema: string, name: string): string;
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
  /** Returns true if a routine of this logical schema and name is the project's own; only these have the prefix. */
  readonly isOwn: (schema: string, name: string) => boolean;
}

export function makeNaming({ schemas, prefix, isOwn }: NamingSettings): Naming {
  const toPhysicalSchema = new Map(Object.entries(schemas));
  const toLogicalSchema = new Map(Object.entries(schemas).map(([logical, physical]) => [physical, logical]));
  const logicalSchema = (schema: string): string => toLogicalSchema.get(schema) ?? schema;
  return {
    isIdentity: prefix === '' && Object.entries(schemas).every(([logical, physical]) => logical === physical),
    toPhysical: {
      schema: (schema) => toPhysicalSchema.get(schema) ?? schema,
      routine: (schema, name) => (isOwn(schema, name) ? prefix + name : name),
    },
    toLogical: {
      schema: logicalSchema,
      routine: (schema, name) => {
        if (prefix === '' || !name.toLowerCase().startsWith(prefix.toLowerCase())) return name;
        const bare = name.slice(prefix.length);
        return bare !== '' && isOwn(logicalSchema(schema), bare) ? bare : name;
      },
    },
  };
}

/** Returns the renamed key. Views are named like tables, so they keep their names. */
export function renameKey(key: RoutineKey, renaming: Renaming): RoutineKey {
  const name = key.kind === 'view' ? key.name : renaming.routine(key.schema, key.name);
  return { schema: renaming.schema(key.schema), kind: key.kind, name };
}

/**
 * Returns the edits that rename the references from `from` to the end of the definition: callees, schemas, a trigger's
 * table.
 */
export function collectRenames(routine: Pick<Routine, 'key' | 'origin'>, renaming: Renaming): readonly TextEdit[] {
  const { script, definition } = routine.origin;
  const edits: TextEdit[] = [];
  for (const reference of definition.references) {
    if (reference.kind === 'temporary') continue;
    if (reference.schemaSpan !== null && reference.schema !== null)
      addRename(edits, script.text, reference.schemaSpan, [reference.schema, renaming.schema(reference.schema)]);
    if (isRoutineReference(reference) && reference.package === null) {
      const renamed = renaming.routine(reference.schema ?? routine.key.schema, reference.name);
      addRename(edits, script.text, reference.nameSpan, [reference.name, renamed]);
    }
  }
  addTriggerNames(edits, routine, renaming);
  addEndName(edits, routine, renaming);
  const unique = new Map(edits.map((edit) => [edit.span.start, edit]));
  return [...unique.values()].sort((a, b) => a.span.start - b.span.start);
}

function isRoutineReference(reference: Reference): boolean {
  return reference.kind === 'call' || reference.kind === 'function';
}

/** Renames the schema of a trigger's table, and the trigger that it follows or precedes. */
function addTriggerNames(
  edits: TextEdit[],
  { key, origin }: Pick<Routine, 'key' | 'origin'>,
  renaming: Renaming,
): void {
  const { script, definition } = origin;
  const neighbour = definition.trigger?.order?.trigger ?? null;
  for (const schema of [definition.trigger?.table.schema, neighbour?.schema])
    if (schema != null) addRename(edits, script.text, schema.span, [schema.text, renaming.schema(schema.text)]);
  if (neighbour === null) return;
  const { span, text } = neighbour.name;
  addRename(edits, script.text, span, [text, renaming.routine(neighbour.schema?.text ?? key.schema, text)]);
}

/** Renames the routine's own name, which END repeats in ORACLE mode. */
function addEndName(edits: TextEdit[], { key, origin }: Pick<Routine, 'key' | 'origin'>, renaming: Renaming): void {
  const { script, definition, parserOptions } = origin;
  const named = findEndName(script.tokens, definition, parserOptions);
  if (named === null) return;
  const renamed = renameKey(key, renaming);
  if (named.schema !== null) addRename(edits, script.text, named.schema, [key.schema, renamed.schema]);
  addRename(edits, script.text, named.name, [key.name, renamed.name]);
}

/** Renames one name. Keeps its quotes, and adds them if the new name needs them. */
function addRename(edits: TextEdit[], text: string, span: Span, [before, after]: readonly [string, string]): void {
  if (before === after) return;
  const quote = text[span.start];
  const written =
    quote === '`' || quote === '"'
      ? quote + after.replaceAll(quote, quote + quote) + quote
      : /^[A-Za-z_$][\w$]*$/.test(after)
        ? after
        : quoteName(after);
  edits.push({ span, text: written });
}

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
