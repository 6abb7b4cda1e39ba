/** The routines of an environment that an import may take, under names without the environment's prefix. */
import type { Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import type { Environment } from '../../project/environment';
import { identify, type RoutineKey } from '../../routine/routine';
import { selects, type Selector } from '../../routine/selector';
import { collectManaged } from '../shared/managed';
import type { Project } from '../shared/project';
import { readSides } from '../shared/sides';
import { mergeTargets, type MergedTargets } from './merge-targets';

export interface ImportSource {
  /** The routines of all targets; null if the environment has none. */
  readonly side: MergedTargets | null;
  /** The selectors, without the prefix. */
  readonly selectors: readonly Selector[];
  /** Returns true for a routine that is not one of the environment's own, because its name lacks the prefix. */
  readonly lacksPrefix: (key: RoutineKey) => boolean;
}

/**
 * Reads the environment. With a prefix, the routines that bear it become the project's, and are read once more under
 * the names that they then have: their calls of each other lose the prefix too.
 */
export async function readForImport(
  project: Project,
  environment: Environment,
  asked: readonly Selector[],
): Promise<Result<ImportSource, Failure>> {
  const { name, prefix } = environment;
  const sides = await readSides(project, name, { includesMapped: true });
  if (!sides.ok) return sides;
  const side = mergeTargets(sides.value);
  const managed = await collectManaged(project);
  if (!managed.ok) return managed;
  const isOwn = (key: RoutineKey): boolean => managed.value.has(identify(key));
  if (prefix === '' || side === null) return succeed({ side, selectors: asked, lacksPrefix: () => false });
  const selectors = asked.map((selector) => withoutPrefix(selector, prefix));
  const taken = [...side.routines.values(), ...side.unreadable.values()]
    .filter(({ key }) => !isOwn(key) && startsWith(key.name, prefix) && key.name.length > prefix.length)
    .map(({ key }) => ({ ...key, name: key.name.slice(prefix.length) }))
    .filter((key) => selectors.length === 0 || selectors.some((selector) => selects(selector, key)));
  const known = new Set(taken.map(identify));
  const lacksPrefix = (key: RoutineKey): boolean =>
    !isOwn(key) &&
    !known.has(identify(key)) &&
    !asked.some((selector) => selector.name.isLiteral && selects(selector, key));
  if (taken.length === 0) return succeed({ side, selectors, lacksPrefix });
  const own = [...managed.value.values(), ...taken];
  const again = await readSides(project, name, { includesMapped: true, own });
  return again.ok ? succeed({ side: mergeTargets(again.value), selectors, lacksPrefix }) : again;
}

function withoutPrefix(selector: Selector, prefix: string): Selector {
  const { name } = selector;
  const isPrefixed = startsWith(name.text, prefix) && name.text.length > prefix.length;
  return isPrefixed ? { ...selector, name: { ...name, text: name.text.slice(prefix.length) } } : selector;
}

function startsWith(name: string, prefix: string): boolean {
  return name.toLowerCase().startsWith(prefix.toLowerCase());
}
