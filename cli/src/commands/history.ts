/** `sproc history`: what the ledger of an environment says. */
import { askProject } from '../ask-project';
import type { Command } from '../command';
import { printHistory } from '../report/history-report';

interface HistoryOptions {
  readonly verify?: boolean;
}

export const history: Command<HistoryOptions> = {
  name: 'history',
  operands: '<environment>',
  summary: 'List the deployments of an environment',
  options: [{ flags: '--verify', summary: 'Check that no entry was changed afterwards.' }],
  examples: ['history prod', 'history prod --verify'],
  run(call) {
    const verify = call.options.verify === true;
    return askProject(
      call,
      (sproc) => sproc.history({ environment: call.operands[0] ?? '', verify }),
      (answer) => ({ exit: answer.chain === 'broken' ? 1 : 0, text: (style) => printHistory(answer, verify, style) }),
    );
  },
};
