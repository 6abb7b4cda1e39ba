/** The options that determine a plan, for `plan` and `deploy` alike. */
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
  { flags: '--with-callees', summary: 'Include the routines that they call.', needs: ['routines'] },
  {
    flags: '--strategy <name>',
    summary: 'Replacement strategy (default: the least disruptive one that works).',
    choices: ['alter', 'or-replace', 'queued', 'replace'],
  },
  {
    flags: '--overwrite',
    summary: 'Also overwrite routines changed on the server or not managed by this project.',
  },
  {
    flags: '--prune',
    summary: 'Also drop routines that this project deployed and no longer defines (with names: only those).',
  },
];

export function makePlanRequest(operands: readonly string[], options: PlanOptions): PlanRequest {
  const [environment = '', ...routines] = operands;
  const { withCallees, strategy, overwrite, prune } = options;
  return { environment, routines, ...given({ withCallees, strategy, overwrite, prune }) };
}
