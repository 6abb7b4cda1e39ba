/** Rule: routines that call each other in a circle; without max_sp_recursion_depth the server stops it (1456). */
import type { Rule, RuleContext } from '../rule';

export const callCycle: Rule = {
  code: 'call-cycle',
  severity: 'warning',
  *check(context) {
    const { source } = context;
    if (source.routine.key.kind === 'function') return;
    const cycle = context.graph().cycles.find((path) => path.includes(source.identity));
    if (cycle === undefined) return;
    yield {
      span: source.definition.name.span,
      message: `Calls lead back here: ${printPath(context, cycle)}. It fails with error 1456 unless max_sp_recursion_depth allows it, and is deployed as one unit.`,
    };
  },
};

function printPath(context: RuleContext, cycle: readonly string[]): string {
  const { nodes } = context.graph();
  return cycle.map((id) => nodes.get(id)?.name ?? id).join(' → ');
}
