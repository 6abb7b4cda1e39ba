/** The routines of the project that are one on a server which compares names without regard to case. */
import { renameKey } from '../../routine/naming';
import { identify, printKindAndKey, printKey, type RoutineKey } from '../../routine/routine';
import type { Finding } from '../answers/finding';
import type { TargetFacts } from './target-facts';

/** Returns an error for each pair of the project's keys with the same name there. */
export function findSameNames(
  keys: readonly RoutineKey[],
  { naming, server, label }: Pick<TargetFacts, 'naming' | 'server' | 'label'>,
): readonly Finding[] {
  if (server.foldsNames !== true) return [];
  const known = new Map<string, RoutineKey>();
  return keys.flatMap((key): readonly Finding[] => {
    const identity = identify(renameKey(key, naming.toPhysical));
    const first = known.get(identity);
    if (first === undefined) known.set(identity, key);
    return first === undefined ? [] : [sameName(first, key, label)];
  });
}

function sameName(first: RoutineKey, second: RoutineKey, label: string): Finding {
  return {
    severity: 'error',
    code: 'same-name',
    message: `${printKindAndKey(first)} and ${printKey(second)} have the same name on ${label}, which ignores the case of names.`,
    remedy: 'Rename one of them.',
  };
}
