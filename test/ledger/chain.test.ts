import assert from 'node:assert/strict';
import { chainRow, digestDefinition, emptyHead, verifyChain, type StoredRow } from '../../engine/src/ledger/chain';
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
