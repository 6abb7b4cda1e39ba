/** Check: beyond development only registered versions go, of a status that the stage admits. */
import type { Finding } from '../../base/contract';
import { printConflictLine, remedyOf } from '../../registry/describe-conflict';
import type { StatusConflict } from '../../registry/registry';
import { stageAdmits, stageAdmitsReturn, statusOf } from '../../registry/statuses';
import { identify, printKey, type RoutineKey } from '../../routine/routine';
import { stop, warn, type Check, type CheckInput } from './check';

export const statusConflict = 'status-conflict';

export const checkStatuses: Check = ({ environment, plan, desired, records, isReturn }) => {
  const { name, stage } = environment;
  const admits = isReturn ? stageAdmitsReturn : stageAdmits;
  const planned = new Set(plan.steps.map(({ logical }) => identify(logical)));
  return desired.flatMap(({ routine, version }): readonly Finding[] => {
    if (!planned.has(identify(routine.key))) return [];
    const routineName = printKey(routine.key);
    const record = records.get(identify(routine.key));
    if (record?.conflict != null) return [tellConflict(record.key, record.conflict, environment)];
    if (stage === 'DEVELOPMENT') return [];
    if (version === null)
      return [
        stop(
          'unregistered',
          `The text of ${routineName} is no registered version, and environment ${name} (${stage}) takes no other.`,
          `Register it with "sproc register ${routineName}" and mark it, or deploy a version: ${routineName}@1.0.0.`,
        ),
      ];
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

/** Development takes any text, whatever its status is. */
function tellConflict(
  key: RoutineKey,
  { what, lines }: StatusConflict,
  { name, stage }: CheckInput['environment'],
): Finding {
  const sides = `${what} ${lines.map(printConflictLine).join('; ')}.`;
  return stage === 'DEVELOPMENT'
    ? warn(statusConflict, sides, remedyOf(key))
    : stop(statusConflict, `${sides} Environment ${name} (${stage}) needs a certain status.`, remedyOf(key));
}
