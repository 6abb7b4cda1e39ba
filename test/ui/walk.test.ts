/** A person's walk through the editor: a mistake is seen, a change deployed, compared and rolled back, on a real server. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { makeShopFolder, shopPasswords } from '../../scripts/demo/shop-folder';
import { startShopServer } from '../../scripts/demo/shop-servers';
import { repositoryPath } from '../../scripts/repository';
import { removeAtEnd } from '../../scripts/servers/guardian';
import type { ThrowawayServer } from '../../scripts/servers/throwaway-server';
import { openWorkbench } from './support/open-workbench';

describe('a walk through the editor', () => {
  let server: ThrowawayServer;

  const workbench = openWorkbench(async () => {
    server = await startShopServer('mysql');
    const parent = mkdtempSync(path.join(tmpdir(), 'sproc-'));
    removeAtEnd(parent);
    const folder = path.join(parent, 'shop');
    const env = shopPasswords({ dev: server.port });
    makeShopFolder(folder, { dev: server.port });
    for (const words of [['register'], ['deploy', 'dev', '--yes']]) runSproc(folder, words, env);
    return { folder, env };
  });
  after(() => server.stop());

  it('opens a file and sees each routine’s version, with what can be done', async () => {
    const { page } = workbench();
    await workbench().openFile('routines/shop/orders.sql');
    await lens('1.0.0').waitFor();
    await lens('Deploy…').waitFor();
    await page.locator('.statusbar-item').filter({ hasText: 'MySQL Routine' }).waitFor();
    await workbench().shot('10-code-lenses');
  });

  it('sees a squiggle under the CALL of a procedure that nobody has written', async () => {
    const { page } = workbench();
    await workbench().openFile('vouchers.sql');
    await workbench().squiggles('error').first().waitFor();
    await page.locator('.view-line span').filter({ hasText: 'find_voucher' }).last().hover();
    await page.locator('.monaco-hover').filter({ hasText: 'find_voucher' }).first().waitFor();
    await workbench().shot('11-missing-routine');
    await page.keyboard.press('Escape');
  });

  it('finds routines with their versions in one tree, environments in the other', async () => {
    await workbench().openViews('Sproc');
    await workbench().row(/^shop/).click();
    const routine = await workbench().scrollTo('Routines', 'place_order');
    await routine.locator('.monaco-tl-twistie').click();
    await workbench().row(/^dev/).click();
    await workbench().scrollTo('Environments', /place_order.*1\.0\.0/);
    await workbench().page.mouse.move(640, 18);
    await workbench().shot('12-trees');
  });

  it('changes a line and deploys it, having seen the plan', async () => {
    const { page } = workbench();
    await workbench().openFile('routines/shop/orders.sql');
    await typeInto("'placed'", ' by hand');
    await lens('changed since 1.0.0').waitFor();
    await page.mouse.move(640, 18); // nothing is hovered over there
    await workbench().shot('13-changed');
    await lens('Deploy…').click();
    await workbench().pick('dev');
    await workbench().dialog().waitFor();
    await workbench().dialog().filter({ hasText: 'replace procedure shop.place_order' }).waitFor();
    await workbench().shot('14-confirmation');
    assert.doesNotMatch(await liveText(), /placed by hand/, 'it was deployed before anybody agreed');

    await workbench().dialog().getByRole('button', { name: 'Show Plan' }).click();
    await workbench().tab('Plan for dev.sql').waitFor();
    await lens('Deploy to dev (1 step)').waitFor();
    await workbench().shot('15-plan');
    // It lives as long as the tab, however long the plan is read.
    await workbench().openFile('vouchers.sql');
    await workbench().tab('Plan for dev.sql').click();
    await lens('Deploy to dev (1 step)').click();
    await workbench().notification('is done: 1 routine').waitFor();
    await workbench().shot('16-deployed');
    assert.match(await liveText(), /placed by hand/);
    await page.keyboard.press('Escape');
  });

  it('lays two sides beside each other', async () => {
    const { page } = workbench();
    await workbench().openFile('routines/shop/orders.sql');
    await typeInto("'placed by hand'", ', at last');
    await lens('Compare…').click();
    await workbench().pick('workspace');
    await workbench().pick('dev');
    await page.locator('.monaco-diff-editor .line-insert, .monaco-diff-editor .char-insert').first().waitFor();
    await workbench().shot('17-difference');
  });

  it('rolls back to what ran before', async () => {
    await workbench().command('Sproc: Roll Back');
    await workbench().pick('dev');
    await workbench().pick('place_order');
    await workbench().dialog().filter({ hasText: 'place_order' }).waitFor();
    await workbench().shot('18-roll-back');
    await workbench().dialog().getByRole('button', { name: 'Roll Back' }).click();
    await workbench()
      .notification(/Rolling back .* is done: 1 routine/)
      .waitFor();
    await workbench().scrollTo('Environments', /place_order.*1\.0\.0/);
    await workbench().shot('19-rolled-back');
    assert.doesNotMatch(await liveText(), /placed by hand/);
  });

  function lens(text: string) {
    return workbench().page.locator('.codelens-decoration a').filter({ hasText: text }).first();
  }

  /** Puts text in front of the end of what stands once in the editor, as one does it by Find; and saves. */
  async function typeInto(found: string, text: string): Promise<void> {
    const { page } = workbench();
    await page.locator('.editor-instance .view-lines').last().click();
    await page.keyboard.press('Control+F');
    await page.locator('.find-widget.visible textarea[aria-label^="Find"]').fill(found);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.type(text);
    await page.keyboard.press('Control+S');
  }

  async function liveText(): Promise<string> {
    const connection = await createConnection(server.connection());
    const [rows] = await connection.query<RowDataPacket[]>('SHOW CREATE PROCEDURE shop.place_order');
    await connection.end();
    return String(rows[0]?.['Create Procedure']);
  }
});

function runSproc(folder: string, words: readonly string[], env: Readonly<Record<string, string>>): void {
  const binary = repositoryPath('dist', 'sproc.js');
  const options = { cwd: folder, env: { ...process.env, ...env }, encoding: 'utf8' } as const;
  const { status, stderr } = spawnSync(process.execPath, [binary, ...words], options);
  assert.equal(status, 0, `sproc ${words.join(' ')}: ${stderr}`);
}
