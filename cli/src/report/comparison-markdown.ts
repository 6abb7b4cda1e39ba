/** A comparison for a comment on a pull request. */
import { plural, type CompareAnswer } from '#engine';
import { codeOf, fold, printMarkdown, proseOf, tableHead, tableRow } from './markdown';

export function printComparisonMarkdown(
  { same, unmanaged, differences, unlisted = [] }: CompareAnswer,
  [left, right]: readonly [string, string],
): string {
  const total = same ? 'no differences' : plural(differences.length, 'difference');
  // Several differences of one routine share one diff.
  const patches = new Set(
    differences.flatMap(({ routine, routineKind, patch }) =>
      patch === undefined ? [] : [fold(`${routineKind} ${codeOf(routine)}`, patch, 'diff')],
    ),
  );
  return printMarkdown({
    title: `${codeOf(left)} compared with ${codeOf(right)}: ${total}`,
    sections: [
      {
        head: tableHead('Routine', 'Difference', 'Detail'),
        items: differences.map(({ routine, routineKind, kind, detail, target }) =>
          tableRow(
            `${routineKind} ${codeOf(routine)}${target === undefined ? '' : ` in ${codeOf(target)}`}`,
            kind,
            proseOf(detail),
          ),
        ),
        noun: 'difference',
      },
      { head: '', items: [...patches], noun: 'diff' },
      {
        head: '**Not managed by this project:**\n\n',
        items: unmanaged.map((name) => `- ${codeOf(name)}\n`),
        noun: 'unmanaged routine',
      },
      {
        head: '**Not visible to the account:**\n\n',
        items: unlisted.map((note) => `- ${proseOf(note)}\n`),
        noun: 'incomplete list',
      },
    ],
  });
}
