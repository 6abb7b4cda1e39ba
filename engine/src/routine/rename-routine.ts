/** A routine under other names: its text rewritten at the places the parser found, and read again. */
import { parseScript } from '../syntax/parse-script';
import { lowerDefinition } from './lower-definition';
import { applyEdits, collectRenames, dropQualifier, renameAt, renameKey, type Renaming, type TextEdit } from './naming';
import type { Routine, RoutineKey } from './routine';
import { endOfStatement } from './statement-text';

/** Returns the same routine with its names on the other side of the renaming; all other bytes of the text remain. */
export function renameRoutine(routine: Routine, renaming: Renaming): Routine {
  const key = renameKey(routine.key, renaming);
  const edits = collectRenames(routine, renaming);
  if (edits.length === 0 && key.name === routine.key.name && key.schema === routine.key.schema) return routine;
  const whole = isWhole(routine) ? routine : readAgain(routine, routine.text, routine.key);
  const { script, definition } = whole.origin;
  const { name } = definition;
  const head: TextEdit[] = [];
  if (name.schema !== null && key.schema !== routine.key.schema)
    head.push(
      key.schema === ''
        ? dropQualifier(name.schema.span, name.name.span)
        : renameAt(whole.origin, name.schema.span, key.schema),
    );
  if (key.name !== routine.key.name) head.push(renameAt(whole.origin, name.name.span, key.name));
  const span = { start: definition.span.start, end: endOfStatement(script, definition) };
  const text = applyEdits(script.text, span, [...head, ...collectRenames(whole, renaming)]);
  return keepObserved(routine, readAgain(routine, text, key), renaming);
}

/** Keeps what only the server knows, and no text states. */
function keepObserved({ key, parts: known }: Routine, renamed: Routine, renaming: Renaming): Routine {
  const { order, event, foldsNames } = known;
  const parts = foldsNames === undefined ? renamed.parts : { ...renamed.parts, foldsNames };
  if (order?.isComplete === true) {
    const rename = (names: readonly string[]): readonly string[] =>
      names.map((name) => renameKey({ ...key, name }, renaming).name);
    const around = { before: rename(order.before), after: rename(order.after), isComplete: true };
    return { ...renamed, parts: { ...parts, order: around } };
  }
  if (event?.isOver !== true || parts.event === null) return { ...renamed, parts };
  return { ...renamed, parts: { ...parts, event: { ...parts.event, isOver: true } } };
}

/** Returns false for a text in a dump that begins or ends within an executable comment. */
function isWhole({ text, origin: { script, definition } }: Routine): boolean {
  return script.text.slice(definition.span.start, endOfStatement(script, definition)) === text;
}

/** Reads a text of the routine as the file read it at that place; the routine itself if there is no definition in it. */
export function readAgain(routine: Routine, text: string, key: RoutineKey): Routine {
  const { definition, parserOptions } = routine.origin;
  const sqlMode = definition.sqlMode ?? parserOptions.sqlMode;
  const options = { ...parserOptions, sqlMode, client: false, schema: key.schema };
  const again = parseScript(text, options);
  const first = again.definitions[0];
  if (first === undefined) return routine;
  return {
    ...lowerDefinition(again, first, { parserOptions: options, schema: key.schema, modes: routine.modes }),
    key,
  };
}
