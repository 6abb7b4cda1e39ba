/** A journal row is an entry only with the shape of its kind. */
import assert from 'node:assert/strict';
import type { LedgerEntry } from '../../engine/src/ledger/ledger';
import { parsePayload, renderPayload } from '../../engine/src/ledger/parse-entry';

const key = { schema: 'shop', kind: 'procedure', name: 'pay' } as const;
const intended: LedgerEntry = {
  kind: 'step-intended',
  ...{ deployment: 'd1', type: 'deploy', environment: 'prod', targetSchema: 'shop', step: 1, key, logical: key },
  ...{ action: 'replace', strategy: 'queued', from: null, to: '1.0.0', desired: null, before: 'a'.repeat(64) },
  ...{ expected: null, sql: ['DROP PROCEDURE pay'] },
};

describe('the payload of a journal row', () => {
  it('is the entry with the account that wrote it', () => {
    assert.deepEqual(parsePayload(renderPayload(intended, 'ada@%')), { entry: intended, account: 'ada@%' });
    assert.deepEqual(parsePayload(JSON.stringify(intended)), { entry: intended, account: null });
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
  ];
  for (const [field, value] of changes)
    it(`is no entry with ${field} ${value === undefined ? 'missing' : JSON.stringify(value)}`, () =>
      assert.equal(parsePayload(JSON.stringify({ ...intended, [field]: value })), null));

  for (const payload of ['', 'null', '[]', '"step-intended"', '{'])
    it(`is no entry as ${payload || 'nothing'}`, () => assert.equal(parsePayload(payload), null));
});
