/** Diagnostics for a comment on a pull request. */
import { plural, type CheckAnswer, type Severity } from '#engine';
import { adviceText } from './print-action';
import { codeOf, printMarkdown, proseOf, tableHead, tableRow } from './markdown';

const severities: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/** Prints the diagnostics. The most severe come first, so that they are the last to be cut. */
export function printCheckMarkdown({ diagnostics, notes = [] }: CheckAnswer): string {
  const inOrder = severities.flatMap((severity) => diagnostics.filter((each) => each.severity === severity));
  return printMarkdown({
    title: `Check: ${summarize({ diagnostics, notes })}`,
    sections: [
      { head: '**Not checked:**\n\n', items: notes.map((note) => `- ${proseOf(adviceText(note))}\n`), noun: 'note' },
      {
        head: tableHead('Severity', 'Place', 'Message', 'Rule'),
        items: inOrder.map(({ severity, file, line, column, message, code }) =>
          tableRow(
            severity === 'error' ? '**error**' : severity,
            codeOf(`${file}:${line}:${column}`),
            proseOf(message),
            codeOf(code),
          ),
        ),
        noun: 'diagnostic',
      },
    ],
  });
}

function summarize({ diagnostics, notes = [] }: CheckAnswer): string {
  const count = (severity: Severity): number => diagnostics.filter((each) => each.severity === severity).length;
  const rest = [
    ...(count('information') > 0 ? [`${count('information')} informational`] : []),
    ...(count('hint') > 0 ? [plural(count('hint'), 'hint')] : []),
    ...(notes.length > 0 ? [plural(notes.length, 'note')] : []),
  ];
  const found =
    diagnostics.length === 0
      ? ['no problems found']
      : [plural(count('error'), 'error'), plural(count('warning'), 'warning')];
  return [...found, ...rest].join(', ');
}
