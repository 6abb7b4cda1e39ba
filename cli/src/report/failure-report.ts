/** A failure as people read it, and as `--json` prints it. */
import type { Failure } from '#engine';
import { adviceText } from './print-action';
import { manyLines } from './style';

export interface ErrorAnswer {
  readonly error: { readonly kind: string; readonly message: string; readonly remedy: string | null };
}

export function failureAnswer({
  kind,
  message,
  remedy,
}: Omit<Failure, 'kind'> & { readonly kind: string }): ErrorAnswer {
  return { error: { kind, message, remedy: remedy === undefined ? null : adviceText(remedy) } };
}

/**
 * Prints a failure. A message may have several lines, one for each mistake; those that do not belong to the project
 * file are indented, so that they cannot imitate other output.
 */
export function printFailure({ message, remedy }: Pick<Failure, 'message' | 'remedy'>): string {
  const harmless = (text: string): string => manyLines(text).replace(/\n(?!sproc\.json:\d)/g, '\n  ');
  return `error: ${harmless(message)}\n${remedy === undefined ? '' : `  ${harmless(adviceText(remedy))}\n`}`;
}
