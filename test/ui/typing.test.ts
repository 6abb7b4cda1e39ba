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
CREATE PROCEDURE settle(
IN p_id INT, OUT p_total INT
)
BEGIN
DECLARE v_id INT;
DECLARE total INT DEFAULT 0;
DECLARE totals INT DEFAULT 0;
DECLARE c CURSOR FOR SELECT id FROM orders;
DECLARE CONTINUE HANDLER FOR NOT FOUND SET v_id = NULL;
DECLARE EXIT HANDLER FOR SQLEXCEPTION
BEGIN
ROLLBACK;
RESIGNAL;
END;
OPEN c; -- each (once
FETCH c INTO v_id;
CLOSE c;
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
SET @note = 'one
two', @other = "a (b
c)", @third = \`sum\`(f('(', (1)
));
ELSE IF v_id > 1 THEN
SET @a = 1;
END IF;
END IF;
IF v_id THEN
SET @b = 1; END IF;
SET @c = 1;
END`;

const callers = ['calls.sql', 'calls.mysql'];
const callees = `CREATE FUNCTION tax_rate(p_country CHAR(2)) RETURNS INT DETERMINISTIC RETURN 1;
CREATE PROCEDURE place_order(IN p_order INT, OUT p_id INT) SET p_id = 1;
`;

/** Each arrow is the Tab key: it accepts a suggestion, or goes on to the next argument. */
const typedCalls = `CREATE PROCEDURE calls(IN p_order INT, IN p_orders INT)
BEGIN
SET @a = tax_→'DE'→;
SET @b = tax_→(SELECT 'x')→;
CALL plac→p_order→@id→;
CALL plac→"1"→\`p_order\`→;
END`;

const writtenCalls = `CREATE PROCEDURE calls(IN p_order INT, IN p_orders INT)
BEGIN
SET @a = tax_rate('DE');
SET @b = tax_rate((SELECT 'x'));
CALL place_order(p_order, @id);
CALL place_order("1", \`p_order\`);
END`;

describe('typing', () => {
  let folder = '';
  const workbench = openWorkbench(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'sproc-'));
    removeAtEnd(folder);
    mkdirSync(path.join(folder, 'sql'));
    writeFileSync(path.join(folder, 'sproc.json'), '{ "schema": "shop", "sources": ["sql/*.sql", "sql/*.mysql"] }');
    for (const file of ['settle.sql', ...callers]) writeFileSync(path.join(folder, 'sql', file), '');
    writeFileSync(path.join(folder, 'sql', 'callees.sql'), callees);
    writeFileSync(path.join(folder, 'sql', 'other.sql'), 'CREATE PROCEDURE beginning(IN thence INT) SELECT thence;\n');
    return Promise.resolve({ folder });
  });

  async function open(file: string): Promise<void> {
    const { page } = workbench();
    await workbench().openFile(file);
    await page.locator('.statusbar-item').filter({ hasText: 'MySQL Routine' }).waitFor();
    await page.locator('.editor-instance .view-lines').last().click();
  }

  /** Saves the file; returns its lines. */
  async function save(file: string): Promise<readonly string[]> {
    const { page } = workbench();
    await page.keyboard.press('Control+S');
    await page.locator('.tabs-container .tab.active:not(.dirty)').filter({ hasText: file }).waitFor();
    return readFileSync(path.join(folder, 'sql', file), 'utf8')
      .trimEnd()
      .split('\n');
  }

  it('leaves every line as it was typed', async function () {
    this.timeout(300_000);
    const { page } = workbench();
    await open('settle.sql');
    await page.keyboard.type(typed, { delay });
    await workbench().shot('30-typed');
    const lines = await save('settle.sql');
    assert.deepEqual(
      lines.map((line) => line.trim()),
      typed.split('\n'),
    );
    const indentOf = (text: string) => lines.find((line) => line.trim() === text)?.search(/\S/);
    assert.equal(indentOf('LEAVE rows_of;'), 6, 'blocks are indented');
    assert.equal(indentOf('WHEN 1 THEN'), indentOf('CASE total'));
    for (const line of ['ELSE 2', 'END AS one', 'FROM orders;'])
      assert.equal(indentOf(line), indentOf('SELECT id, CASE WHEN id > 1 THEN 1'), line);
    assert.equal(indentOf('CREATE PROCEDURE settle('), 0);
    assert.equal(indentOf('RESIGNAL;'), 4, 'the block of a handler is indented');
    assert.equal(indentOf('OPEN c; -- each (once'), 2);
    assert.equal(indentOf('FETCH c INTO v_id;'), 2, 'a bracket in a comment is none');
    assert.equal(indentOf('IF v_id THEN'), indentOf('SET @c = 1;'), 'END IF on the line of a statement');
    assert.equal(indentOf('IF v_id THEN'), indentOf('ELSE IF v_id > 1 THEN'), 'ELSE IF in two words');
  });

  for (const file of callers)
    it(`leaves arguments of suggested routines as they were typed, in ${file}`, async function () {
      this.timeout(300_000);
      const { page } = workbench();
      await open(file);
      for (const part of typedCalls.split(/(?<=→)|(?=→)/)) {
        if (part !== '→') {
          await page.keyboard.type(part, { delay });
          continue;
        }
        // A person sees the suggestion before Tab accepts it; after an argument none may be there.
        await page.waitForTimeout(1000);
        await page.keyboard.press('Tab');
      }
      const lines = await save(file);
      assert.deepEqual(
        lines.map((line) => line.trim()),
        writtenCalls.split('\n'),
      );
    });
});
