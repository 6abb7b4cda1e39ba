/** `graph` for people: what each routine uses, the cycles, the order. */
import { plural, type ColumnUse, type GraphAnswer, type GraphEdge } from '#engine';
import { printConfirmation } from './confirmation-report';
import { oneLine, type Style } from './style';
import { printTable } from './table';

export function printGraph(answer: GraphAnswer, style: Style): string {
  const { nodes, edges, cycles, order } = answer;
  if (answer.uses !== undefined) return printUses(answer.uses, style);
  if (answer.confirmed !== undefined) return printConfirmation(answer.confirmed, style);
  const parts: string[] = [];
  for (const { id, file, line } of nodes) {
    const own = edges.filter(({ from }) => from === id);
    if (own.length === 0) continue;
    const place = file === null ? '' : `  ${style.faint(oneLine(`${file}:${line ?? 1}`))}`;
    parts.push(`${style.bold(oneLine(id))}${place}\n${printTable(own.map((edge) => printEdge(edge, style)))}`);
  }
  if (cycles.length > 0)
    parts.push(`${style.warn('Cycles')}\n${cycles.map((path) => `  ${oneLine(path.join(' → '))}\n`).join('')}`);
  if (order.length > 0)
    parts.push(
      `${style.bold('Order')}\n${order.map((id, i) => `  ${String(i + 1).padStart(String(order.length).length)} ${oneLine(id)}\n`).join('')}`,
    );
  const tables = nodes.filter(({ kind }) => kind === 'table').length;
  const routines = plural(nodes.length - tables, 'routine');
  const known = tables === 0 ? routines : `${routines} and ${plural(tables, 'table')}`;
  parts.push(`${known}, ${plural(edges.length, 'use')}, ${plural(cycles.length, 'cycle')}\n`);
  return parts.join('\n');
}

/** Prints each routine with the places where it uses the column. */
function printUses(uses: readonly ColumnUse[], style: Style): string {
  const routines = new Map<string, ColumnUse[]>();
  for (const use of uses) routines.set(use.routine, [...(routines.get(use.routine) ?? []), use]);
  const parts = [...routines].map(
    ([routine, own]) =>
      `${style.bold(oneLine(routine))}  ${style.faint(oneLine(own[0]?.file ?? ''))}\n${printTable(own.map((use) => printUse(use, style)))}`,
  );
  return [...parts, `${plural(routines.size, 'routine')}, ${plural(uses.length, 'use')}\n`].join('\n');
}

function printUse({ access, column, certainty, line }: ColumnUse, style: Style) {
  const verb = access === 'unknown' ? 'may use' : `${access}s`;
  return [
    `  ${verb}`,
    column,
    { text: certainty === 'certain' ? `line ${line}` : `line ${line}, ${certainty}`, paint: style.faint },
  ];
}

const verbs: Readonly<Record<GraphEdge['kind'], string>> = {
  call: 'calls',
  function: 'uses',
  read: 'reads',
  write: 'writes',
};

function printEdge({ to, kind, certainty, line }: GraphEdge, style: Style) {
  return [
    `  ${verbs[kind]}`,
    to,
    {
      text: certainty === 'certain' ? `line ${line}` : `line ${line}, ${certainty}`,
      paint: style.faint,
    },
  ];
}
