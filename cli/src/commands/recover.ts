/** `sproc recover`: finishes or undoes what an interrupted deployment has left. */
import { summarizeOutcome } from '#engine';
import { given } from '../shared/ask-project';
import { unaskedOptions, toMutationOptions, type MutationCommandOptions } from '../shared/mutation-options';
import type { Command } from '../shared/command';
import { printRecovery } from '../report/recovery-report';

interface RecoverOptions extends MutationCommandOptions {
  readonly head?: string;
}

export const recover: Command<RecoverOptions> = {
  name: 'recover',
  operands: '<environment>',
  summary: 'Finish or undo an interrupted deployment',
  options: [
    ...unaskedOptions,
    {
      flags: '--head <hash>',
      summary: 'Restore what this earlier head proves, although the ledger is broken.',
    },
  ],
  examples: ['recover prod --confirm prod'],
  async run(call) {
    const sproc = await call.open();
    if (!sproc.ok) return sproc;
    const { head } = call.options;
    const request = { environment: call.operands[0] ?? '', ...toMutationOptions(call), ...given({ head }) };
    const recovered = await sproc.value.recover(request);
    if (!recovered.ok) return recovered;
    const answer = recovered.value;
    const exit = answer.refused !== null ? 65 : summarizeOutcome(answer, true).isSuccess ? 0 : 2;
    return { ok: true, value: { exit, answer, text: (style) => printRecovery(answer, style) } };
  },
};
