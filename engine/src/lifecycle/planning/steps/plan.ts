/** The plan: ordered steps from actual to desired, as data, with hazards as sentences and a fingerprint of all it was made from. */
import type { Finding } from '../../answers/finding';
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
}

export interface TargetPlan {
  readonly target: Target;
  /** `db1:3306/shop`. */
  readonly label: string;
  /** Callees first; what is dropped comes last, callers first. */
  readonly steps: readonly DeploymentStep[];
  /** What would be replaced if what stands there could be read: checked like steps, and never run. */
  readonly hidden?: readonly HiddenStep[];
}

export interface HiddenStep {
  readonly step: DeploymentStep;
  /** Grants on what stands there; null where this account may not read them. */
  readonly grants: readonly RoutineGrant[] | null;
}

export interface DeploymentStep {
  readonly action: StepAction;
  readonly strategy: Strategy;
  /** As the target names it. */
  readonly key: RoutineKey;
  /** As the project names it. */
  readonly logical: RoutineKey;
  /** Version or `-` for a text that is not registered; null where nothing is there. */
  readonly from: string | null;
  readonly to: string | null;
  /** What stands there; null for nothing. */
  readonly before: DeployedObject | null;
  /** What is to stand there; null where it is dropped. */
  readonly after: TargetDefinition | null;
  readonly script: StepScript;
  /** Statements of the source that are run once everything is deployed, each in a transaction that is rolled back. */
  readonly smoke: readonly string[];
  readonly hazards: readonly string[];
  /** The source file, for messages; null for a text from elsewhere. */
  readonly file: SourcePlace | null;
}

/** Where the text of a step begins in its file, so that the server's "at line N" can be said of the file. */
export interface SourcePlace {
  readonly file: string;
  /** The line in which the routine's name ends, from 1: line 1 of the statement that is sent. */
  readonly line: number;
}

/** A routine that stands on a target, with all that a replacement would take away. */
export interface DeployedObject {
  readonly live: LiveRoutine;
  readonly saved: SavedDefinition;
  /** Of `saved`, as the ledger names it. */
  readonly digest: string;
  /** Null where this account may not read them. */
  readonly grants: readonly RoutineGrant[] | null;
}
