/** The names in answers: `shop.add_order`, and `function:shop.add_order` where a procedure has the same name. */
import { distinctPrinter } from '../../routine/distinct-names';
import type { RoutineKey } from '../../routine/routine';
import { collectManaged } from './managed';
import type { Project } from './project';

/** Returns the printer of the project's routines and of `others`; without a registry of those that files define. */
export async function makePrintName(
  project: Project,
  others: Iterable<RoutineKey> = [],
): Promise<(key: RoutineKey) => string> {
  const managed = await collectManaged(project);
  if (managed.ok) return distinctPrinter([...managed.value.values(), ...others]);
  const index = await project.sources();
  return distinctPrinter([...index.routines().map(({ key }) => key), ...others]);
}
