import assert from 'node:assert/strict';
import {
  chainRow,
  digestDefinition,
  emptyHead,
  hashRow,
  makeGaps,
  signRow,
  type StoredRow,
} from '../../engine/src/ledger/chain';
import type { Accepted, ChainHead, ChainState, LedgerEntry, SavedDefinition } from '../../engine/src/ledger/ledger';
import { parsePayload } from '../../engine/src/ledger/parse-entry';
import { digestLinks, verifyChain, type Link } from '../../engine/src/ledger/verify-chain';

const hex = 'a'.repeat(64);

function toLink(row: StoredRow, mac: string | null = null): Link {
  const parsed = parsePayload(row.payload);
  const entry = parsed?.entry ?? null;
  const note = entry?.kind === 'pruned' || entry?.kind === 'accepted' ? entry : null;
  const { sequence, at, previous, hash } = row;
  const about = {
    deployment: entry?.deployment ?? '',
    isFiled: entry !== null,
    account: parsed?.account ?? null,
    names: [],
    isSigned: parsed?.isSigned === true,
  };
  return { sequence, at, previous, hash, actual: hashRow(row), mac, note, ...about };
}

function verify(rows: readonly StoredRow[], head: ChainHead | null, known: readonly ChainHead[] = []): ChainState {
  return verifyChain(
    rows.map((row) => toLink(row)),
    head,
    { key: null, known },
  );
}

const brokenAt = (state: ChainState): number | null => (state.kind === 'broken' ? (state.fault?.at ?? null) : null);

const row = (before: ChainHead | undefined, at: string, entry: LedgerEntry, isSigned = false): StoredRow =>
  chainRow(before ?? emptyHead, { at, account: 'ada@%', isSigned, entry });

const finished = (deployment: string): LedgerEntry => ({
  kind: 'deployment-finished',
  deployment,
  environment: 'prod',
  targetSchema: 'shop',
  outcome: 'deployed',
});

function makeChain(length: number): StoredRow[] {
  const rows: StoredRow[] = [];
  for (let i = 0; i < length; i++) rows.push(row(rows.at(-1), `2026-01-01T00:00:0${i}Z`, finished(`d${i}`)));
  return rows;
}

describe('the chain of the ledger', () => {
  it('is intact when nothing was touched, and when there is nothing', () => {
    const rows = makeChain(4);
    assert.deepEqual([verify(rows, rows[3] ?? null).kind, verify(rows, rows[3] ?? null).length], ['intact', 4]);
    assert.equal(verify([], emptyHead).kind, 'intact');
    assert.equal(brokenAt(verify([], null)), 1);
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
      (rows) => [...rows.slice(0, 2), row(rows[1], 'now', finished('forged')), ...rows.slice(2)],
      4,
    ],
    ['everything taken away', () => [], 1],
  ];
  for (const [what, tamper, at] of tampering)
    it(`is broken by ${what}, and says where`, () => {
      const rows = makeChain(4);
      assert.equal(brokenAt(verify(tamper(rows), rows[3] ?? null)), at);
    });

  it('names the row that was changed with its deployment and its moment', () => {
    const rows = makeChain(3).map((one, i) => (i === 1 ? { ...one, hash: hex } : one));
    assert.deepEqual(verify(rows, rows[2] ?? null).fault, {
      at: 2,
      why: 'row 2 was changed',
      deployment: 'd1',
      moment: '2026-01-01T00:00:01Z',
    });
  });

  it('holds heads that were noted elsewhere, unless everything was worked out anew', () => {
    const rows = makeChain(4);
    const known = rows.map(({ sequence, hash }) => ({ sequence, hash }));
    assert.deepEqual(verify(rows, rows[3] ?? null, known).strange, []);
    const forged = [row(undefined, 'then', finished('forged'))];
    for (const one of rows.slice(1)) forged.push(row(forged.at(-1), one.at, finished('d')));
    const state = verify(forged, forged[3] ?? null, known);
    assert.equal(state.kind, 'intact');
    assert.deepEqual(state.strange, known);
    assert.deepEqual(verify(rows.slice(0, 2), rows[1] ?? null, known).strange, known.slice(2));
  });
});

describe('the chain of a ledger with a key', () => {
  const signed = (rows: readonly StoredRow[], from: number, key = 'secret'): readonly Link[] =>
    rows.map((one, i) => toLink(one, i < from ? null : signRow(one.hash, key)));
  const check = (links: readonly Link[], key: string | null = 'secret'): ChainState =>
    verifyChain(links, links.at(-1) ?? null, { key, known: [] });

  it('is intact where every row has a right proof from the first keyed one on', () => {
    const state = check(signed(makeChain(4), 1));
    assert.deepEqual([state.kind, state.keyed], ['intact', { rows: 3, areChecked: true }]);
  });

  it('is verified by its hashes alone where no key is at hand', () => {
    const state = check(signed(makeChain(4), 1), null);
    assert.deepEqual([state.kind, state.keyed], ['intact', { rows: 3, areChecked: false }]);
  });

  it('is broken where rows are worked out anew without the key', () => {
    const links = signed(makeChain(4), 1);
    assert.equal(
      check([...links.slice(0, 2), ...signed(makeChain(4), 4).slice(2)]).fault?.why,
      'row 3 was written without the key',
    );
    assert.equal(check(signed(makeChain(4), 1, 'guessed')).fault?.why, 'row 2 was not written with this key');
  });

  it('is broken where signatures were removed, of all rows or of the first ones, with the key and without it', () => {
    const [first] = makeChain(1);
    const second = row(first, '2026-01-01T00:00:01Z', finished('d1'), true);
    const rows = [...makeChain(1), second, row(second, '2026-01-01T00:00:02Z', finished('d2'), true)];
    assert.equal(check(signed(rows, 1)).kind, 'intact');
    for (const key of ['secret', null]) {
      assert.equal(check(signed(rows, 3), key).fault?.why, 'the signature of row 2 was removed');
      assert.equal(check(signed(rows, 2), key).fault?.why, 'the signature of row 2 was removed');
    }
  });
});

