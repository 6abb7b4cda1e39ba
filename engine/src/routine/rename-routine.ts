/** A routine under other names: its text rewritten at the places the parser found, and read again. */
import { parseScript } from '../syntax/parse-script';
import { quoteName } from '../syntax/quoting';
import { lowerDefinition } from './lower-definition';
import { applyEdits, collectRenames, renameKey, type Renaming, type TextEdit } from './naming';
import type { Routine } from './routine';
import { endOfStatement } from './statement-text';

/** Returns the same routine with its names on the other side of the renaming; all other bytes of the text remain. */
export function renameRoutine(routine: Routine, renaming: Renaming): Routine {
  const { script, definition, parserOptions } = routine.origin;
  const key = renameKey(routine.key, renaming);
  const edits = collectRenames(routine, renaming);
  if (edits.length === 0 && key.name === routine.key.name && key.schema === routine.key.schema) return routine;
  const { name } = definition;
  const head: TextEdit[] = [{ span: name.name.span, text: quoteName(key.name) }];
  if (name.schema !== null) head.unshift({ span: name.schema.span, text: quoteName(key.schema) });
  const whole = { start: definition.span.start, end: endOfStatement(script, definition) };
  const text = applyEdits(script.text, whole, [...head, ...edits]);
  const again = parseScript(text, { ...parserOptions, client: false, schema: key.schema });
  const renamed = again.definitions[0];
  if (renamed === undefined) return routine;
  return { ...lowerDefinition(again, renamed, { parserOptions, schema: key.schema, modes: routine.modes }), key };
}
