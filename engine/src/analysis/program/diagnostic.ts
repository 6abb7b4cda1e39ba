/** A finding about a file: where, how bad, which rule, one sentence. */
import type { Span } from '../../base/text';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

export interface Diagnostic {
  readonly file: string;
  readonly span: Span;
  readonly severity: Severity;
  /** The rule's code; docs/rules has a page for each. */
  readonly code: string;
  /** One sentence that names the object and, if there is one, the remedy. */
  readonly message: string;
  /** Related places, for example the other definition of a duplicate. */
  readonly related: readonly { readonly file: string; readonly span: Span; readonly message: string }[];
}
