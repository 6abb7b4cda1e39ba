/** `sproc show`: one text. */
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
      ({ text }) => ({ exit: 0, text: () => (text.endsWith('\n') ? text : `${text}\n`), isVerbatim: true }),
    );
  },
};
