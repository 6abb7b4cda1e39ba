/** `sproc gc`: what the retention of sproc.json no longer keeps goes. */
import { plural, type GcAnswer } from '#engine';
import { askProject } from '../shared/ask-project';
import { unaskedOptions, toMutationOptions, type MutationCommandOptions } from '../shared/mutation-options';
import type { Command } from '../shared/command';
import { printNote, type Style } from '../report/style';
import { printTable } from '../report/table';

export const gc: Command<MutationCommandOptions> = {
  name: 'gc',
  operands: '<environment>',
  summary: 'Remove old deployments and retired versions that exceed the retention in sproc.json',
  options: unaskedOptions,
  examples: ['gc dev --dry-run', 'gc prod --confirm prod --reason "Yearly"'],
  run(call) {
    const isDry = call.options.dryRun === true;
    return askProject(
      call,
      (sproc) => sproc.gc({ environment: call.operands[0] ?? '', ...toMutationOptions(call) }),
      (answer) => ({ exit: 0, text: (style) => printRemoved(answer, isDry, style) }),
    );
  },
};

const kinds: readonly (readonly [GcAnswer['removed'][number]['kind'], string])[] = [
  ['deployment', 'deployment'],
  ['definition', 'saved definition'],
  ['version', 'version'],
];

function printRemoved({ removed, notes }: GcAnswer, isDry: boolean, style: Style): string {
  const rows = removed.map(({ kind, name, target, why }) => [kind, name, target ?? 'registry', why]);
  const counts = kinds.flatMap(([kind, noun]) => {
    const count = removed.filter((each) => each.kind === kind).length;
    return count === 0 ? [] : [plural(count, noun)];
  });
  const sum = counts.length === 0 ? 'Nothing to remove' : `${counts.join(', ')} ${isDry ? 'would be ' : ''}removed`;
  return `${printTable(rows)}${notes.map((note) => printNote(note, style)).join('')}${sum}\n`;
}
