import assert from 'node:assert/strict';
import { diagnoseFile } from '../../engine/src/analysis/diagnose';
import { loadColumnReader } from '../../engine/src/analysis/columns/column-reader';
import { Memory } from '../../engine/src/base/memory';
import { findQuickFixes } from '../../engine/src/features/fixes/quick-fixes';
import { applyEdits } from '../../engine/src/routine/naming';
import { liveTables } from '../support/live-tables';
import { readMarkedFiles } from '../support/marked-files';

const tables = liveTables('orders: order_id int, total int\nitems: product int');

/** Returns the offered changes of names, with a star where one is preferred, and the text after the first. */
async function changes(text: string): Promise<readonly string[]> {
  const { index } = readMarkedFiles(`-- file: main.sql\n${text}`);
  const before = index.facts('main.sql')?.text ?? '';
  const liveSchema = { tables, reader: await loadColumnReader({ memory: new Memory() }) };
  const found = diagnoseFile(index, 'main.sql', { liveSchema });
  const fixes = findQuickFixes(index, 'main.sql', found, { tables, routines: [] });
  assert.ok(fixes.filter(({ isPreferred }) => isPreferred).length <= found.length);
  const names = fixes.filter(({ title }) => title.startsWith('Change to'));
  const after = names[0] && applyEdits(before, { start: 0, end: before.length }, names[0].edits);
  return [
    ...names.map(({ title, isPreferred }) => title + (isPreferred ? ' *' : '')),
    ...(after ? [after.trim()] : []),
  ];
}

describe('a mistyped name', () => {
  it('of a column becomes the nearest one of the tables of its statement', async () => {
    assert.deepEqual(await changes('CREATE PROCEDURE a() SELECT o.ordr_id FROM orders o;'), [
      'Change to order_id *',
      'CREATE PROCEDURE a() SELECT o.order_id FROM orders o;',
    ]);
    assert.deepEqual(await changes('CREATE PROCEDURE a() SELECT producd FROM orders;'), []);
  });

  it('of a routine becomes the nearest one of its schema', async () =>
    assert.deepEqual(
      await changes('CREATE PROCEDURE add_line() SELECT 1;\nCREATE PROCEDURE a() CALL shop.ad_line();'),
      ['Change to add_line *', 'CREATE PROCEDURE add_line() SELECT 1;\nCREATE PROCEDURE a() CALL shop.add_line();'],
    ));

  it('of a variable becomes one of those that are visible, of which none is preferred if there are several', async () => {
    assert.deepEqual(await changes('CREATE PROCEDURE a(p_total INT) BEGIN SET p_totl = 1; END;'), [
      'Change to p_total *',
      'CREATE PROCEDURE a(p_total INT) BEGIN SET p_total = 1; END;',
    ]);
    assert.deepEqual(
      (await changes('CREATE PROCEDURE a(p_a INT, p_b INT) BEGIN SET p_c = p_a + p_b; END;')).slice(0, 2),
      ['Change to p_a', 'Change to p_b'],
    );
  });
});
