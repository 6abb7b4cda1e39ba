/** The names of a request with pruning: those of the files are deployed, and those that no file has any longer are dropped. */
import type { Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import type { SourceIndex } from '../../analysis/sources/source-index';
import { parseSelectors, selects, type Selector } from '../../routine/selector';
import type { PlanRequest } from '../answers/plan';
import type { Plan } from './steps/plan';

export interface PrunedNames {
  /** The names to which the pruning is limited; none for no limit. */
  readonly all: readonly Selector[];
  /** The names that no file defines. */
  readonly gone: readonly Selector[];
  /** The other names, as they were given. */
  readonly rest: readonly string[];
}

/** Splits the names; without pruning every name must be one of the files. */
export function splitPrunedNames(
  { routines = [], prune }: Pick<PlanRequest, 'routines' | 'prune'>,
  index: SourceIndex,
): Result<PrunedNames, Failure> {
  if (prune !== true) return succeed({ all: [], gone: [], rest: routines });
  const selectors = parseSelectors(routines);
  if (!selectors.ok) return selectors;
  const isGone = (selector: Selector): boolean =>
    selector.at === null && !index.routines().some(({ key }) => selects(selector, key));
  const gone = selectors.value.filter(isGone);
  return succeed({
    all: selectors.value,
    gone,
    rest: selectors.value.filter((selector) => !gone.includes(selector)).map(({ text }) => text),
  });
}

/** Returns the name that neither a file nor a step of the plan has; null if there is none. */
export function findUnknownName({ gone }: PrunedNames, { targets, findings }: Plan): Selector | null {
  // A finding may be about a routine that could not be planned.
  if (findings.some(({ severity }) => severity === 'error')) return null;
  const dropped = targets.flatMap(({ steps }) => steps.filter(({ after }) => after === null));
  return gone.find((selector) => !dropped.some(({ logical }) => selects(selector, logical))) ?? null;
}
