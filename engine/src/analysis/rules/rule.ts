/** The definition of a rule: one mistake, one file, one page in docs/rules. */
import type { Span } from '../../base/text';
import type { ServerVersion } from '../../syntax/dialect';
import type { Diagnostic, Severity } from '../program/diagnostic';
import type { LiveTables } from '../../routine/live-tables';
import type { UnknownColumn } from '../columns/column-use';
import type { FoundFeature } from '../program/find-features';
import type { RoutineBody } from '../program/routine-body';
import type { FindRegistered } from '../sources/registered-text';
import type { FileFacts, SourceIndex, SourceRoutine } from '../sources/source-index';

/** The input of a rule; program and features are created when the first rule uses them. */
export interface RuleContext {
  readonly index: SourceIndex;
  readonly source: SourceRoutine;
  readonly program: () => RoutineBody;
  /** Returns the features that depend on the version of the server. */
  readonly features: () => readonly FoundFeature[];
  readonly registered: FindRegistered;
  /** The server on which the routine has to run. */
  readonly server: ServerVersion;
  /** The live schema, without the tables that routines create; null if none was read. */
  readonly live: LiveTables | null;
  /** The columns that the live schema does not have; none without a live schema. */
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

/** A rule about a whole file, which may define nothing. */
export interface FileRule {
  readonly code: string;
  readonly severity: Severity;
  check(facts: FileFacts): Iterable<Mistake>;
}
