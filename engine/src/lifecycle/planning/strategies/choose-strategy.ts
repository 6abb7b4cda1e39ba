/** The gentlest strategy that does a change, or the one that is preferred where it can. */
import type { Strategy as StrategyName } from '../../../project/environment';
import type { StepAction } from '../../../ledger/ledger';
import { alter } from './alter';
import { create } from './create';
import { drop } from './drop';
import { orReplace } from './or-replace';
import { queued } from './queued';
import { replace } from './replace';
import type { Change, Strategy } from './strategy';

/** From the gentlest to the last resort. */
const strategies: readonly Strategy[] = [create, alter, orReplace, queued, replace, drop];

/** Null where none suits: there is nothing before and nothing after. */
export function chooseStrategy(change: Change, preferred: StrategyName | null): Strategy | null {
  const suitable = strategies.filter((strategy) => strategy.suits(change));
  return suitable.find(({ name }) => name === preferred) ?? suitable[0] ?? null;
}

/** What people call it. */
export function actionOf(strategy: StrategyName, isNew: boolean): StepAction {
  if (strategy === 'drop' || strategy === 'alter') return strategy;
  return isNew ? 'create' : 'replace';
}
