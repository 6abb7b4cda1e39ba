/** Check: beyond development only registered versions go, of a status that the stage admits. */
import type { VersionStatus } from '../../../routine/version-status';
import type { Finding } from '../../answers/finding';
import { printConflictLine, remedyOf } from '../../../registry/records/describe-conflict';
import type { StatusConflict } from '../../../registry/records/registry';
import { checkTransition, stageAdmits, stageAdmitsReturn, statusOf } from '../../../registry/records/statuses';
import { identify, printKey, type RoutineKey } from '../../../routine/routine';
import type { Check, CheckInput } from './check';
import { stop, warn } from '../../planning/findings';

export const statusConflict = 'status-conflict';

export const checkStatuses: Check = ({ environment, plan, desired, records, isRollback }) => {
  const { name, stage } = environment;
  const admits = isRollback ? stageAdmitsReturn : stageAdmits;
  const planned = new Set(plan.steps.map(({ logical }) => identify(logical)));
  return desired.flatMap(({ routine, version }): readonly Finding[] => {
    if (!planned.has(identify(routine.key))) return [];
    const routineName = printKey(routine.key);
    const record = records.get(identify(routine.key));
    if (record?.conflict != null) return [reportConflict(record.key, record.conflict, environment)];
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
        remedyFor(`${routineName}@${version}`, status, environment),
      ),
    ];
  });
};

/** A command that will do: no status is skipped. */
function remedyFor(ref: string, status: VersionStatus, { name, stage }: CheckInput['environment']): string {
  const isNext = checkTransition(status, stage, '-').ok;
  const mark = `sproc mark ${ref} ${stage} --reason "…"`;
  if (isNext) return `Mark it first: ${mark}.`;
  if (status === 'DEVELOPMENT')
    return `Mark it TESTING first, then ${stage}: ${mark}. Or promote it: sproc promote ${ref} --to ${name}.`;
  return 'Deploy a version that is admitted: "sproc versions" lists them.';
}

/** Development takes any text, whatever its status is. */
function reportConflict(
  key: RoutineKey,
  { what, lines }: StatusConflict,
  { name, stage }: CheckInput['environment'],
): Finding {
  const sides = `${what} ${lines.map(printConflictLine).join('; ')}.`;
  return stage === 'DEVELOPMENT'
    ? warn(statusConflict, sides, remedyOf(key))
    : stop(statusConflict, `${sides} Environment ${name} (${stage}) needs a certain status.`, remedyOf(key));
}
