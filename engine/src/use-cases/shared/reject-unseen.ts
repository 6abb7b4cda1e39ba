/** The failure for a routine that was not found in an environment, and may exist there. */
import { failure, type Failure } from '../../base/failure';
import type { Result } from '../../base/result';
import { nameKinds, type IncompleteList } from '../../database/list-completeness';
import { selects, type Selector } from '../../routine/selector';
import type { RoutineKey } from '../../routine/routine';
import type { Side } from './sides';

export interface UnseenQuery {
  readonly selector: Selector;
  readonly environment: string;
  readonly sides: readonly Pick<Side, 'incomplete' | 'findIncomplete'>[];
  /** The project's own routines, whose kind is known: lists of other kinds are then irrelevant. */
  readonly managed: Iterable<RoutineKey>;
}

/** Returns the failure that names the privilege; null if the absence is certain. */
export function rejectUnseen({ selector, environment, sides, managed }: UnseenQuery): Result<never, Failure> | null {
  const own = [...managed].filter((key) => selects(selector, key));
  const lists = sides.flatMap(({ incomplete, findIncomplete }) =>
    own.length === 0 ? incomplete : own.flatMap((key) => findIncomplete(key) ?? []),
  );
  const [first] = lists;
  if (first === undefined) return null;
  const { schema, name } = selector;
  return failure(
    'not-permitted',
    `It is unknown whether ${schema === null ? name.text : `${schema.text}.${name.text}`} exists in ${environment}, because ${first.account} cannot see all ${nameLists(lists)}.`,
    [...new Set(lists.map(({ remedy }) => remedy))].join(' '),
  );
}

function nameLists(lists: readonly IncompleteList[]): string {
  return [...new Set(lists.map((list) => `${nameKinds(list)} of schema ${list.schema}`))].join(', all ');
}
