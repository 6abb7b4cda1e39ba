/** A routine from its text, by the road of every source file. */
import { lowerDefinition } from '../../engine/src/routine/lower-definition';
import type { Routine } from '../../engine/src/routine/routine';
import { defaultParserOptions, type ParserOptions } from '../../engine/src/syntax/dialect';
import { parseScript } from '../../engine/src/syntax/parse-script';

/** Returns the first definition of the text; names without a schema belong to `shop`. */
export function routineOf(text: string, options: Partial<ParserOptions> = {}): Routine {
  const reading = { ...defaultParserOptions, schema: 'shop', ...options };
  const script = parseScript(text, reading);
  const definition = script.definitions[0];
  if (definition === undefined) throw new Error(`No definition in: ${text}`);
  return lowerDefinition(script, definition, { parserOptions: reading, schema: options.schema ?? 'shop' });
}
