/** The options that say what a plan is to hold, for `plan` and `deploy` alike. */
import type { PlanRequest, Strategy } from '#engine';
import { given } from './ask-project';
import type { OptionWords } from './command';

export interface PlanOptions {
  readonly withCallees?: boolean;
  readonly strategy?: Strategy;
  readonly overwrite?: boolean;
  readonly prune?: boolean;
}

export const planOptions: readonly OptionWords[] = [
  { flags: '--with-callees', summary: 'Also what the routines call.' },
  {
    flags: '--strategy <name>',
    summary: 'How to replace; else the gentlest way that does it.',
    choices: ['alter', 'or-replace', 'queued', 'replace'],
  },
  {
    flags: '--overwrite',
    summary: 'Also routines that somebody changed on the server, or that were never this project’s.',
  },
  { flags: '--prune', summary: 'Also drop what this project deployed and no longer has.' },
];

export function makePlanRequest(operands: readonly string[], options: PlanOptions): PlanRequest {
  const [environment = '', ...routines] = operands;
  const { withCallees, strategy, overwrite, prune } = options;
  return { environment, routines, ...given({ withCallees, strategy, overwrite, prune }) };
}
