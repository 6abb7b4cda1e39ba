/** A routine with another key, definer or modes and the same text, which is not parsed again. */
import { collectDependencies } from './dependencies';
import { makeExactChecksums } from './make-checksums';
import type { Routine } from './routine';

/** Returns the routine that parsing the same text would give. Names in the text must be valid there. */
export function restateRoutine(
  routine: Routine,
  { key, definer, modes }: Pick<Routine, 'key' | 'definer' | 'modes'>,
): Routine {
  const { characteristics, parts, checksums, origin } = routine;
  const exact = makeExactChecksums({ kind: key.kind, characteristics, definer, modes, parts });
  const dependencies =
    key.schema === routine.key.schema ? routine.dependencies : collectDependencies(origin.definition, key.schema);
  return {
    ...routine,
    key,
    definer,
    modes,
    dependencies,
    checksums: { semantic: checksums.semantic, semanticBody: checksums.semanticBody, ...exact },
  };
}
