/** `inspect` for people: each routine with its lists, then the errors. */
import { plural, type InspectAnswer, type InspectedRoutine } from '#engine';
import { oneLine, type Style } from './style';
import { printTable, type Cell } from './table';

export function printInspection({ routines, errors, notes }: InspectAnswer, style: Style): string {
  const parts = routines.map((routine) => printRoutine(routine, style));
  if (errors.length > 0) parts.push(printFindings(errors, { text: 'error', paint: style.bad }, style));
  if (notes.length > 0) parts.push(printFindings(notes, { text: 'note', paint: style.faint }, style));
  parts.push(`${plural(routines.length, 'routine')}, ${plural(errors.length, 'error')}\n`);
  return parts.join('\n');
}

function printRoutine(routine: InspectedRoutine, style: Style): string {
  const { kind, schema, name, parameters, returns, file, line } = routine;
  const list = parameters.map(({ mode, name: parameter, type }) => `${mode} ${parameter} ${type}`).join(', ');
  const full = schema === null ? name : `${schema}.${name}`;
  const tail = returns === null ? '' : ` RETURNS ${returns}`;
  const takes = kind === 'procedure' || kind === 'function' ? `(${list})` : '';
  const title = `${oneLine(kind)} ${style.bold(oneLine(full))}${oneLine(takes + tail)}  ${style.faint(oneLine(`${file}:${line}`))}\n`;
  return title + printTable(listsOf(routine).map(([label, names]) => [`  ${label}`, names.join(', ')]));
}

function listsOf(routine: InspectedRoutine): readonly (readonly [string, readonly string[]])[] {
  const lists: readonly (readonly [string, readonly string[]])[] = [
    ['calls', routine.calls],
    ['functions', routine.functions],
    ['reads', routine.reads],
    ['writes', routine.writes],
    ['ddl', routine.ddl.map(({ verb, table }) => `${verb} ${table}`)],
    ['temporary', routine.temporary],
    ['dynamic', routine.dynamic.map(({ sql, certainty }) => (sql === null ? 'unknown SQL' : `${certainty}: ${sql}`))],
  ];
  return lists.filter(([, names]) => names.length > 0);
}

function printFindings(findings: InspectAnswer['errors'], kind: Cell, style: Style): string {
  return printTable(
    findings.map(({ file, line, column, code, message }) => [
      `${file}:${line}:${column}`,
      kind,
      message,
      { text: code, paint: style.faint },
    ]),
  );
}
