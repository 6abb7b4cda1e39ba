/** Rule: routines that call each other in a circle; without max_sp_recursion_depth the server stops it (1456). */
import { findCallCycle, type CallCycle } from '../program/call-cycles';
import type { Rule } from './rule';
import type { SourceIndex } from '../sources/source-index';

export const callCycle: Rule = {
  code: 'call-cycle',
  severity: 'warning',
  *check({ index, source }) {
    if (source.key.kind === 'function') return;
    const cycle = findCallCycle(index, source.identity);
    if (cycle === null) return;
    yield {
      span: source.definition.name.span,
      message: `Recursive call: ${printPath(index, cycle)}. Fails with error 1456 unless max_sp_recursion_depth allows it. Deployed as one unit.`,
    };
  },
};

/** The most names of one message: a ring of thousands would be written out for each of its routines. */
const mostNames = 6;

/** Returns `a → b → a`, from the routine on; of a long cycle the beginning and its length. */
function printPath(index: SourceIndex, { routines, at }: CallCycle): string {
  const nameOf = (place: number): string => {
    const id = routines[(at + place) % routines.length] ?? '';
    return index.find(id)[0]?.key.name ?? id;
  };
  const isShort = routines.length <= mostNames;
  const names = Array.from({ length: isShort ? routines.length : mostNames / 2 }, (_, place) => nameOf(place));
  const rest = isShort ? [] : [`… (${routines.length} routines)`];
  return [...names, ...rest, nameOf(0)].join(' → ');
}
