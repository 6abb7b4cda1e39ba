/** The findings before a deployment as text: errors first, each with its remedy. */
import type { PreflightAnswer } from '#engine';
import { printForEditor } from '#protocol';
import { plural } from '../plural';

type Finding = PreflightAnswer['findings'][number];

/** Returns the text; what could not be searched is named apart from the findings. */
export function printPreflight(environment: string, { findings, notes = [] }: PreflightAnswer): string {
  const of = (severity: Finding['severity']): readonly Finding[] =>
    findings.filter((finding) => finding.severity === severity);
  const [errors, warnings] = [of('error'), of('warning')];
  const counts = `${plural(errors.length, 'error')}, ${plural(warnings.length, 'warning')}`;
  const head = findings.length === 0 ? `No problems found before a deployment to ${environment}.` : `${counts}.`;
  const blocks = [...errors, ...warnings].map(printFinding);
  const unknown = notes.map(({ message }) => `not known: ${message}\n`);
  return [`${head}\n`, ...blocks, ...unknown].join('\n');
}

function printFinding({ severity, message, remedy, place }: Finding): string {
  const where = place === undefined ? '' : ` (${place.file}:${place.line})`;
  const help = printForEditor(remedy);
  return `${severity}: ${message}${where}\n${help === '' ? '' : `  ${help}\n`}`;
}
