/** `sproc registry copy`: one registry brought to another. */
import type { CopyRegistryAnswer } from '#engine';
import { askProject, given } from '../ask-project';
import type { Command } from '../command';
import { plural, type Style } from '../report/style';
import { printTable } from '../report/table';

interface RegistryOptions {
  readonly folder?: string;
  readonly schema?: string;
}

export const registry: Command<RegistryOptions> = {
  name: 'registry',
  operands: '<action> <from> <to>',
  summary: 'Copy versions and statuses from one registry to another: folder, or the server of an environment',
  options: [
    { flags: '--folder <dir>', summary: 'The folder, where it is not the one that sproc.json names.' },
    { flags: '--schema <name>', summary: 'The schema on the server, where it is not the one that sproc.json names.' },
  ],
  examples: ['registry copy folder prod', 'registry copy prod folder'],
  async run(call) {
    const [action, from = '', to = ''] = call.operands;
    if (action !== 'copy') {
      const message = `'${action ?? ''}' is nothing that can be done with a registry.`;
      return {
        ok: false,
        error: { kind: 'usage', message, remedy: 'Write it like: sproc registry copy folder prod.' },
      };
    }
    const { folder, schema } = call.options;
    return askProject(
      call,
      (sproc) => sproc.copyRegistry({ from, to, ...given({ folder, schema }) }),
      (answer) => ({ exit: 0, text: (style) => printCopied(answer, style) }),
    );
  },
};

function printCopied({ from, to, copied, statusChanges, unchanged }: CopyRegistryAnswer, style: Style): string {
  const rows = copied.map(({ routine, version }) => [routine, { text: version, paint: style.good }]);
  const facts = [
    `${plural(copied.length, 'version')} copied`,
    `${plural(statusChanges, 'status change')} added`,
    `${unchanged} there already`,
  ];
  return `${printTable(rows)}${facts.join(', ')}: ${from} to ${to}\n`;
}
