/** A place in one of the project's files. */
import type { Span } from '../../base/text';

export interface Location {
  readonly file: string;
  /** The whole of it. */
  readonly span: Span;
  /** The span of its name, inside `span`. */
  readonly nameSpan: Span;
}
