/** A person opens a folder of SQL files without a sproc.json: routines for MySQL are checked, others left alone. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { removeAtEnd } from '../../scripts/servers/guardian';
import { marksAre } from './support/marks';
import { openWorkbench } from './support/open-workbench';

const files: Readonly<Record<string, string>> = {
  'db/place_order.sql': `DELIMITER //
CREATE PROCEDURE place_order(IN p_customer INT)
BEGIN
  CALL reserve_stock(p_customer);
  CALL send_invoice(p_customer);
END //
DELIMITER ;
`,
  'db/reserve_stock.sql': 'CREATE PROCEDURE reserve_stock(IN p_order INT, IN p_count INT) SELECT p_order, p_count;\n',
  'other/report.sql': 'CREATE PROCEDURE dbo.report @day DATE\nAS\nBEGIN\n  EXEC dbo.missing @day\nEND\nGO\n',
};
const lens = 'Create sproc.json to version and deploy this';

describe('A folder without a sproc.json', () => {
  let folder: string;
  const workbench = openWorkbench(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'sproc-'));
    removeAtEnd(folder);
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
      writeFileSync(path.join(folder, file), text);
    }
    return Promise.resolve({ folder });
  });
  const lenses = () => workbench().page.locator('.codelens-decoration a').filter({ hasText: lens });
  const language = () => workbench().page.locator('.statusbar-item[id="status.editor.mode"]');

  it('marks mistakes in a routine by the names of the whole folder', async () => {
    await workbench().openFile('place_order.sql');
    await language().getByText('MySQL Routine').waitFor();
    await marksAre(workbench(), ['reserve_stock', 'send_invoice']);
    await lenses().waitFor();
    await workbench().shot('60-without-project');
  });

  it('leaves the file of another server alone', async () => {
    await workbench().openFile('report.sql');
    await workbench().page.waitForTimeout(3_000);
    assert.equal(await language().textContent(), 'MS SQL');
    await marksAre(workbench(), [], 2);
    assert.equal(await lenses().count(), 0);
    await workbench().shot('61-other-server');
  });

  it('creates a sproc.json by its lens, and changes over', async () => {
    await workbench().openFile('place_order.sql');
    await workbench().click(lenses(), workbench().page.locator('.tab.active').filter({ hasText: 'sproc.json' }));
    assert.ok(existsSync(path.join(folder, 'sproc.json')));
    await workbench()
      .notification(/Created sproc\.json from \d+ SQL files? with \d+ routines?\./)
      .waitFor();
    await workbench().shot('62-project-created');
    await workbench().openFile('place_order.sql');
    await lenses().waitFor({ state: 'detached' });
    await workbench().page.locator('.codelens-decoration').getByText('Deploy').first().waitFor();
    await workbench().shot('63-with-project');
  });
});
