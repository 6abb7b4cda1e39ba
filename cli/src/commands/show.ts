/** `sproc show`: one text. */
import type { ShowAnswer } from '#engine';
import { oneLine } from '../report/style';
import { askProject } from '../shared/ask-project';
import type { Command } from '../shared/command';

export const show: Command = {
  name: 'show',
  operands: '<routine>',
  summary:
    'Print the text of a routine: in the workspace (NAME), a version (NAME@1.2.0), or an environment (NAME@prod)',
  options: [],
  examples: ['show place_order', 'show shop.place_order@1.2.0', 'show place_order@prod > live.sql'],
  run(call) {
    return askProject(
      call,
      (sproc) => sproc.show({ ref: call.operands[0] ?? '' }),
      (answer) => {
        if (answer.otherwise !== undefined) call.host.report(`${oneLine(describeOthers(answer))}\n`);
        const { text } = answer;
        return { exit: 0, text: () => (text.endsWith('\n') ? text : `${text}\n`), isVerbatim: true };
      },
    );
  },
};

function describeOthers({ routine, target = '', otherwise = [] }: ShowAnswer): string {
  return `note: This is ${routine} in ${target}. In ${otherwise.join(', ')} it differs, or does not exist.`;
}
