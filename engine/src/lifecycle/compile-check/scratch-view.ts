/**
 * A view in the scratch schema. The server resolves a view's tables when it is created: those that the plan creates or
 * replaces are read in the scratch schema, where they were created before it, and all others in their own.
 */
import type { ServerError } from '../../database/connection/session';
import { applyEdits, type TextEdit } from '../../routine/naming';
import { identify, type Routine } from '../../routine/routine';
import type { Reference } from '../../syntax/nodes';
import { quoteName } from '../../syntax/quoting';
import type { RoutineKind } from '../../syntax/routine-kind';
import { TokenCursor } from '../../syntax/token-cursor';
import { op } from '../../syntax/tokens';
import { lowerText } from '../planning/steps/read-for-server';
import { renderTargetDefinition, type TargetDefinition } from '../planning/steps/target-definition';

/**
 * Renders the CREATE of a view there; `hasPlanned` is true for what the plan creates or replaces. Returns null
 * if the text cannot be read again.
 */
export function renderScratchView(
  view: TargetDefinition,
  scratch: string,
  hasPlanned: (identity: string) => boolean,
): string | null {
  const { key, modes, origin } = view.routine;
  const create = renderTargetDefinition(view);
  const written = lowerText(create, { ...origin.parserOptions, client: false }, key, modes);
  if (written === null) return null;
  const isPlanned = (kind: RoutineKind, schema: string | null, name: string): boolean =>
    (schema === null || schema === key.schema) && hasPlanned(identify({ kind, schema: key.schema, name }));
  const edits = new Map<number, TextEdit>();
  const add = (edit: TextEdit): void => void edits.set(edit.span.start, edit);
  const { name } = written.origin.definition;
  add({ span: name.span, text: `${quoteName(scratch)}.${quoteName(key.name)}` });
  for (const { kind, schema, name: used, schemaSpan, nameSpan } of written.origin.definition.references) {
    const found = kinds[kind];
    if (found === undefined || !isPlanned(found, schema, used)) continue;
    if (schemaSpan !== null) add({ span: schemaSpan, text: quoteName(scratch) });
    else add({ span: { start: nameSpan.start, end: nameSpan.start }, text: `${quoteName(scratch)}.` });
  }
  for (const schema of listColumnSchemas(written, (table) => isPlanned('view', key.schema, table)))
    add({ span: schema, text: quoteName(scratch) });
  const sorted = [...edits.values()].sort((a, b) => a.span.start - b.span.start);
  return applyEdits(create, { start: 0, end: create.length }, sorted);
}

const kinds: Readonly<Partial<Record<Reference['kind'], RoutineKind>>> = { function: 'function', read: 'view' };

/** Lists the schemas before the columns and stars of chosen tables: `schema.table.column`. */
function listColumnSchemas(
  { key, origin }: Routine,
  isChosen: (table: string) => boolean,
): readonly TextEdit['span'][] {
  const { script, definition, parserOptions } = origin;
  const r = new TokenCursor(script.text, script.tokens, parserOptions);
  const found: TextEdit['span'][] = [];
  for (let i = 0; i + 4 < script.tokens.count; i++) {
    if (r.start(i) < definition.name.span.end || !r.isName(i) || r.isAfterDot(i) || r.id(i + 1) !== op.dot) continue;
    if (!r.isName(i + 2) || r.id(i + 3) !== op.dot || r.name(i).text !== key.schema) continue;
    if (isChosen(r.name(i + 2).text)) found.push(r.name(i).span);
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
