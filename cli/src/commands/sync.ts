/** `sproc sync`: deploys the routines of one environment to another. */
import type { SyncRequest } from '#engine';
import { given } from '../shared/ask-project';
import {
  askAboutPlan,
  mutationOptions,
  demandYes,
  toMutationOptions,
  reportOutcome,
  type MutationCommandOptions,
} from '../shared/mutation-options';
import type { Command } from '../shared/command';

interface SyncOptions extends MutationCommandOptions {
  readonly overwrite?: boolean;
}

export const sync: Command<SyncOptions> = {
  name: 'sync',
  operands: '<from> <to> [routines...]',
  summary: 'Deploy the versions of one environment to another',
  options: [
    {
      flags: '--overwrite',
      summary: 'Also overwrite routines created or changed outside this project (saved in the ledger).',
    },
    ...mutationOptions,
  ],
  examples: ['sync prod staging --yes', 'sync staging prod place_order --yes --confirm prod'],
  async run(call) {
    const { overwrite, yes = false, dryRun = false } = call.options;
    const [from = '', to = '', ...routines] = call.operands;
    const isAsked = !yes && !dryRun;
    const meant = demandYes(call, 'A sync changes a server');
    if (!meant.ok) return meant;
    const sproc = await call.open();
    if (!sproc.ok) return sproc;
    let request: SyncRequest = { from, to, routines, ...given({ overwrite }), ...toMutationOptions(call) };
    if (isAsked) {
      const plan = await sproc.value.planSync(request);
      if (!plan.ok) return plan;
      if (plan.value.steps.length > 0) {
        const typed = await askAboutPlan(plan.value, call.host);
        if (!typed.ok) return typed;
        const { fingerprint } = plan.value;
        request = { ...request, fingerprint, ...given({ confirm: call.options.confirm ?? typed.value }) };
      }
    }
    const synced = await sproc.value.sync(request);
    return synced.ok ? reportOutcome(synced.value) : synced;
  },
};
