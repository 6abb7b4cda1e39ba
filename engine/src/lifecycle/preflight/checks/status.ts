/** Check: beyond development only registered versions go, of a status that the stage admits. */
import type { Action } from '../../../base/action';
import { advise, type Advice } from '../../../base/advice';
import type { Stage } from '../../../project/environment';
import type { VersionStatus } from '../../../routine/states/version-status';
import type { Finding } from '../../answers/finding';
import { printConflictLine, remedyOf } from '../../../registry/records/describe-conflict';
import type { StatusConflict } from '../../../registry/records/registry';
import { checkTransition, stageAdmits, stageAdmitsReturn, statusOf } from '../../../registry/records/statuses';
import { identify, printKey, type RoutineKey } from '../../../routine/routine';
import type { Check, CheckInput } from './check';
import { stop, warn } from '../../planning/findings';

export const statusConflict = 'status-conflict';

export const checkStatuses: Check = ({ environment, testing, plan, desired, records, isRollback }) => {
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
          advise`Register it and promote it: ${listPromotions({ routine: routineName }, environment, testing)}.`,
        ),
      ];
    const status = record === undefined ? 'DEVELOPMENT' : statusOf(record, version);
    if (admits(stage, status)) return [];
    return [
      stop(
        'status',
        `${routineName} ${version} is ${status}, which environment ${name} (${stage}) does not accept.`,
        remedyFor({ routine: routineName, version }, status, { environment, testing }),
      ),
    ];
  });
};

/** Returns actions that work, in their order: no status is skipped. */
function remedyFor(
  ref: Required<Ref>,
  status: VersionStatus,
  { environment, testing }: Pick<CheckInput, 'environment' | 'testing'>,
): Advice {
  const { name, stage } = environment;
  const mark = (to: Exclude<Stage, 'DEVELOPMENT'>): Action => ({ id: 'mark', ...ref, status: to });
  if (stage !== 'DEVELOPMENT' && checkTransition(status, stage, '-').ok)
    return status === 'DEVELOPMENT' || status === 'TESTING'
      ? advise`Promote it with ${{ id: 'promote', environment: name, ...ref }}, or mark it: ${mark(stage)}.`
      : advise`Mark it first: ${mark(stage)}.`;
  if (stage !== 'DEVELOPMENT' && status === 'DEVELOPMENT')
    return advise`Promote it: ${listPromotions(ref, environment, testing)}. Or mark it: ${mark('TESTING')}, then ${mark(stage)}.`;
  return advise`Deploy a version with an accepted status. List them with ${{ id: 'versions' }}.`;
}

interface Ref {
  readonly routine: string;
  readonly version?: string;
}

/** Returns the promotions to the environment; the one to production comes after the one to testing, if the project tests. */
function listPromotions(ref: Ref, { name, stage }: CheckInput['environment'], testing: string | null): Advice {
  const last: Action = { id: 'promote', environment: name, ...ref };
  return stage === 'PRODUCTION' && testing !== null
    ? advise`${{ id: 'promote', environment: testing, ...ref }}, then ${last}`
    : advise`${last}`;
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
