/** `init` for people: what was found, what is open, and the proposed file. */
import { plural, type InitAnswer } from '#engine';
import { manyLines, oneLine, type Style } from './style';
import { printTable } from './table';

const mostListed = 20;

export function printProposal(answer: InitAnswer, style: Style): string {
  return `${printFound(answer, style)}\n${oneLine(answer.file)}:\n${manyLines(answer.text)}`;
}

/**
 * Prints the result.
 * @param showsFound False if a person has just seen the found files.
 */
export function printInit(answer: InitAnswer, style: Style, showsFound: boolean): string {
  const written = `${style.good('Wrote')} ${oneLine(answer.file)}. Run \`sproc check\` next.\n`;
  return showsFound ? `${printFound(answer, style)}\n${written}` : written;
}

function printFound(answer: InitAnswer, style: Style): string {
  const { dialect, serverVersion, sqlMode, schema, definers } = answer;
  const rows = [
    ['dialect', explain(dialect.value, dialect.why)],
    ...(serverVersion.value === null ? [] : [['server version', explain(serverVersion.value, serverVersion.why)]]),
    ...(sqlMode.value?.length === 0 ? [] : [['sql_mode', explain(sqlMode.value?.join(',') ?? null, sqlMode.why)]]),
    ['schema', explain(schema.value, schema.why)],
    ['sources', answer.sources.join('  ')],
    ['definers', definers.join('  ') || 'none'],
  ].map(([label = '', value = '']) => [{ text: `  ${label}`, paint: style.faint }, value]);
  return [
    printCount(answer),
    ...(answer.files === 0 ? [] : [printTable(rows)]),
    ...printCopies(answer),
    ...printDuplicates(answer),
    ...printPlaces('CREATE statement', 'not understood', answer.notUnderstood, style),
    ...(answer.unread.length === 0 ? [] : [printUnread(answer.unread)]),
  ].join('');
}

function explain(value: string | null, why: string): string {
  return `${value ?? 'unknown'}. ${why}`;
}

function printCount({ files, routines }: InitAnswer): string {
  if (files === 0)
    return 'No SQL files were found. The file is a minimal one: change "sources" to where your routines will be.\n';
  const kinds = routines.map(({ kind, count }) => plural(count, kind)).join(', ');
  return `Found ${plural(files, 'SQL file')} with ${kinds || 'no routines'}.\n`;
}

function printCopies({ copies }: InitAnswer): readonly string[] {
  return copies.map(({ pattern, treatment, shared }) =>
    treatment === 'left-out'
      ? `Left out: ${oneLine(pattern)}. Other files define all of its routines (${shared}).\n`
      : `Copies: ${oneLine(pattern)}. Of routines that other files define too (${shared}), the order of "duplicates" decides which text counts.\n`,
  );
}

function printDuplicates({ duplicates }: InitAnswer): readonly string[] {
  if (duplicates.length === 0) return [];
  const listed = duplicates.slice(0, mostListed).map(({ kind, routine, places }) => {
    const where = places.map(({ file, line }) => `${file}:${line}`).join(', ');
    return `  ${oneLine(`${kind} ${routine}: ${where}`)}\n`;
  });
  const verb = duplicates.length === 1 ? 'is' : 'are';
  return [
    `${plural(duplicates.length, 'routine')} ${verb} defined by several files. Keep one definition, or set "duplicates" in sproc.json.\n`,
    ...listed,
    ...printRest(duplicates.length),
  ];
}

function printPlaces(noun: string, what: string, places: InitAnswer['notUnderstood'], style: Style): readonly string[] {
  if (places.length === 0) return [];
  const rows = places.slice(0, mostListed).map(({ file, line, message }) => [`  ${file}:${line}`, message]);
  const title = `${plural(places.length, noun)} ${places.length === 1 ? 'was' : 'were'} ${what}:\n`;
  return [style.warn(title.trimEnd()) + '\n', printTable(rows), ...printRest(places.length)];
}

function printRest(count: number): readonly string[] {
  return count <= mostListed ? [] : [`  and ${count - mostListed} more: see \`--json\`\n`];
}

function printUnread(unread: readonly string[]): string {
  const was = unread.length === 1 ? 'was' : 'were';
  return `${plural(unread.length, 'file')} ${was} not readable: ${oneLine(unread.slice(0, mostListed).join(', '))}\n${printRest(unread.length).join('')}`;
}
