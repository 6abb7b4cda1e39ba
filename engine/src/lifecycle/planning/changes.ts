/** The one builder of changes: what a deployment, a rollback or a restoration does to one routine, and the step that does it. */
import type { ServerFacts } from '../../database/connection/session';
import type { WriteFacts } from '../../database/server-facts';
import { findDifferences } from '../../routine/difference';
import { printKey } from '../../routine/routine';
import type { DeploymentStep } from './steps/plan';
import { actionOf } from './strategies/choose-strategy';
import type { Change, Strategy } from './strategies/strategy';

/** The target's server and the privileges of the account there, of the data available at planning and at execution. */
export interface ChangeScene {
  readonly server: ServerFacts;
  readonly write: WriteFacts;
  readonly maySetGlobals: boolean;
}

/** The two ends of a change, with `differences` if they have been computed already from more than the two texts. */
export type ChangeEnds = Pick<Change, 'key' | 'before' | 'after'> & Partial<Pick<Change, 'differences' | 'lastEvent'>>;

export function makeChange({ server, write, maySetGlobals }: ChangeScene, ends: ChangeEnds): Change {
  const { key, before, after, lastEvent = null } = ends;
  const found = before === null || after === null ? [] : findDifferences(before.live.routine, after.routine);
  return { key, before, after, differences: ends.differences ?? found, server, facts: write, maySetGlobals, lastEvent };
}

/** The values of a step beside its change; `script` if it does more than the strategy's own. */
export type StepWords = Pick<DeploymentStep, 'logical' | 'from' | 'to' | 'hazards'> &
  Partial<Pick<DeploymentStep, 'name' | 'script' | 'smoke' | 'file' | 'source'>>;

export function buildStep(change: Change, strategy: Strategy, words: StepWords): DeploymentStep {
  const { key, before, after } = change;
  const { logical, from, to, hazards, script = strategy.render(change), smoke = [], file = null } = words;
  const restored = words.source === undefined ? {} : { source: words.source };
  const name = words.name ?? printKey(logical);
  const action = actionOf(strategy.name, before === null);
  return {
    ...{ action, strategy: strategy.name, key, logical, name, from, to, before, after, script, smoke, hazards, file },
    ...restored,
  };
}
