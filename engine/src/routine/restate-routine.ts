/** A routine in other circumstances with its text as it is: nothing of it has to be read again. */
import { collectDependencies } from './dependencies';
import { makeExactChecksum } from './make-checksums';
import type { Routine } from './routine';

/** What reading the same text there would give. Names in the text must be what they are called there. */
export function restateRoutine(
  routine: Routine,
  { key, definer, modes }: Pick<Routine, 'key' | 'definer' | 'modes'>,
): Routine {
  const { characteristics, parts, checksums, origin } = routine;
  const exact = makeExactChecksum({ kind: key.kind, characteristics, definer, modes, parts });
  const dependencies =
    key.schema === routine.key.schema ? routine.dependencies : collectDependencies(origin.definition, key.schema);
  return { ...routine, key, definer, modes, dependencies, checksums: { ...checksums, exact } };
}
