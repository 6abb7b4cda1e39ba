/** The definition of a strategy: one way to get from the existing routine to the new one. */
import type { Strategy as StrategyName } from '../../../project/environment';
import type { WriteFacts } from '../../../database/server-facts';
import type { ServerFacts } from '../../../database/connection/session';
import type { DeployedEvent } from '../../../ledger/ledger';
import type { Difference } from '../../../routine/difference';
import type { RoutineKey } from '../../../routine/routine';
import type { TargetDefinition } from '../steps/target-definition';
import type { DeployedObject } from '../steps/plan';
import type { StepScript } from '../steps/step-script';

export interface Change {
  readonly key: RoutineKey;
  /** The existing routine; null if there is none. */
  readonly before: DeployedObject | null;
  /** The new definition; null for a drop. */
  readonly after: TargetDefinition | null;
  /** The differences between the two; empty if one is missing. */
  readonly differences: readonly Difference[];
  readonly server: ServerFacts;
  readonly facts: Pick<WriteFacts, 'binaryLog' | 'automaticSpPrivileges'>;
  /** The account may switch automatic_sp_privileges, so that DROP leaves the grants on a routine where they are. */
  readonly maySetGlobals: boolean;
  /** The facts about the deployed event, without a schedule that was changed since; null for other kinds. */
  readonly lastEvent: DeployedEvent | null;
}

export interface Strategy {
  readonly name: Exclude<StrategyName, 'nothing'>;
  /** Returns true if it works for this change on this server. */
  suits(change: Change): boolean;
  render(change: Change): StepScript;
  /** Returns sentences on which a person can act. */
  hazards(change: Change): readonly string[];
}
