/** The least disruptive strategy that works for a change, or the preferred one if possible. */
import type { Strategy as StrategyName } from '../../../project/environment';
import type { StepAction } from '../../../ledger/ledger';
import { alter } from './alter';
import { create } from './create';
import { drop } from './drop';
import { orReplace } from './or-replace';
import { queued } from './queued';
import { replace } from './replace';
import type { Change, Strategy } from './strategy';

/** All strategies, from the least disruptive to the last resort. */
const strategies: readonly Strategy[] = [create, alter, orReplace, queued, replace, drop];

/** Returns null if none is suitable: there is neither an old nor a new routine. */
export function chooseStrategy(change: Change, preferred: StrategyName | null): Strategy | null {
  const suitable = strategies.filter((strategy) => strategy.suits(change));
  return suitable.find(({ name }) => name === preferred) ?? suitable[0] ?? null;
}

/** Returns the action as people name it. */
export function actionOf(strategy: StrategyName, isNew: boolean): StepAction {
  if (strategy === 'drop' || strategy === 'alter') return strategy;
  return isNew ? 'create' : 'replace';
}
