/** `sproc history`: shows the ledger of an environment. */
import { askProject, given } from '../shared/ask-project';
import type { Command } from '../shared/command';
import { printHistory } from '../report/history-report';

interface HistoryOptions {
  readonly verify?: boolean;
  readonly head?: string;
}

export const history: Command<HistoryOptions> = {
  name: 'history',
  operands: '<environment>',
  summary: 'List the deployments of an environment',
  options: [
    { flags: '--verify', summary: 'Also verify every saved definition and the heads in the registry folder.' },
    { flags: '--head <hash>', summary: 'Fail if the ledger does not contain this earlier head.' },
  ],
  examples: ['history prod', 'history prod --verify', 'history prod --verify --head 9f86d0…'],
  run(call) {
    const { head } = call.options;
    const verify = call.options.verify === true;
    return askProject(
      call,
      (sproc) => sproc.history({ environment: call.operands[0] ?? '', verify, ...given({ head }) }),
      (answer) => ({
        exit: answer.chain === 'broken' ? 1 : 0,
        text: (style) => printHistory(answer, { isVerified: verify, head: head ?? null }, style),
      }),
    );
  },
};
