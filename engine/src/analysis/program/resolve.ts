/** The definition that a reference leads to, as far as the project's files determine it. */
import type { Reference } from '../../syntax/nodes';
import { identify, type RoutineKey } from '../../routine/routine';
import { inPackage, targetKey } from '../sources/target-key';
import type { SourceIndex, SourceRoutine } from '../sources/source-index';

/** Returns the first definition of the routine that a CALL or a function use means; null if no file defines it. */
export function resolveRoutine(index: SourceIndex, owner: RoutineKey, reference: Reference): SourceRoutine | null {
  if (reference.kind !== 'call' && reference.kind !== 'function') return null;
  const key = targetKey(owner, reference);
  return index.find(identify(key))[0] ?? index.find(identify(inPackage(key, owner.schema)))[0] ?? null;
}
