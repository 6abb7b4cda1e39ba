/** The reason why a plan is not executed: its errors, as one failure. */
import type { MutationOptions } from '../answers/mutation-options';
import { advise, type Advice } from '../../base/advice';
import { failure, type Failure, type FailureKind } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import type { Environment } from '../../project/environment';
import { statusConflict } from './checks/status';
import type { Plan } from '../planning/steps/plan';
import { rejectedByServer } from '../compile-check/compile-check';

/** The findings about permissions or files, which have exit codes of their own. */
const kinds: Readonly<Record<string, FailureKind>> = {
  branch: 'not-permitted',
  status: 'not-permitted',
  unregistered: 'not-permitted',
  unreadable: 'not-permitted',
  'missing-privilege': 'not-permitted',
  'grants-unknown': 'not-permitted',
  'log-bin-trust': 'not-permitted',
  'broken-encoding': 'bad-input',
};

/** Returns the first error as a failure. Texts that the server rejects are left out: they are reported step by step. */
export function rejectFindings({ environment, findings }: Plan): Result<void, Failure> {
  const errors = findings.filter(({ severity, code }) => severity === 'error' && code !== rejectedByServer);
  // A conflict of the registry comes before its consequences.
  const first = errors.find(({ code }) => code === statusConflict) ?? errors[0];
  if (first === undefined) return succeed(undefined);
  if (first.code === statusConflict) return failure('bad-input', first.message, first.remedy);
  const kind = errors.every(({ code }) => kinds[code] === kinds[first.code])
    ? (kinds[first.code] ?? 'could-not')
    : 'could-not';
  const isOnly = errors.length === 1;
  const more = isOnly ? '' : ` (and ${errors.length - 1} more)`;
  const remedy = isOnly
    ? first.remedy
    : first.remedy === ''
      ? seeAll(environment)
      : advise`${first.remedy} ${seeAll(environment)}`;
  return failure(kind, `${first.message.replace(/\.$/, '')}${more}.`, remedy);
}

function seeAll(environment: string): Advice {
  return advise`List all of them with ${{ id: 'plan', environment }}.`;
}

/**
 * Requires the typed name of a protected environment, except for a dry run. Rejects another name for every environment:
 * a person who typed it meant another environment.
 */
export function demandConfirmation(
  { name, protected: isProtected }: Environment,
  { confirm, dryRun }: Pick<MutationOptions, 'confirm' | 'dryRun'>,
): Result<void, Failure> {
  if (confirm === undefined ? !isProtected || dryRun === true : confirm === name) return succeed(undefined);
  const option = { id: 'option', name: 'confirm', value: name } as const;
  const remedy = advise`Confirm with ${option}.`;
  if (confirm === undefined)
    return failure(
      'not-permitted',
      `Environment ${name} is protected: every change needs its name as a confirmation.`,
      remedy,
    );
  return failure(
    'not-permitted',
    isProtected
      ? `Environment ${name} is protected, and '${confirm}' is not its name.`
      : `The confirmation '${confirm}' is not the name of environment ${name}. Nothing was changed.`,
    isProtected ? remedy : advise`Confirm with ${option}, or leave the option out.`,
  );
}

export function stalePlan(environment: string): Result<never, Failure> {
  return failure(
    'plan-stale',
    `The plan for ${environment} is out of date: a source, a version or the server has changed since it was made.`,
    advise`Create it again with ${{ id: 'plan', environment }} and review it.`,
  );
}
