/** `sproc import`: writes a source file for each routine of an environment. */
import { plural, type ImportAnswer } from '#engine';
import { askProject } from '../shared/ask-project';
import type { Command } from '../shared/command';
import { type Style } from '../report/style';
import { printTable } from '../report/table';

export const importRoutines: Command = {
  name: 'import',
  operands: '<environment> [routines...]',
  summary: 'Write a source file for each routine of an environment',
  options: [],
  examples: ['import dev', "import prod 'billing.*'"],
  run(call) {
    const [environment = '', ...routines] = call.operands;
    return askProject(
      call,
      (sproc) => sproc.importRoutines({ environment, routines }),
      (answer) => ({ exit: 0, text: (style) => printImport(answer, style) }),
    );
  },
};

function printImport({ written, skipped }: ImportAnswer, style: Style): string {
  const rows = [
    ...written.map(({ routine, file }) => [routine, { text: 'written', paint: style.good }, file]),
    ...skipped.map(({ routine, reason }) => [routine, { text: 'skipped', paint: style.warn }, reason]),
  ];
  return `${printTable(rows)}${plural(written.length, 'file')} written, ${skipped.length} skipped\n`;
}
