/** What a rule is: one mistake, one file, one page in docs/rules. */
import type { Severity } from '../base/contract';
import type { Span } from '../base/text';
import type { Diagnostic } from './diagnostic';
import type { Program } from './program';
import type { RoutineGraph } from './routine-graph';
import type { SourceIndex, SourceRoutine } from './source-index';

/** What a rule may look at; graph and program are made when the first rule asks for them. */
export interface RuleContext {
  readonly index: SourceIndex;
  readonly source: SourceRoutine;
  graph(): RoutineGraph;
  readonly program: () => Program;
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
