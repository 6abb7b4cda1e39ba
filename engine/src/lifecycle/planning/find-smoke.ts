/** Smoke statements that a source names: `-- sproc:smoke CALL place_order(1, @left)` in front of its CREATE or inside of it. */
import { largest } from '../../base/long-lists';
import type { Script } from '../../syntax/nodes';
import type { Routine } from '../../routine/routine';
import { smokeComment } from '../../routine/comments/smoke-comment';

/** Finds those of a routine. A file may define thousands of routines: it is searched once for all of them. */
export type FindSmoke = (routine: Routine) => readonly string[];

export function makeFindSmoke(): FindSmoke {
  const known = new Map<Script, readonly NamedStatement[]>();
  return ({ origin }) => {
    const { script } = origin;
    const named = known.get(script) ?? namedIn(script);
    known.set(script, named);
    return findIn(named, origin);
  };
}

/** Returns the statements as written. Those before a definition belong to it. */
function findIn(named: readonly NamedStatement[], origin: Routine['origin']): readonly string[] {
  const { script, definition } = origin;
  if (named.length === 0) return [];
  const before = script.definitions.filter(({ span }) => span.end <= definition.span.start);
  const start = largest(
    before.map(({ span }) => span.end),
    0,
  );
  return named.filter(({ at }) => start <= at && at < definition.span.end).map(({ statement }) => statement);
}

interface NamedStatement {
  readonly at: number;
  readonly statement: string;
}

function namedIn({ text }: Script): readonly NamedStatement[] {
  const found = text.includes('sproc:smoke') ? [...text.matchAll(smokeComment)] : [];
  return found.map(({ index, 1: statement = '' }) => ({ at: index, statement }));
}
