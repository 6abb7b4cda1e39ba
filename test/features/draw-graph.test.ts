import assert from 'node:assert/strict';
import type { GraphAnswer } from '#engine';
import { drawCalls, drawGraph } from '../../engine/src/features/draw-graph';

/** Reads the calls `a>b b>c` between procedures; no file defines a name with a question mark. */
function graphOf(text: string, cycles: GraphAnswer['cycles'] = []): GraphAnswer {
  const calls = text.split(' ').map((call) => call.split('>'));
  const names = [...new Set(calls.flat())];
  return {
    nodes: names.map((id) => {
      const file = id.endsWith('?') ? null : `${id}.sql`;
      return { id, kind: 'procedure', schema: 'shop', name: id, file, line: file === null ? null : 1 };
    }),
    edges: calls.flatMap(([from, to]) =>
      from === undefined || to === undefined
        ? []
        : [{ from, to, kind: 'call', certainty: 'certain', file: `${from}.sql`, line: 1 }],
    ),
    cycles,
    order: names,
  };
}

function xOf(svg: string, id: string): number {
  return Number(new RegExp(`data-node="${id}".*?<text x="([\\d.]+)"`).exec(svg)?.[1]);
}

describe('the picture of a call graph', () => {
  it('puts callers to the left of callees', () => {
    const svg = drawGraph(graphOf('a>b b>c'));
    assert.ok(xOf(svg, 'a') < xOf(svg, 'b') && xOf(svg, 'b') < xOf(svg, 'c'));
  });

  it('names the routines for screen readers, in the order of their places', () => {
    const svg = drawGraph(graphOf('b>z a>b z>gone? a>gone? a>b'));
    const names = [...svg.matchAll(/aria-label="(procedure [^"]+)"/g)].map(([, name]) => name);
    assert.deepEqual(names, [
      'procedure a, calls 2, called by 0',
      'procedure b, calls 1, called by 1',
      'procedure z, calls 1, called by 1',
      'procedure gone?, not defined in any source file, calls 0, called by 2',
    ]);
  });

  it('draws each call once, however often it is made', () => {
    const lines = drawGraph(graphOf('a>b a>b b>c')).match(/class="edge/g);
    assert.equal(lines?.length, 2);
  });

  it('marks the calls of a cycle, and what no file defines', () => {
    const svg = drawGraph(graphOf('a>b b>a a>gone?', [['a', 'b', 'a']]));
    assert.equal(svg.match(/class="edge certain cycle"/g)?.length, 2);
    assert.match(svg, /class="node unknown"><title>procedure gone\?, not defined/);
  });

  it('draws a routine that calls itself', () =>
    assert.match(drawGraph(graphOf('a>a', [['a', 'a']])), /edge certain cycle/));

  it('never takes a name for markup', () => {
    const svg = drawGraph(graphOf('<script>"&\u0000>b'.replaceAll('>', '›').replace('›b', '>b')));
    assert.ok(!svg.includes('<script') && !svg.includes('\u0000'));
  });

  it('leaves tables out where it is of calls', () => {
    const calls = graphOf('a>b');
    const table = { id: 'orders', kind: 'table', schema: 'shop', name: 'orders', file: null, line: null } as const;
    const read = { from: 'a', to: 'orders', kind: 'read', certainty: 'certain', file: 'a.sql', line: 1 } as const;
    const drawn = drawCalls({ ...calls, nodes: [...calls.nodes, table], edges: [...calls.edges, read] });
    assert.deepEqual(drawn, { ok: true, value: drawGraph(calls) });
  });

  it('is refused where it is of more routines than anybody could read, however many tables there are', () => {
    const chain = (length: number): string => Array.from({ length: length - 1 }, (_, i) => `r${i}>r${i + 1}`).join(' ');
    const refused = drawCalls(graphOf(chain(401)));
    assert.match(refused.ok ? '' : refused.error.message, /^The call graph has 401 routines/);
  });

  it('is a picture of nothing for nothing', () =>
    assert.match(drawGraph({ nodes: [], edges: [], cycles: [] }), /^<svg [^>]*width="\d+"/));
});
