/** A routine from the text of a version, by the road that every routine takes. */
import { lowerDefinition } from '../../routine/lower-definition';
import type { CreationModes, Routine } from '../../routine/routine';
import type { ParserOptions } from '../../syntax/dialect';
import { parseScript } from '../../syntax/parse-script';

export interface StoredRoutine {
  readonly text: string;
  readonly schema: string;
  readonly parserOptions: Pick<ParserOptions, 'dialect' | 'serverVersion' | 'sqlMode'>;
  readonly modes: CreationModes;
  /** The comments in front of the text, with their line ends. */
  readonly comments?: string;
}

/** Returns null if the text contains anything but one definition. */
export function readStoredRoutine({
  text,
  schema,
  parserOptions,
  modes,
  comments = '',
}: StoredRoutine): Routine | null {
  const options: ParserOptions = { ...parserOptions, schema, client: false };
  const script = parseScript(comments + text, options);
  const [definition, second] = script.definitions;
  if (definition === undefined || second !== undefined) return null;
  return lowerDefinition(script, definition, { parserOptions: options, schema, modes });
}
