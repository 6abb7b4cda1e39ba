/** The report of `doctor`: a heading for each area, and a line for each finding with its remedy below. */
import { plural, type DoctorLine } from '#engine';
import { adviceText } from './print-action';
import { oneLine, plain, type Style } from './style';

export function printDoctor(lines: readonly DoctorLine[], style: Style): string {
  const headings = [...new Set(lines.map(headingOf))];
  const parts = headings.map((heading) => {
    const own = lines.filter((line) => headingOf(line) === heading);
    return `${style.bold(oneLine(heading))}\n${own.map((line) => printLine(line, style)).join('')}\n`;
  });
  const count = (state: DoctorLine['state']): number => lines.filter((line) => line.state === state).length;
  const totals = `${plural(count('problem'), 'problem')}, ${plural(count('warning'), 'warning')}, ${count('unknown')} unknown`;
  return `${parts.join('')}${totals}\n`;
}

const titles: Readonly<Record<DoctorLine['area'], string>> = {
  installation: 'Installation',
  project: 'Project',
  sources: 'Sources',
  registry: 'Registry',
  environment: 'Environment',
};

function headingOf({ area, environment, target }: DoctorLine): string {
  const name = environment === undefined ? '' : ` ${environment}`;
  return `${titles[area]}${name}${target === undefined ? '' : `, ${target}`}`;
}

const width = 'problem'.length;

function printLine({ state, message, remedy, code }: DoctorLine, style: Style): string {
  const paints = { ok: style.good, warning: style.warn, problem: style.bad, unknown: style.warn };
  const first = `  ${paints[state](state.padEnd(width))}  ${oneLine(message)}  ${style.faint(oneLine(code))}\n`;
  return remedy === null || remedy === '' ? first : `${first}  ${' '.repeat(width)}  ${oneLine(adviceText(remedy))}\n`;
}

/** Prints the report for an issue: the same lines, with names replaced. */
export function makeBundle(lines: readonly DoctorLine[]): string {
  return `Report of \`sproc doctor\`. Names are replaced; messages of servers, routine texts and secrets are left out.\n\n\`\`\`text\n${printDoctor(lines, plain)}\`\`\`\n`;
}
