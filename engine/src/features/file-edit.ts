/** A change of one place in one of the project's files. */
import type { TextEdit } from '../routine/naming';

export interface FileEdit extends TextEdit {
  readonly file: string;
  /** Where in the text the cursor is to stand afterwards, since a person goes on there; left out: where it was. */
  readonly cursor?: number;
}
