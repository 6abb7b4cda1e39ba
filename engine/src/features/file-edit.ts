/** A change of one place in one of the project's files. */
import type { TextEdit } from '../routine/naming';

export interface FileEdit extends TextEdit {
  readonly file: string;
  /** The offset of the cursor afterwards, where a person continues; by default it does not move. */
  readonly cursor?: number;
}
