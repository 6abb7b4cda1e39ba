import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../../engine/src/analysis/rules/rules';
import { ruleCodes } from '../../engine/src/project/rule-codes';

describe('the codes that sproc.json may name', () => {
  // `missing-table` needs a server, and is found where there is one.
  it('are those of all rules', () =>
    assert.deepEqual([...ruleCodes], [...rules.map(({ code }) => code), 'missing-table'].sort()));

  it('have a page each', () => {
    const pages = readdirSync(join(__dirname, '../../docs/rules')).map((page) => page.replace(/\.md$/, ''));
    assert.deepEqual([...ruleCodes], pages.filter((page) => page !== 'README' && page !== 'syntax').sort());
  });
});
