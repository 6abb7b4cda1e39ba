/** `sproc compare`: two sides, and where they differ. */
import { plural, type CompareAnswer } from '#engine';
import { askProject } from '../shared/ask-project';
import type { Command } from '../shared/command';
import { formatOption, type FormatOptions } from '../shared/format-option';
import { printComparisonMarkdown } from '../report/comparison-markdown';
import { printPatch } from '../report/patch-report';
import { oneLine, printNote, type Style } from '../report/style';
import { printTable } from '../report/table';

interface CompareOptions extends FormatOptions {
  readonly patch?: boolean;
  readonly ignoreLayout?: boolean;
}

export const compare: Command<CompareOptions> = {
  name: 'compare',
  operands: '<left> <right> [routines...]',
  summary: 'Compare routines between two sides (workspace, registry, registry@VERSION, or an environment)',
  options: [
    { flags: '--patch', summary: 'Show differences as unified diffs.' },
    { flags: '--ignore-layout', summary: 'Ignore whitespace, comments, quotes and the case of keywords.' },
    formatOption,
  ],
  examples: [
    'compare workspace dev',
    'compare dev prod place_order --patch',
    'compare registry@1.2.0 workspace place_order',
  ],
  run(call) {
    const [left = '', right = '', ...routines] = call.operands;
    const { patch = false, ignoreLayout = false, format } = call.options;
    return askProject(
      call,
      (sproc) => sproc.compare({ left, right, routines, patch, ignoreLayout }),
      (answer) => ({
        exit: answer.same ? 0 : 1,
        text: (style) =>
          format === 'markdown'
            ? printComparisonMarkdown(answer, [left, right])
            : printComparison(answer, [left, right], style),
      }),
    );
  },
};

function printComparison(
  { same, unmanaged, differences, unlisted = [] }: CompareAnswer,
  [left, right]: readonly [string, string],
  style: Style,
): string {
  const rows = differences.map(({ routine, kind, detail, target }) => [
    ...[routine, ...(target === undefined ? [] : [{ text: target, paint: style.faint }])],
    ...[{ text: kind, paint: style.warn }, detail],
  ]);
  // Several differences of one routine share one diff.
  const patches = [...new Set(differences.flatMap(({ patch }) => patch ?? []))];
  const sides =
    patches.length === 0 ? '' : `\n${style.bad(oneLine(`- ${left}`))}  ${style.good(oneLine(`+ ${right}`))}\n`;
  const aside =
    unmanaged.length === 0 ? '' : style.faint(`Not managed by this project: ${oneLine(unmanaged.join(', '))}\n`);
  const notes = unlisted.map((note) => printNote(note, style)).join('');
  const summary = same ? style.good('No differences') : plural(differences.length, 'difference');
  return `${printTable(rows)}${sides}${patches.map((patch) => `\n${printPatch(patch, style)}`).join('')}${aside}${notes}${summary}\n`;
}
