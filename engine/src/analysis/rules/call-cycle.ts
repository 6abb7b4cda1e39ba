/** Rule: routines that call each other in a circle; without max_sp_recursion_depth the server stops it (1456). */
import { findCallCycle } from '../program/call-cycles';
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

function printPath(index: SourceIndex, cycle: readonly string[]): string {
  return cycle.map((id) => index.find(id)[0]?.key.name ?? id).join(' → ');
}
