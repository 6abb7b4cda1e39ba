/** The check of a setup as text: a heading for each area, a line for each result with its remedy. */
import type { DoctorAnswer } from '#engine';
import { printForEditor } from '#protocol';
import { plural } from '../plural';

type Line = DoctorAnswer['lines'][number];

const headings: Readonly<Record<Line['area'], string>> = {
  installation: 'Installation',
  project: 'Project',
  sources: 'Sources',
  registry: 'Registry',
  environment: 'Environment',
};

/** Returns the text, which ends with the numbers; what could not be checked is `unknown`, never `ok`. */
export function printSetup({ lines }: DoctorAnswer): string {
  const names = [...new Set(lines.map(headingOf))];
  const blocks = names.map((name) => {
    const own = lines.filter((line) => headingOf(line) === name);
    return `${name}\n${own.map(printLine).join('')}`;
  });
  const count = (state: Line['state']): number => lines.filter((line) => line.state === state).length;
  const sum = `${plural(count('problem'), 'problem')}, ${plural(count('warning'), 'warning')}, ${count('unknown')} unknown`;
  return [...blocks, `${sum}\n`].join('\n');
}

function headingOf({ area, environment, target }: Line): string {
  return [headings[area], environment, target === undefined ? undefined : `on ${target}`]
    .filter((part) => part !== undefined)
    .join(' ');
}

function printLine({ state, message, remedy }: Line): string {
  const help = remedy === null ? '' : printForEditor(remedy);
  return `  ${state.padEnd('problem'.length)}  ${message}\n${help === '' ? '' : `           ${help}\n`}`;
}
