/** A person types a whole procedure at human speed: the file then equals the typed text, line for line. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { removeAtEnd } from '../../scripts/servers/guardian';
import { openWorkbench } from './support/open-workbench';

/** Milliseconds between two keys. */
const delay = 100;

/** Words that a line may end with, in both cases of letters, names that others begin with, and a comment. */
const typed = `/* Settles.
Twice.
*/
CREATE PROCEDURE settle(IN p_id INT, OUT p_total INT)
BEGIN
DECLARE v_id INT;
DECLARE total INT DEFAULT 0;
DECLARE totals INT DEFAULT 0;
IF p_id > 0 THEN
SET total = 1;
ELSEIF p_id < 0 THEN
SET total = 2;
ELSE
SET total = 3;
END IF;
rows_of: LOOP
SET totals = total
+ totals;
IF totals > 9 THEN
LEAVE rows_of;
END IF;
END LOOP rows_of;
while total < 5 do
set total = total + 1;
end while;
SET @total = @a
+ @@sql_mode
;
SELECT id AS id, sum(b) AS tot
FROM orders o
LEFT JOIN
items ord
ON o.id = ord.id
WHERE x AND
d
GROUP BY
val
UNION ALL
SELECT 1, 2
FROM days FOR
UPDATE;
REPEAT
SET total = total - 1;
UNTIL total < 1 END REPEAT;
CASE total
WHEN 1 THEN
SET p_total = total;
ELSE
BEGIN
END;
END CASE;
SELECT id, CASE WHEN id > 1 THEN 1
ELSE 2
END AS one
FROM orders;
END`;

describe('typing', () => {
  let folder = '';
  const workbench = openWorkbench(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'sproc-'));
    removeAtEnd(folder);
    mkdirSync(path.join(folder, 'sql'));
    writeFileSync(path.join(folder, 'sproc.json'), '{ "schema": "shop", "sources": ["sql/*.sql"] }');
    writeFileSync(path.join(folder, 'sql', 'settle.sql'), '');
    writeFileSync(path.join(folder, 'sql', 'other.sql'), 'CREATE PROCEDURE beginning(IN thence INT) SELECT thence;\n');
    return Promise.resolve({ folder });
  });

  it('leaves every line as it was typed', async function () {
    this.timeout(300_000);
    const { page } = workbench();
    await workbench().openFile('settle.sql');
    await page.locator('.statusbar-item').filter({ hasText: 'MySQL Routine' }).waitFor();
    await page.locator('.editor-instance .view-lines').last().click();
    await page.keyboard.type(typed, { delay });
    await workbench().shot('30-typed');
    await page.keyboard.press('Control+S');
    const file = path.join(folder, 'sql', 'settle.sql');
    await page.locator('.tabs-container .tab.active:not(.dirty)').filter({ hasText: 'settle.sql' }).waitFor();
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    assert.deepEqual(
      lines.map((line) => line.trim().replace(/^\* ?(?=Twice|\*)/, '')),
      typed.split('\n'),
    );
    const indentOf = (text: string) => lines.find((line) => line.trim() === text)?.search(/\S/);
    assert.equal(indentOf('LEAVE rows_of;'), 12, 'blocks are indented');
    assert.equal(indentOf('WHEN 1 THEN'), indentOf('CASE total'));
    for (const line of ['ELSE 2', 'END AS one', 'FROM orders;'])
      assert.equal(indentOf(line), indentOf('SELECT id, CASE WHEN id > 1 THEN 1'), line);
    assert.equal(indentOf('CREATE PROCEDURE settle(IN p_id INT, OUT p_total INT)'), 0);
  });
});
