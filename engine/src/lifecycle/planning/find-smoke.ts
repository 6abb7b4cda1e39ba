/** Smoke statements that a source names: `-- sproc:smoke CALL place_order(1, @left)` in front of its CREATE or inside of it. */
import type { Script } from '../../syntax/nodes';
import type { Routine } from '../../routine/routine';

const comment = /^[ \t]*(?:--|#)[ \t]*sproc:smoke[ \t]+(\S.*?)[ \t]*;?[ \t]*\r?$/gm;

/** As they are written. What stands in front belongs to the definition that comes next. */
export function findSmoke({ origin }: Routine): readonly string[] {
  const { script, definition } = origin;
  const named = namedIn(script);
  if (named.length === 0) return [];
  const before = script.definitions.filter(({ span }) => span.end <= definition.span.start);
  const start = Math.max(0, ...before.map(({ span }) => span.end));
  return named.filter(({ at }) => start <= at && at < definition.span.end).map(({ statement }) => statement);
}

interface NamedStatement {
  readonly at: number;
  readonly statement: string;
}

const known = new WeakMap<Script, readonly NamedStatement[]>();

/** A file may define thousands of routines: it is searched once for all of them. */
function namedIn(script: Script): readonly NamedStatement[] {
  let named = known.get(script);
  if (named === undefined) {
    const found = script.text.includes('sproc:smoke') ? [...script.text.matchAll(comment)] : [];
    named = found.map(({ index, 1: statement = '' }) => ({ at: index, statement }));
    known.set(script, named);
  }
  return named;
}
