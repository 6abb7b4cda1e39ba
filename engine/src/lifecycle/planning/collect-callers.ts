/** The callers in the project's texts of routines that a plan changes, as far as they are not part of the plan. */
import { identify, printKey, type Routine } from '../../routine/routine';
import { listCallees } from './order-routines';

/**
 * Returns the names of the callers by the identity of the callee; `planned` has the identities of the plan's routines.
 */
export function collectCallers(
  workspace: readonly Routine[],
  planned: ReadonlySet<string>,
): ReadonlyMap<string, readonly string[]> {
  const callers = new Map<string, string[]>();
  for (const routine of workspace) {
    if (planned.has(identify(routine.key))) continue;
    for (const callee of new Set(listCallees(routine))) {
      const known = callers.get(callee);
      if (known === undefined) callers.set(callee, [printKey(routine.key)]);
      else known.push(printKey(routine.key));
    }
  }
  return callers;
}