describe('the chain of a ledger that was accepted as it was', () => {
  const accept = (rows: readonly StoredRow[], head: ChainHead): StoredRow => {
    const entry: Accepted = {
      kind: 'accepted',
      ...{
        deployment: 'a',
        environment: 'prod',
        targetSchema: 'shop',
        by: 'Ada',
        from: 'workbench',
        reason: 'restored',
      },
      ...{ wrong: ['row 2 was changed'], rows: rows.length, digest: digestLinks(rows.map((one) => toLink(one))) },
      ...{ definitions: [] },
    };
    return row({ sequence: head.sequence, hash: rows.at(-1)?.hash ?? emptyHead.hash }, '2026-02-01T00:00:00Z', entry);
  };
  const broken = makeChain(4).map((one, i) => (i === 1 ? { ...one, at: '1999-01-01T00:00:00Z' } : one));

  it('is verified from that row on', () => {
    const first = accept(broken, broken[3] ?? emptyHead);
    const rows = [...broken, first, row(first, '2026-02-02T00:00:00Z', finished('d9'))];
    const state = verify(rows, rows[5] ?? null);
    assert.equal(state.kind, 'accepted');
    assert.deepEqual([state.accepted?.sequence, state.accepted?.by, state.accepted?.account], [5, 'Ada', 'ada@%']);
    const later = rows.map((one, i) => (i === 5 ? { ...one, at: 'x' } : one));
    assert.equal(brokenAt(verify(later, rows[5] ?? null)), 6);
  });

  it('is broken again where a row before it changes once more', () => {
    const rows = [...broken, accept(broken, broken[3] ?? emptyHead)];
    for (const at of [0, 1, 3]) {
      const again = rows.map((one, i) =>
        i === at ? { ...one, payload: one.payload.replace('deployed', 'failed') } : one,
      );
      assert.equal(
        verify(again, rows[4] ?? null).fault?.why,
        'a row before row 5 was changed after it had been accepted',
      );
    }
    assert.equal(brokenAt(verify(rows.slice(1), rows[4] ?? null)), 5);
  });

  it('proves no head within what was accepted, but those before the fault and after it', () => {
    const rows = [...broken, accept(broken, broken[3] ?? emptyHead)];
    const known = rows.map(({ sequence, hash }) => ({ sequence, hash }));
    assert.deepEqual(
      verify(rows, rows[4] ?? null, known).strange.map(({ sequence }) => sequence),
      [2, 3, 4],
    );
  });

  it('is accepted after its end was cut off, too', () => {
    const all = makeChain(4);
    const rows = [...all.slice(0, 2), accept(all.slice(0, 2), all[3] ?? emptyHead)];
    assert.deepEqual([rows[2]?.sequence, verify(rows, rows[2] ?? null).kind], [5, 'accepted']);
  });
});

describe('the chain of a ledger that was pruned', () => {
  /** Returns a chain without the rows 2 and 3, then 1, 4 and 6, which the rows 9 and 10 record. */
  function prune(): { readonly rows: readonly StoredRow[]; readonly head: StoredRow } {
    const all = makeChain(8);
    const without = (numbers: readonly number[]) => all.filter(({ sequence }) => !numbers.includes(sequence));
    const only = (numbers: readonly number[]) => all.filter(({ sequence }) => numbers.includes(sequence));
    const note = (before: StoredRow | undefined, numbers: readonly number[]): StoredRow =>
      row(before, '2026-02-01T00:00:00Z', {
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
    const state = verify(rows, head);
    assert.deepEqual([state.kind, state.length], ['intact', 5]);
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
      assert.equal(brokenAt(verify(tamper(rows), head)), at);
    });

  it('is broken by a row that is rewritten together with its hash', () => {
    const { rows, head } = prune();
    const forged = row({ sequence: 4, hash: rows[0]?.previous ?? '' }, '2026-01-01T00:00:04Z', finished('forged'));
    assert.equal(verify([forged, ...rows.slice(1)], head).kind, 'broken');
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
      { ...saved, grants: [{ user: 'a', host: '%', privileges: ['EXECUTE'], grantOption: false }] },
      { ...saved, key: { ...saved.key, name: 'q' } },
    ];
    const digests = new Set([saved, ...others].map(digestDefinition));
    assert.equal(digests.size, others.length + 1);
    assert.equal(digestDefinition({ ...saved }), digestDefinition(saved));
  });
});
