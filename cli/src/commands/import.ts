/** `sproc import`: writes a source file for each routine of an environment. */
import { plural, type ImportAnswer } from '#engine';
import { adviceText } from '../report/print-action';
import { askProject, given } from '../shared/ask-project';
import type { Command } from '../shared/command';
import { type Style, printNote } from '../report/style';
import { dryRunOption } from '../shared/mutation-options';
import { printTable } from '../report/table';

interface ImportOptions {
  readonly dryRun?: boolean;
  readonly overwrite?: boolean;
}

export const importRoutines: Command<ImportOptions> = {
  name: 'import',
  operands: '<environment> [routines...]',
  summary: 'Write a source file for each routine of an environment',
  options: [
    {
      flags: '--overwrite',
      summary: 'Also write the live texts of routines that source files define into those files.',
    },
    dryRunOption,
  ],
  examples: ['import dev', 'import dev --dry-run', "import prod 'billing.*'"],
  run(call) {
    const [environment = '', ...routines] = call.operands;
    const { dryRun, overwrite } = call.options;
    return askProject(
      call,
      (sproc) => sproc.importRoutines({ environment, routines, ...given({ dryRun, overwrite }) }),
      (answer) => ({
        exit: (answer.unlisted ?? []).length > 0 ? 1 : 0,
        text: (style) => printImport(answer, style, dryRun === true),
      }),
    );
  },
};

function printImport({ written, skipped, unlisted = [] }: ImportAnswer, style: Style, isDry: boolean): string {
  const rows = [
    ...written.map(({ routine, file }) => [
      routine,
      { text: isDry ? 'would be written' : 'written', paint: style.good },
      file,
    ]),
    ...skipped.map(({ routine, reason }) => [routine, { text: 'skipped', paint: style.warn }, adviceText(reason)]),
  ];
  const would = isDry ? 'would be ' : '';
  const notes = unlisted.map((note) => printNote(note, style)).join('');
  return `${printTable(rows)}${notes}${plural(written.length, 'file')} ${would}written, ${skipped.length} skipped\n`;
}
