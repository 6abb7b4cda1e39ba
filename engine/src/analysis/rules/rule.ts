/** What a rule is: one mistake, one file, one page in docs/rules. */
import type { Span } from '../../base/text';
import type { ServerVersion } from '../../syntax/dialect';
import type { Diagnostic, Severity } from '../program/diagnostic';
import type { LiveTables } from '../../routine/live-tables';
import type { UnknownColumn } from '../columns/column-use';
import type { FoundFeature } from '../program/find-features';
import type { RoutineBody } from '../program/routine-body';
import type { FindRegistered } from '../sources/registered-text';
import type { SourceIndex, SourceRoutine } from '../sources/source-index';

/** What a rule may look at; program and features are made when the first rule asks for them. */
export interface RuleContext {
  readonly index: SourceIndex;
  readonly source: SourceRoutine;
  readonly program: () => RoutineBody;
  /** What depends on the version of the server. */
  readonly features: () => readonly FoundFeature[];
  readonly registered: FindRegistered;
  /** What the routine has to run on. */
  readonly server: ServerVersion;
  /** The schema of an environment that somebody looked at, without the tables that routines make; null where nobody did. */
  readonly live: LiveTables | null;
  /** Columns that the live schema does not have; none without one. */
  readonly unknownColumns: readonly UnknownColumn[];
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
