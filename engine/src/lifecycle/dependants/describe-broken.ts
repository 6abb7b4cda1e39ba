/** The hazards of a step for those that use its routine or view. */
import { plural } from '../../base/plural';
import type { RoutineKind } from '../../syntax/routine-kind';
import type { Break } from './find-break';

/** The names of those that use it. */
export interface Users {
  /** The users in the project. */
  readonly named: readonly string[];
  /** The users that no file of the project defines. */
  readonly onServer: readonly string[];
}

/** Returns one sentence for each of both lists that is not empty, and one for the columns that a view loses. */
export function describeBroken(kind: RoutineKind, change: Break, { named, onServer }: Users): readonly string[] {
  const users = [named, onServer].filter((list) => list.length > 0);
  const lost = change.kind === 'columns' && change.lost !== null ? [describeLost(change.lost)] : [];
  if (users.length === 0) return lost;
  const unknown = change.kind === 'columns' && change.lost === null ? ['It is unknown whether it loses columns.'] : [];
  return [...lost, ...unknown, ...users.map((list) => describeUsers(list, kind === 'view' ? 'read' : 'call', change))];
}

function describeLost(lost: readonly string[]): string {
  return lost.length === 1 ? `It loses the column ${lost.join(', ')}.` : `It loses the columns ${lost.join(', ')}.`;
}

function describeUsers(list: readonly string[], verb: 'call' | 'read', change: Break): string {
  const users =
    list.slice(0, most).join(', ') + (list.length > most ? ` and ${plural(list.length - most, 'other')}` : '');
  const isOne = list.length === 1;
  if (change.kind === 'columns' && change.lost !== null)
    return isOne ? `${users} reads it and may fail.` : `${users} read it and may fail.`;
  if (change.kind === 'drop' && verb === 'read')
    return isOne ? `${users} reads it and will fail.` : `${users} read it and will fail.`;
  if (change.kind === 'drop') return isOne ? `${users} calls it and will fail.` : `${users} call it and will fail.`;
  if (verb === 'read')
    return isOne
      ? `${users} reads it and is not part of this plan.`
      : `${users} read it and are not part of this plan.`;
  return isOne ? `${users} calls it and is not part of this plan.` : `${users} call it and are not part of this plan.`;
}

/** Longer lists help nobody. */
const most = 20;
