/** A proposal of completion. */
import type { Span } from '../../base/text';
import type { Local } from '../places/locals';

export interface Completion {
  readonly kind:
    'procedure' | 'function' | 'table' | 'column' | 'type' | 'keyword' | 'skeleton' | 'error' | 'name' | Local['kind'];
  readonly label: string;
  readonly detail: string;
  /** The text that replaces `span`. */
  readonly insert: string;
  /** True if `insert` has tab stops: `$0`, `$1`, with `$`, `}` and `\` of the text escaped. */
  readonly isSnippet: boolean;
  readonly span: Span;
  /** The description, in lines; absent where the detail says all. */
  readonly about?: string;
  readonly isDeprecated?: boolean;
}
