/** A journal row is an entry only with the shape of its kind. */
import assert from 'node:assert/strict';
import type { LedgerEntry } from '../../engine/src/ledger/ledger';
import { parsePayload, renderPayload, signedEnd } from '../../engine/src/ledger/parse-entry';

const key = { schema: 'shop', kind: 'procedure', name: 'pay' } as const;
const intended: LedgerEntry = {
  kind: 'step-intended',
  ...{ deployment: 'd1', type: 'deploy', environment: 'prod', targetSchema: 'shop', step: 1, key, logical: key },
  ...{ action: 'replace', strategy: 'queued', from: null, to: '1.0.0', desired: null, before: 'a'.repeat(64) },
  ...{ expected: null, sql: ['DROP PROCEDURE pay'] },
};

describe('the payload of a journal row', () => {
  it('is the entry with the account that wrote it', () => {
    const by = (isSigned: boolean) => ({ account: 'ada@%', isSigned });
    assert.deepEqual(parsePayload(renderPayload(intended, by(false))), { entry: intended, ...by(false) });
    assert.deepEqual(parsePayload(JSON.stringify(intended)), { entry: intended, account: null, isSigned: false });
  });

  it('says whether the row is signed, in a way that no text in it can', () => {
    const by = { account: 'ada@%', isSigned: true };
    assert.deepEqual(parsePayload(renderPayload(intended, by)), { entry: intended, ...by });
    assert.equal(renderPayload(intended, by).endsWith(signedEnd), true);
    const posing = renderPayload(intended, { account: signedEnd, isSigned: false });
    assert.equal(posing.includes(signedEnd), false);
  });

  const changes: readonly (readonly [string, unknown])[] = [
    ['kind', 'step-dreamed'],
    ['kind', 'constructor'],
    ['step', '1'],
    ['step', -1],
    ['key', { ...key, kind: 'table' }],
    ['key', null],
    ['key', { schema: 'shop', kind: 'procedure' }],
    ['before', "x' OR 1"],
    ['action', 'grant'],
    ['sql', 'DROP'],
    ['sql', [1]],
    ['deployment', undefined],
    ['account', 7],
    ['signed', 'yes'],
  ];
  for (const [field, value] of changes)
    it(`is no entry with ${field} ${value === undefined ? 'missing' : JSON.stringify(value)}`, () =>
      assert.equal(parsePayload(JSON.stringify({ ...intended, [field]: value })), null));

  for (const payload of ['', 'null', '[]', '"step-intended"', '{'])
    it(`is no entry as ${payload || 'nothing'}`, () => assert.equal(parsePayload(payload), null));
});
