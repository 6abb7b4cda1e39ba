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
          `The text of ${routineName} is not a registered version, and environment ${name} (${stage}) accepts registered versions only.`,
          `Register it with \`sproc register ${routineName}\` and promote it, or deploy a version: ${routineName}@1.0.0.`,
        ),
      ];
    const status = record === undefined ? 'DEVELOPMENT' : statusOf(record, version);
    if (admits(stage, status)) return [];
    return [
      stop(
        'status',
        `${routineName} ${version} is ${status}, which environment ${name} (${stage}) does not accept.`,
        remedyFor(`${routineName}@${version}`, status, environment),
      ),
    ];
  });
};

/** Returns a command that works: no status is skipped. */
function remedyFor(ref: string, status: VersionStatus, { name, stage }: CheckInput['environment']): string {
  const isNext = checkTransition(status, stage, '-').ok;
  const mark = `sproc mark ${ref} ${stage} --reason "…"`;
  const promote = `sproc promote ${ref} --to ${name}`;
  if (isNext && (status === 'DEVELOPMENT' || status === 'TESTING'))
    return `Promote it with \`${promote}\`, or mark it: \`${mark}\`.`;
  if (isNext) return `Mark it first: \`${mark}\`.`;
  if (status === 'DEVELOPMENT')
    return `Promote it with \`${promote}\`, or mark it TESTING and then ${stage}: \`${mark}\`.`;
  return 'Deploy a version with an accepted status. List them with `sproc versions`.';
}

/** Reports a conflict; a warning for development, which accepts any text, whatever its status. */
function reportConflict(
  key: RoutineKey,
  { what, lines }: StatusConflict,
  { name, stage }: CheckInput['environment'],
): Finding {
  const sides = `${what} ${lines.map(printConflictLine).join('; ')}.`;
  return stage === 'DEVELOPMENT'
    ? warn(statusConflict, sides, remedyOf(key))
    : stop(
        statusConflict,
        `${sides} Environment ${name} (${stage}) accepts only versions of a known status.`,
        remedyOf(key),
      );
}
