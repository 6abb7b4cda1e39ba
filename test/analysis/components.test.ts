import assert from 'node:assert/strict';
import { findComponents, findCycle } from '../../engine/src/analysis/sources/components';

/** Reads the edges `a>b b>c`; single letters are nodes. */
function read(text: string): { nodes: string[]; successors: (node: string) => readonly string[] } {
  const edges = text.split(' ').map((edge) => edge.split('>'));
  const nodes = [...new Set(edges.flat())];
  const successors = (node: string): readonly string[] =>
    edges.flatMap(([from, to]) => (from === node && to !== undefined ? [to] : []));
  return { nodes, successors };
}

function checkOrder(text: string, expected: string): void {
  const { nodes, successors } = read(text);
  const order = findComponents(nodes, successors).map((component) => component.join('+'));
  assert.equal(order.join(' '), expected);
}

function checkCycle(text: string, expected: string | null): void {
  const { nodes, successors } = read(text);
  const cycles = findComponents(nodes, successors).flatMap(
    (component) => findCycle(component, successors)?.join('') ?? [],
  );
  assert.equal(cycles[0] ?? null, expected);
}

describe('components', () => {
  it('come callees first', () => checkOrder('a>b b>c', 'c b a'));
  it('hold a circle together', () => checkOrder('a>b b>c c>b d', 'b+c a d'));
  it('leave out what is not a node', () => {
    assert.deepEqual(
      findComponents(['a'], () => ['elsewhere']),
      [['a']],
    );
  });
});

describe('cycles', () => {
  it('are told with their path', () => checkCycle('a>b b>c c>a', 'abca'));
  it('may be one routine that calls itself', () => checkCycle('a>a', 'aa'));
  it('are not seen where there are none', () => checkCycle('a>b a>c b>c', null));
  it('are the shortest way round', () => checkCycle('a>b b>c c>a b>a', 'aba'));
});
