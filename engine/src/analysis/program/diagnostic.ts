/** A finding about a file: where, how bad, which rule, one sentence. */
import type { Span } from '../../base/text';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

export interface Diagnostic {
  readonly file: string;
  readonly span: Span;
  readonly severity: Severity;
  /** The rule's code; docs/rules has a page for each. */
  readonly code: string;
  /** One sentence that names the thing and, where there is one, the remedy. */
  readonly message: string;
  /** Places that explain it, such as the other definition of a duplicate. */
  readonly related: readonly { readonly file: string; readonly span: Span; readonly message: string }[];
}
