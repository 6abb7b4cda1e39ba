/** `sproc ledger accept-broken`: continues with a ledger that was changed after it was written. */
import type { AcceptLedgerAnswer } from '#engine';
import { adviceText } from '../report/print-action';
import { askProject, given } from '../shared/ask-project';
import type { Command } from '../shared/command';
import { dryRunOption } from '../shared/mutation-options';
import { oneLine, type Style, printWarning } from '../report/style';

interface LedgerOptions {
  readonly reason?: string;
  readonly confirm?: string;
  readonly dryRun?: boolean;
}

export const ledger: Command<LedgerOptions> = {
  name: 'ledger',
  operands: '<action> <environment>',
  summary: 'Accept a broken ledger so that deployments can continue (action: accept-broken)',
  options: [
    { flags: '--reason <text>', summary: 'Reason, recorded in the ledger.' },
    { flags: '--confirm <environment>', summary: 'Repeat the environment name; required for protected environments.' },
    dryRunOption,
  ],
  examples: ['ledger accept-broken prod --reason "restored from a backup" --confirm prod'],
  async run(call) {
    const [action = '', environment = ''] = call.operands;
    const remedy = `Use \`sproc ledger accept-broken ${environment} --reason "..."\`.`;
    if (action !== 'accept-broken')
      return { ok: false, error: { kind: 'usage', message: `Unknown ledger action '${action}'.`, remedy } };
    const { reason, confirm, dryRun } = call.options;
    if (reason === undefined)
      return { ok: false, error: { kind: 'usage', message: 'Accepting a broken ledger requires a reason.', remedy } };
    return askProject(
      call,
      (sproc) => sproc.acceptLedger({ environment, reason, ...given({ confirm, dryRun }) }),
      (answer) => ({ exit: 0, text: (style) => printAccepted(answer, style, dryRun === true) }),
    );
  },
};

function printAccepted({ targets, warnings }: AcceptLedgerAnswer, style: Style, isDry: boolean): string {
  const lines = targets.flatMap(({ target, accepted, head, sequence }) =>
    accepted.length === 0
      ? [`The ledger of ${target} is intact: nothing ${isDry ? 'would be' : 'was'} accepted`]
      : [
          ...accepted.map((sentence) => style.warn(oneLine(sentence))),
          isDry
            ? `The ledger of ${target} would be accepted as it is, and verified from then on. Nothing was changed.`
            : `Accepted as it is. The ledger of ${target} is verified from row ${sequence} on: ${head}`,
        ],
  );
  return `${lines.join('\n')}\n${warnings.map((warning) => printWarning(adviceText(warning), style)).join('')}`;
}
