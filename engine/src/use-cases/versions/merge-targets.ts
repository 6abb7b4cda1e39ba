/** The targets of an environment as one, for an import: what differs among them has no text to import. */
import type { Side, UnreadableRoutine } from '../shared/sides';
import { printKey, type Routine } from '../../routine/routine';

/** The routines of all targets; those that differ are unreadable, with the targets that have another text. */
export type MergedTargets = Pick<
  Side,
  'routines' | 'unreadable' | 'incomplete' | 'findIncomplete' | 'sqlMode' | 'dialect' | 'defaultCharacterSet'
>;

/** Returns null if there is no target. */
export function mergeTargets(sides: readonly Side[]): MergedTargets | null {
  const [first, ...others] = sides;
  if (first === undefined || others.length === 0) return first ?? null;
  const routines = new Map<string, Routine>();
  const unreadable = new Map<string, UnreadableRoutine>(sides.flatMap((side) => [...side.unreadable]));
  for (const side of sides) {
    for (const [identity, routine] of side.routines) {
      const known = routines.get(identity);
      if (known === undefined) routines.set(identity, routine);
      else if (known.checksums.exact !== routine.checksums.exact)
        unreadable.set(identity, differing(sides, identity, known));
    }
  }
  for (const identity of unreadable.keys()) routines.delete(identity);
  return {
    ...{ routines, unreadable, defaultCharacterSet: first.defaultCharacterSet },
    ...{ sqlMode: first.sqlMode, dialect: first.dialect },
    incomplete: sides.flatMap(({ incomplete }) => incomplete),
    findIncomplete: (key) => sides.map((side) => side.findIncomplete(key)).find((list) => list !== null) ?? null,
  };
}

function differing(sides: readonly Side[], identity: string, { key, checksums }: Routine): UnreadableRoutine {
  const having = sides.filter(({ routines }) => routines.has(identity));
  const unlike = having.filter(({ routines }) => routines.get(identity)?.checksums.exact !== checksums.exact);
  const alike = having.filter((side) => !unlike.includes(side));
  const list = (those: readonly Side[]): string => those.map(({ target }) => target).join(', ');
  return {
    key,
    reason: `The text of ${printKey(key)} in ${list(unlike)} differs from that in ${list(alike)}. Make them equal first.`,
  };
}
