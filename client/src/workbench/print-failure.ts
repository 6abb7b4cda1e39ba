/** Prints a failure as one text, where there are no buttons for its remedy. */
import type { Failure } from '#engine';
import { printForEditor } from '#protocol';

export function printFailure({ message, remedy }: Failure): string {
  return remedy === undefined ? message : `${message} ${printForEditor(remedy)}`.trimEnd();
}
