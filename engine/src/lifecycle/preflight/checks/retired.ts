/** Check: no version runs that was retired: nobody maintains it any longer. */
import { advise } from '../../../base/advice';
import { statusOf } from '../../../registry/records/statuses';
import { renameKey } from '../../../routine/naming';
import { identify, printKey } from '../../../routine/routine';
import { isAsDeployed } from '../../target/last-deployed';
import { warn } from '../../planning/findings';
import type { Check } from './check';

/** Checks the requested routines that the plan leaves as they are. */
export const checkRetired: Check = ({ environment, plan, facts, desired, records }) => {
  const changed = new Set(plan.steps.map(({ key }) => identify(key)));
  return desired.flatMap(({ routine }) => {
    const key = renameKey(routine.key, facts.naming.toPhysical);
    const [live, last] = [facts.deployed.get(identify(key)), facts.lastDone.get(identify(key))];
    const record = records.get(identify(routine.key));
    if (changed.has(identify(key)) || live === undefined || last?.to == null || record === undefined) return [];
    const version = last.to;
    const isRunning = isAsDeployed(live.live.routine, last);
    if (!isRunning || version === '-' || statusOf(record, version) !== 'RETIRED') return [];
    return [
      warn(
        'retired',
        `${printKey(routine.key)} ${version} is RETIRED and still runs on ${facts.label}.`,
        advise`Deploy another version with ${{ id: 'deploy', environment: environment.name }}, or remove it with ${{ id: 'option', name: 'prune' }}.`,
      ),
    ];
  });
};
