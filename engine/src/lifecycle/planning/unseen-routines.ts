/** Findings for unknown routines: hidden texts, and incomplete lists. Nothing is created or dropped that may exist unseen. */
import type { Finding } from '../answers/finding';
import { plural } from '../../base/plural';
import {
  findIncompleteList,
  nameKinds,
  renderGrantToCreate,
  type IncompleteList,
} from '../../database/list-completeness';
import { printKindAndKey, type RoutineKey } from '../../routine/routine';
import { stop } from './findings';
import type { TargetFacts } from './target-facts';

/** Returns one finding for each incomplete list, however many routines it may lack. */
export function findUnseenRoutines(
  { catalogs, label }: Pick<TargetFacts, 'catalogs' | 'label'>,
  keys: readonly RoutineKey[],
): readonly Finding[] {
  const unseen = new Map<IncompleteList, RoutineKey[]>();
  for (const key of keys) {
    const list = findIncompleteList(catalogs.get(key.schema)?.incomplete ?? [], key);
    if (list !== null) unseen.set(list, [...(unseen.get(list) ?? []), key]);
  }
  return [...unseen].map(([list, [first, ...others]]) =>
    stop(
      'missing-privilege',
      `It is unknown whether ${first === undefined ? '' : printKindAndKey(first)}${others.length === 0 ? ' exists' : ` and ${plural(others.length, 'other')} exist`} on ${label}, because ${list.account} cannot see all ${nameKinds(list)} of schema ${list.schema}.`,
      renderGrantToCreate(list),
    ),
  );
}

/** Returns the finding for a hidden text; `reason` ends with the GRANT, if one helps. */
export function unreadable(
  { label }: Pick<TargetFacts, 'label'>,
  key: RoutineKey,
  reason: string,
  what: 'replace' | 'drop' | 'roll back' = 'replace',
): Finding {
  const grant = reason.indexOf('GRANT ');
  return {
    severity: 'error',
    code: 'unreadable',
    message: `Cannot ${what} ${printKindAndKey(key)} on ${label}: its current definition is not readable, so it could not be restored on failure.`,
    remedy: grant < 0 ? reason : reason.slice(grant),
  };
}
