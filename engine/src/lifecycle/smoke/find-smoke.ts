/** Smoke statements that a source names: `-- sproc:smoke CALL place_order(1, @left)` in front of its CREATE or inside of it. */
import type { Routine } from '../../routine/routine';

const comment = /^[ \t]*(?:--|#)[ \t]*sproc:smoke[ \t]+(\S.*?)[ \t]*;?[ \t]*\r?$/gm;

/** As they are written. What stands in front belongs to the definition that comes next. */
export function findSmoke({ origin }: Routine): readonly string[] {
  const { script, definition } = origin;
  if (!script.text.includes('sproc:smoke')) return [];
  const before = script.definitions.filter(({ span }) => span.end <= definition.span.start);
  const start = Math.max(0, ...before.map(({ span }) => span.end));
  return [...script.text.slice(start, definition.span.end).matchAll(comment)].map(([, statement = '']) => statement);
}
