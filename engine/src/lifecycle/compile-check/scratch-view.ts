/**
 * A view in the scratch schema. The server resolves a view's tables when it is created: those that the plan creates or
 * replaces are read in the scratch schema, where they were created before it, and all others in their own.
 */
import type { ServerError } from '../../database/connection/session';
import { applyEdits, collectRenames, moveSchema, type Renaming, type TextEdit } from '../../routine/naming';
import { renderCreate } from '../../routine/render-create';
import type { Routine } from '../../routine/routine';
import type { Reference } from '../../syntax/nodes';
import { quoteName } from '../../syntax/quoting';
import type { RoutineKind } from '../../syntax/routine-kind';
import { TokenCursor } from '../../syntax/token-cursor';
import { op } from '../../syntax/tokens';
import { lowerText } from '../planning/steps/read-for-server';
import { renderTargetDefinition, type TargetDefinition } from '../planning/steps/target-definition';
import type { ScratchNames } from './scratch-names';

/** Renders the CREATE of a view there. Returns null if the text cannot be read again. */
export function renderScratchView(view: TargetDefinition, names: ScratchNames): string | null {
  const { modes, origin } = view.routine;
  const key = names.renaming.key(view.routine.key);
  const create = renderUnderNames(view, names);
  const written = lowerText(create, { ...origin.parserOptions, client: false }, key, modes);
  if (written === null) return null;
  const isPlanned = (kind: RoutineKind, schema: string | null, name: string): boolean =>
    names.isPlanned({ kind, schema: schema ?? key.schema, name });
  const edits = new Map<number, TextEdit>();
  const add = (edit: TextEdit): void => void edits.set(edit.span.start, edit);
  const scratch = quoteName(names.schema);
  add({ span: written.origin.definition.name.span, text: `${scratch}.${quoteName(key.name)}` });
  for (const { kind, schema, name: used, schemaSpan, nameSpan } of written.origin.definition.references) {
    const found = kinds[kind];
    if (found === undefined || !isPlanned(found, schema, used)) continue;
    if (schemaSpan !== null) add({ span: schemaSpan, text: scratch });
    else add({ span: { start: nameSpan.start, end: nameSpan.start }, text: `${scratch}.` });
  }
  for (const schema of listColumnSchemas(written, (home, table) => isPlanned('view', home, table)))
    add({ span: schema, text: scratch });
  const sorted = [...edits.values()].sort((a, b) => a.span.start - b.span.start);
  return applyEdits(create, { start: 0, end: create.length }, sorted);
}

/** Renders the CREATE of a function there. */
export function renderScratchRoutine(routine: TargetDefinition, names: ScratchNames): string {
  const { key, definer } = routine.routine;
  if (names.renaming.key(key).name === key.name) return renderTargetDefinition(routine, { schema: names.schema });
  const moved = moveSchema(key.schema, names.schema);
  const renaming: Renaming = { ...moved, key: (own) => moved.key(names.renaming.key(own)) };
  return renderCreate(routine.routine, { renaming, definer }) + routine.tail;
}

/** Renders the CREATE in its own schema, where every object of the plan has the name of the scratch schema. */
function renderUnderNames(view: TargetDefinition, { renaming }: ScratchNames): string {
  const { routine, tail } = view;
  return collectRenames(routine, renaming).length === 0 && renaming.key(routine.key).name === routine.key.name
    ? renderTargetDefinition(view)
    : renderCreate(routine, { renaming, definer: routine.definer }) + tail;
}

const kinds: Readonly<Partial<Record<Reference['kind'], RoutineKind>>> = { function: 'function', read: 'view' };

/** Lists the schemas before the columns and stars of chosen tables: `schema.table.column`. */
function listColumnSchemas(
  { origin }: Routine,
  isChosen: (schema: string, table: string) => boolean,
): readonly TextEdit['span'][] {
  const { script, definition, parserOptions } = origin;
  const r = new TokenCursor(script.text, script.tokens, parserOptions);
  const found: TextEdit['span'][] = [];
  for (let i = 0; i + 4 < script.tokens.count; i++) {
    if (r.start(i) < definition.name.span.end || !r.isName(i) || r.isAfterDot(i) || r.id(i + 1) !== op.dot) continue;
    if (!r.isName(i + 2) || r.id(i + 3) !== op.dot) continue;
    if (isChosen(r.name(i).text, r.name(i + 2).text)) found.push(r.name(i).span);
  }
  return found;
}

/**
 * Returns true for an error that may have its cause in the scratch schema alone: this account may do less there than in
 * the view's own schema, and what another text would have created there is missing.
 */
export function isOfScratch({ errno, message }: ServerError, scratch: string): boolean {
  return denials.has(errno) || (absences.has(errno) && message.includes(scratch));
}

/** The errors for missing privileges on a schema, a table, a column, a routine. */
const denials: ReadonlySet<number> = new Set([1044, 1142, 1143, 1227, 1345, 1370]);

/** The errors for a missing routine or table, and for a view that no longer fits its tables. */
const absences: ReadonlySet<number> = new Set([1146, 1305, 1356]);
