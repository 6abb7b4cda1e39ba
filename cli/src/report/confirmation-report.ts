/** The report of `graph --confirm`: the differences between the server and the texts, and the failed queries. */
import { plural, type Confirmation } from '#engine';
import { adviceText } from './print-action';
import { oneLine, type Style } from './style';
import { printTable } from './table';

export function printConfirmation(confirmation: Confirmation, style: Style): string {
  const { environment, routines, edges, differences, missing, dynamic, unasked } = confirmation;
  const says = {
    text: 'Only in the text; the server does not lock it',
    server: 'Only on the server; the text does not name it',
  };
  const sections = [
    section(
      style.bad('Differences'),
      differences.map(({ routine, only, kind, name }) => [
        `  ${routine}`,
        `${kind} ${name}`,
        { text: says[only], paint: style.warn },
      ]),
    ),
    section(
      style.bad(`Not in ${environment}, or not shown to the account`),
      missing.map(({ routine, kind, name }) => [`  ${routine}`, `${kind} ${name}`]),
    ),
    section(
      style.warn('Dynamic SQL (not known before it runs)'),
      dynamic.map(({ routine, kind, name, certainty }) => [
        `  ${routine}`,
        kind === null ? 'a text that is not known' : `${kind} ${name ?? ''}`,
        { text: certainty, paint: style.faint },
      ]),
    ),
    section(
      style.warn('Not asked'),
      unasked.map(({ routine, why }) => [`  ${routine}`, adviceText(why)]),
    ),
  ];
  const summary = `${oneLine(environment)} was asked for ${plural(routines, 'routine')}: ${plural(edges, 'use')} confirmed, ${plural(differences.length, 'difference')}\n`;
  return [...sections, summary].join('');
}

function section(title: string, rows: Parameters<typeof printTable>[0]): string {
  return rows.length === 0 ? '' : `${title}\n${printTable(rows)}\n`;
}
