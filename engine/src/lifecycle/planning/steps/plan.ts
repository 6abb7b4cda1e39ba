/** The plan: ordered steps from actual to desired, as data, with hazards as sentences and a fingerprint of all it was made from. */
import type { Finding } from '../../answers/finding';
import type { CallersNote, PossibleCallers } from '../../answers/possible-callers';
import type { LiveRoutine } from '../../../database/catalog';
import type { RoutineGrant } from '../../../database/read-grants';
import type { SavedDefinition, StepAction } from '../../../ledger/ledger';
import type { Target, Strategy } from '../../../project/environment';
import type { RoutineKey } from '../../../routine/routine';
import type { TargetDefinition } from './target-definition';
import type { StepScript } from './step-script';

export interface Plan {
  readonly environment: string;
  readonly isProtected: boolean;
  readonly fingerprint: string;
  readonly targets: readonly TargetPlan[];
  readonly findings: readonly Finding[];
  /** The unknown parts of the search for callers outside of stored programs; absent if nothing is. */
  readonly notes?: readonly CallersNote[];
}

export interface TargetPlan {
  readonly target: Target;
  /** `db1:3306/shop`. */
  readonly label: string;
  /** Callees first; what is dropped comes last, callers first. */
  readonly steps: readonly DeploymentStep[];
  /** The routines that would be replaced if their text were readable: checked like steps, and never run. */
  readonly hidden?: readonly HiddenStep[];
}

export interface HiddenStep {
  readonly step: DeploymentStep;
  /** The grants on the existing routine; null if this account may not read them. */
  readonly grants: readonly RoutineGrant[] | null;
}

export interface DeploymentStep {
  readonly action: StepAction;
  readonly strategy: Strategy;
  /** The key with the target's names. */
  readonly key: RoutineKey;
  /** The key with the project's names. */
  readonly logical: RoutineKey;
  /** The name for people: `shop.add_order`, with its kind where two routines share it. */
  readonly name: string;
  /** The version, or `-` for a text that is not registered; null if the routine does not exist. */
  readonly from: string | null;
  readonly to: string | null;
  /** The existing routine; null if there is none. */
  readonly before: DeployedObject | null;
  /** The new definition; null for a drop. */
  readonly after: TargetDefinition | null;
  /** Exact checksum of the project's text that a restored definition came from; absent for a text of this project. */
  readonly source?: string;
  readonly script: StepScript;
  /** Statements of the source that are run once everything is deployed, each in a transaction that is rolled back. */
  readonly smoke: readonly string[];
  readonly hazards: readonly string[];
  /** The possible callers outside of stored programs; absent if none is known. */
  readonly callers?: PossibleCallers;
  /** The source file, for messages; null for a text from elsewhere. */
  readonly file: SourcePlace | null;
}

/** The position of a step's text in its file, so that the server's "at line N" can be converted to the file. */
export interface SourcePlace {
  readonly file: string;
  /** The line in which the routine's name ends, from 1: line 1 of the statement that is sent. */
  readonly line: number;
}

/** A routine on a target, with everything that a replacement would remove. */
export interface DeployedObject {
  readonly live: LiveRoutine;
  readonly saved: SavedDefinition;
  /** The digest of `saved`, as the ledger names it. */
  readonly digest: string;
  /** The grants; null if this account may not read them. */
  readonly grants: readonly RoutineGrant[] | null;
}
