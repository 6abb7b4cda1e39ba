/** The names of temporary schemas, and the schemas that a project may not use. */
import assert from 'node:assert/strict';
import { whyReserved } from '../../engine/src/routine/reserved-schema';
import { helperSchema } from '../../engine/src/database/helper-schema';

describe('helperSchema', () => {
  const nameOf = (ledgerSchema: string): string => helperSchema('scratch', { ledgerSchema }).name;

  it('is named after the ledger', () => assert.equal(nameOf('sproc'), 'sproc_scratch_sproc'));

  it('keeps ledgers apart whose names begin alike, within 64 characters', () => {
    const shared = 'l'.repeat(60);
    const names = ['', 'a', 'b', 'abcd'].map((end) => nameOf(shared + end));
    assert.equal(new Set(names).size, names.length);
    assert.ok(names.every((name) => name.length <= 64));
  });

  it('is reserved, whatever its name was cut to', () => {
    for (const ledgerSchema of ['sproc', 'l'.repeat(64)])
      for (const purpose of ['scratch', 'callers', 'views'] as const)
        assert.notEqual(whyReserved(helperSchema(purpose, { ledgerSchema }).name), null);
  });
});

describe('whyReserved', () => {
  it('refuses what is the server’s own in any case of letters', () => {
    for (const schema of ['mysql', 'MySQL', 'sys', 'SYS', 'Information_Schema', 'performance_schema'])
      assert.equal(whyReserved(schema), 'it belongs to the server itself');
  });

  it('takes every other name', () => {
    for (const schema of ['shop', 'sproc', 'sproc_registry', 'sproc_scratchpad', 'mysql2'])
      assert.equal(whyReserved(schema), null);
  });
});
