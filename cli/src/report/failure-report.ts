/** A failure as people read it, and as `--json` prints it. */
import type { Failure } from '#engine';

export interface ErrorAnswer {
  readonly error: { readonly kind: string; readonly message: string; readonly remedy: string | null };
}

export function failureAnswer({
  kind,
  message,
  remedy,
}: Omit<Failure, 'kind'> & { readonly kind: string }): ErrorAnswer {
  return { error: { kind, message, remedy: remedy ?? null } };
}

/** A message may have several lines, one for each mistake. */
export function printFailure({ message, remedy }: Pick<Failure, 'message' | 'remedy'>): string {
  const harmless = (text: string): string => text.replace(/(?!\n)\p{Cc}/gu, '\uFFFD');
  return `error: ${harmless(message)}\n${remedy === undefined ? '' : `  ${harmless(remedy)}\n`}`;
}
