import assert from 'node:assert/strict';
import {
  chainRow,
  digestDefinition,
  emptyHead,
  makeGaps,
  verifyChain,
  type StoredRow,
} from '../../engine/src/ledger/chain';
import type { LedgerEntry, SavedDefinition } from '../../engine/src/ledger/ledger';

const finished = (deployment: string): LedgerEntry => ({
  kind: 'deployment-finished',
  deployment,
  environment: 'prod',
  targetSchema: 'shop',
  outcome: 'deployed',
});

function makeChain(length: number): StoredRow[] {
  const rows: StoredRow[] = [];
  for (let i = 0; i < length; i++)
    rows.push(chainRow(rows.at(-1) ?? emptyHead, `2026-01-01T00:00:0${i}Z`, finished(`d${i}`)));
  return rows;
}

describe('the chain of the ledger', () => {
  it('is intact when nothing was touched, and when there is nothing', () => {
    const rows = makeChain(4);
    assert.deepEqual(verifyChain(rows, rows[3] ?? emptyHead), { kind: 'intact', length: 4 });
    assert.deepEqual(verifyChain([], emptyHead), { kind: 'intact', length: 0 });
  });

  const tampering: readonly (readonly [string, (rows: StoredRow[]) => StoredRow[], number])[] = [
    [
      'a changed payload',
      (rows) =>
        rows.map((row, i) => (i === 1 ? { ...row, payload: row.payload.replace('deployed', 'restored') } : row)),
      2,
    ],
    ['a changed time', (rows) => rows.map((row, i) => (i === 2 ? { ...row, at: '1999-01-01T00:00:00Z' } : row)), 3],
    ['a row taken out', (rows) => rows.filter((_row, i) => i !== 1), 2],
    ['rows cut off the end', (rows) => rows.slice(0, 2), 3],
    [
      'a row put in between',
      (rows) => [...rows.slice(0, 2), chainRow(rows[1] ?? emptyHead, 'now', finished('forged')), ...rows.slice(2)],
      4,
    ],
    ['everything taken away', () => [], 1],
  ];
  for (const [what, tamper, at] of tampering)
    it(`is broken by ${what}, and says where`, () => {
      const rows = makeChain(4);
      const state = verifyChain(tamper(rows), rows[3] ?? emptyHead);
      assert.equal(state.kind === 'broken' ? state.at : null, at);
    });
});

describe('the chain of a ledger that was pruned', () => {
  /** Rows 2 and 3 are gone, then 1, 4 and 6; rows 9 and 10 say so. */
  function prune(): { readonly rows: readonly StoredRow[]; readonly head: StoredRow } {
    const all = makeChain(8);
    const without = (numbers: readonly number[]) => all.filter(({ sequence }) => !numbers.includes(sequence));
    const only = (numbers: readonly number[]) => all.filter(({ sequence }) => numbers.includes(sequence));
    const note = (before: StoredRow | undefined, numbers: readonly number[]): StoredRow =>
      chainRow(before ?? emptyHead, '2026-02-01T00:00:00Z', {
        kind: 'pruned',
        ...{ deployment: 'g', environment: 'prod', targetSchema: 'shop', by: 'Ada', from: 'workbench', reason: null },
        removed: [],
        gaps: makeGaps(only(numbers)),
      });
    const first = note(all.at(-1), [2, 3]);
    const head = note(first, [1, 4, 6]);
    return { rows: [...without([1, 2, 3, 4, 6]), first, head], head };
  }

  it('is intact over gaps that join each other, in whatever order they came', () => {
    const { rows, head } = prune();
    assert.deepEqual(
      rows.map(({ sequence }) => sequence),
      [5, 7, 8, 9, 10],
    );
    assert.deepEqual(verifyChain(rows, head), { kind: 'intact', length: 5 });
  });

  const change = (at: number, from: string | RegExp, to: string) => (rows: readonly StoredRow[]) =>
    rows.map((row) => (row.sequence === at ? { ...row, payload: row.payload.replace(from, to) } : row));
  const without = (number: number) => (rows: readonly StoredRow[]) =>
    rows.filter(({ sequence }) => sequence !== number);
  const tamperings: readonly (readonly [string, (rows: readonly StoredRow[]) => readonly StoredRow[], number])[] = [
    ['a row that was kept between gaps being taken out', without(5), 5],
    ['a row that was kept between gaps being changed', change(5, 'deployed', 'failed'), 5],
    ['a note being taken out', without(9), 2],
    ['a gap being widened', change(10, '"to":4', '"to":5'), 4],
    ['a gap that leads to another row', change(10, /"hash":"..../, '"hash":"0000'), 2],
    ['a note that says something else', change(9, 'Ada', 'Eve'), 9],
    ['a note that is no JSON any more', change(9, '{', ''), 2],
  ];
  for (const [what, tamper, at] of tamperings)
    it(`is broken by ${what}`, () => {
      const { rows, head } = prune();
      const state = verifyChain(tamper(rows), head);
      assert.equal(state.kind === 'broken' ? state.at : null, at);
    });

  it('is broken by a row that is rewritten together with its hash', () => {
    const { rows, head } = prune();
    const forged = chainRow({ sequence: 4, hash: rows[0]?.previous ?? '' }, '2026-01-01T00:00:04Z', finished('forged'));
    assert.equal(verifyChain([forged, ...rows.slice(1)], head).kind, 'broken');
  });
});

describe('the digest of a saved definition', () => {
  const saved: SavedDefinition = {
    key: { schema: 's', kind: 'procedure', name: 'p' },
    text: 'CREATE PROCEDURE `p`() SELECT 1',
    sqlMode: 'ANSI',
    characterSet: 'utf8mb4',
    collation: 'utf8mb4_bin',
    databaseCollation: null,
    timeZone: null,
    triggerPlace: null,
    grants: [],
  };

  it('changes with everything that is saved', () => {
    const others: readonly SavedDefinition[] = [
      { ...saved, text: `${saved.text} ` },
      { ...saved, sqlMode: '' },
      { ...saved, characterSet: 'latin1' },
      { ...saved, collation: 'utf8mb4_general_ci' },
      { ...saved, databaseCollation: 'utf8mb4_bin' },
      { ...saved, timeZone: 'SYSTEM' },
      { ...saved, triggerPlace: 'FOLLOWS `x`' },
      { ...saved, grants: null },
      { ...saved, grants: ['GRANT EXECUTE ON PROCEDURE `s`.`p` TO `a`@`%`'] },
      { ...saved, key: { ...saved.key, name: 'q' } },
    ];
    const digests = new Set([saved, ...others].map(digestDefinition));
    assert.equal(digests.size, others.length + 1);
    assert.equal(digestDefinition({ ...saved }), digestDefinition(saved));
  });
});
