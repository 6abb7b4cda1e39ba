/** Properties of the components of every graph, however deep. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findComponents } from '../../engine/src/analysis/sources/components';

describe('components', () => {
  it('are found along a chain of 100,000 without a deep stack, in about linear time', () => {
    const nodes = Array.from({ length: 100_000 }, (_, i) => String(i));
    const order = findComponents(nodes, (node) => [String(Number(node) + 1)]);
    assert.equal(order[0]?.[0], '99999');
    assert.equal(order.length, nodes.length);
  });
  it('put everything behind what it leads to, whatever the graph', () => {
    const edge = fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 12 }));
    fc.assert(
      fc.property(fc.array(edge, { maxLength: 40 }), (edges) => {
        const nodes = Array.from({ length: 13 }, (_, i) => String(i));
        const successors = (node: string): readonly string[] =>
          edges.filter(([a]) => String(a) === node).map(([, b]) => String(b));
        const components = findComponents(nodes, successors);
        const at = new Map(components.flatMap((component, i) => component.map((node) => [node, i] as const)));
        assert.equal(at.size, nodes.length);
        for (const [a, b] of edges) assert.ok((at.get(String(b)) ?? 0) <= (at.get(String(a)) ?? 0));
      }),
    );
  });
});
