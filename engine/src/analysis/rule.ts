/** What a rule is: one mistake, one file, one page in docs/rules. */
import type { Severity } from '../base/contract';
import type { Span } from '../base/text';
import type { Diagnostic } from './diagnostic';
import type { Program } from './program';
import type { FindRegistered } from './registered-text';
import type { SourceIndex, SourceRoutine } from './source-index';

/** What a rule may look at; the program is made when the first rule asks for it. */
export interface RuleContext {
  readonly index: SourceIndex;
  readonly source: SourceRoutine;
  readonly program: () => Program;
  readonly registered: FindRegistered;
}

export interface Mistake {
  readonly span: Span;
  readonly message: string;
  readonly severity?: Severity;
  readonly related?: Diagnostic['related'];
}

export interface Rule {
  readonly code: string;
  readonly severity: Severity;
  check(context: RuleContext): Iterable<Mistake>;
}
