/** A place at which the server would reject the text; reading continues after it. */
import type { Span } from '../base/text';

export interface SyntaxError {
  /** Stable, kebab-case: `unfinished-string`, `expected-end-if`, ... listed in docs/rules/syntax.md. */
  readonly code: string;
  readonly span: Span;
  /** One sentence that names what was found and what was expected. */
  readonly message: string;
}
