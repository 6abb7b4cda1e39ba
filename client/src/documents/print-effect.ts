/** The measured effect of a rollback on a routine, for an editor. */
import type { CallFigures, RoutineEffect, WrittenTable } from '#engine';
import { plural } from './plural';

export function printEffect({ routine, target, before, after, unmeasured, tables }: RoutineEffect): readonly string[] {
  return [
    `${routine} on ${target}`,
    ...(before === null ? [] : [`    before the rollback: ${printFigures(before)}`]),
    ...(after === null ? [] : [`    since the rollback: ${printFigures(after)}`]),
    ...(unmeasured === undefined ? [] : [`    ${unmeasured}`]),
    ...(tables.length === 0 ? [] : [`    tables that it writes: ${tables.map(printSize).join(', ')}`]),
  ];
}

function printFigures({ calls, errors, meanMs }: CallFigures): string {
  const failed = errors === null ? 'errors not counted' : plural(errors, 'error');
  const mean = meanMs === null ? [] : [`${meanMs} ms on average`];
  return [plural(calls, 'call'), failed, ...mean].join(', ');
}

function printSize({ table, rows, isEstimate, why }: WrittenTable): string {
  if (rows === null) return `${table} (not counted: ${why ?? 'unknown'})`;
  return `${table} (${isEstimate === true ? 'about ' : ''}${plural(rows, 'row')})`;
}
