/** A failure as people read it, and as `--json` prints it. */
import { printable, type Failure } from '#engine';
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
 * Prints a failure. A message that has several lines has one for each mistake; those that do not belong to the project
 * file are indented, so that they cannot imitate other output. In any other message a line break is part of a name, and
 * is escaped.
 */
export function printFailure({
  message,
  remedy,
  hasLines = false,
}: Pick<Failure, 'message' | 'remedy'> & { readonly hasLines?: boolean }): string {
  const lines = (text: string): string => manyLines(text).replace(/\n(?!sproc\.json:\d)/g, '\n  ');
  const problem = hasLines ? lines(message) : printable(message);
  return `error: ${problem}\n${remedy === undefined ? '' : `  ${printable(adviceText(remedy))}\n`}`;
}
