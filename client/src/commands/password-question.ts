/** The question before a password is stored that its servers did not accept, or could not be asked about. */
import type { TryPasswordAnswer } from '#engine';
import { printFailure } from '../workbench/print-failure';

export const keepAnyway = 'Keep Anyway';

/** The first answer, which Enter gives: it changes nothing. */
const doNotKeep = 'Do Not Keep';

export const keepEmpty = 'Keep Empty Password';

export interface PasswordQuestion {
  readonly message: string;
  readonly detail: string;
  readonly answers: readonly string[];
}

/** Returns the question; null if every target of the environment accepted the password. */
export function makePasswordQuestion(environment: string, trial: TryPasswordAnswer): PasswordQuestion | null {
  if (trial.result === 'accepted') return null;
  return {
    message: `${describe(environment, trial)} Keep it anyway?`,
    detail: printFailure(trial.failure),
    answers: [doNotKeep, keepAnyway],
  };
}

/** Returns the question about an empty password, which is more often a slip than an account without one. */
export function makeEmptyPasswordQuestion(environment: string): PasswordQuestion {
  return {
    message: `Keep an empty password for ${environment}?`,
    detail: 'It replaces a password that is kept already. Only an account without a password needs it.',
    answers: [doNotKeep, keepEmpty],
  };
}

function describe(
  environment: string,
  { result, failure }: Exclude<TryPasswordAnswer, { result: 'accepted' }>,
): string {
  if (result === 'refused') return `${environment} refuses the password.`;
  const isFar = failure.kind === 'unreachable';
  return isFar
    ? `${environment} is out of reach: the password was not tested.`
    : `The password could not be tested on ${environment}.`;
}
