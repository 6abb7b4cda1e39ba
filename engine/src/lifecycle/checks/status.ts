/** Check: beyond development only registered versions go, of a status that the stage admits. */
import type { Finding } from '../../base/contract';
import { stageAdmits, stageAdmitsReturn, statusOf } from '../../registry/statuses';
import { identify, printKey } from '../../routine/routine';
import { stop, type Check } from './check';

export const checkStatuses: Check = ({ environment, plan, desired, records, isReturn }) => {
  const { name, stage } = environment;
  if (stage === 'DEVELOPMENT') return [];
  const admits = isReturn ? stageAdmitsReturn : stageAdmits;
  const planned = new Set(plan.steps.map(({ logical }) => identify(logical)));
  return desired.flatMap(({ routine, version }): readonly Finding[] => {
    if (!planned.has(identify(routine.key))) return [];
    const routineName = printKey(routine.key);
    if (version === null)
      return [
        stop(
          'unregistered',
          `The text of ${routineName} is no registered version, and environment ${name} (${stage}) takes no other.`,
          `Register it with "sproc register ${routineName}" and mark it, or deploy a version: ${routineName}@1.0.0.`,
        ),
      ];
    const record = records.get(identify(routine.key));
    const status = record === undefined ? 'DEVELOPMENT' : statusOf(record, version);
    if (admits(stage, status)) return [];
    return [
      stop(
        'status',
        `${routineName} ${version} is ${status}, which environment ${name} (${stage}) does not admit.`,
        `Mark it first: sproc mark ${routineName}@${version} ${stage} --reason "…".`,
      ),
    ];
  });
};
