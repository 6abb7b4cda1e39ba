/** A person's walk through the editor: a mistake is seen, a change deployed, compared and rolled back, on a real server. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { makeShopFolder, shopPasswords } from '../../scripts/demo/shop-folder';
import { startShopServer } from '../../scripts/demo/shop-servers';
import { repositoryPath } from '../../scripts/repository';
import { removeAtEnd } from '../../scripts/servers/guardian';
import type { ThrowawayServer } from '../../scripts/servers/throwaway-server';
import { openWorkbench } from './support/open-workbench';

describe('a walk through the editor', function () {
  this.timeout(600_000);
  let server: ThrowawayServer;
  let folder = '';

  const workbench = openWorkbench(async () => {
    server = await startShopServer('mysql');
    const parent = mkdtempSync(path.join(tmpdir(), 'sproc-'));
    removeAtEnd(parent);
    folder = path.join(parent, 'shop');
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
    const call = page.locator('.view-line span').filter({ hasText: 'find_voucher' }).last();
    const hover = page.locator('.monaco-hover').filter({ hasText: 'find_voucher' });
    await workbench().until(hover, async () => {
      await page.mouse.move(640, 18);
      await call.hover({ timeout: 5_000 });
    });
    await workbench().shot('11-missing-routine');
    await page.keyboard.press('Escape');
  });

  it('finds routines with their versions in one tree, environments in the other', async () => {
    await workbench().openViews('Sproc');
    await workbench().expand(workbench().row(/^shop/));
    await workbench().expand(await workbench().scrollTo('Routines', 'place_order'));
    await workbench().expand(workbench().row(/^dev/));
    await workbench().expand(await workbench().scrollTo('Environments', /^in sync/));
    await workbench().scrollTo('Environments', /place_order.*1\.0\.0/);
    await workbench().page.mouse.move(640, 18);
    await workbench().shot('12-trees');
  });

  it('changes a line and deploys it, having seen the plan', async () => {
    const { page } = workbench();
    await typeInto("'placed'", ' by hand');
    await lens('changed since 1.0.0').waitFor();
    await page.mouse.move(640, 18); // nothing is hovered over there
    await workbench().shot('13-changed');
    await workbench().click(lens('Deploy…'), workbench().choice('dev'));
    await workbench().pick('dev');
    await workbench().dialog().filter({ hasText: 'replace procedure shop.place_order' }).waitFor();
    await workbench().shot('14-confirmation');
    assert.doesNotMatch(await liveText(), /placed by hand/, 'it was deployed before anybody agreed');

    await workbench().press('Show Plan', workbench().tab('Plan for dev'));
    await lens('Deploy to dev (1 step)').waitFor();
    await workbench().shot('15-plan');
    // It exists as long as the tab, however long the plan is read.
    await workbench().openFile('vouchers.sql');
    await workbench().click(workbench().tab('Plan for dev'), lens('Deploy to dev (1 step)'));
    const button = lens('Deploy to dev (1 step)');
    const agree = async (): Promise<void> => {
      // It is gone once it is taken.
      if (await button.isVisible()) await button.click({ timeout: 5_000 });
    };
    await workbench().until(workbench().notification('Deployed 1 routine'), agree, 20_000);
    await workbench().shot('16-deployed');
    assert.match(await liveText(), /placed by hand/);
    await page.keyboard.press('Escape');
  });

  it('lays two sides beside each other', async () => {
    const { page } = workbench();
    await typeInto("'placed by hand'", ', at last');
    await workbench().click(lens('Compare…'), workbench().choice('dev'));
    await workbench().pick('dev');
    await page.locator('.monaco-diff-editor .line-insert, .monaco-diff-editor .char-insert').first().waitFor();
    await workbench().shot('17-difference');
  });

  it('rolls back to the previous version', async () => {
    await workbench().command('Sproc: Roll Back');
    await workbench().pick('dev');
    await workbench().pick('place_order');
    await workbench().dialog().filter({ hasText: 'place_order' }).waitFor();
    await workbench().shot('18-roll-back');
    const done = workbench().notification(/Rolled back 1 routine/);
    await workbench().press('Roll Back', async () => !(await workbench().dialog().isVisible()));
    await done.waitFor();
    await workbench().scrollTo('Environments', /place_order.*1\.0\.0/);
    await workbench().shot('19-rolled-back');
    assert.doesNotMatch(await liveText(), /placed by hand/);
  });

  it('sees that a frozen or killed server does not answer, and its routines again once it does', async () => {
    await workbench().openViews('Sproc');
    await workbench().expand(workbench().row(/^dev/));
    await workbench().scrollTo('Environments', /^in sync/);
    for (const signal of ['SIGSTOP', 'SIGKILL'] as const) {
      await server.kill(signal);
      await workbench().command('Sproc: Refresh');
      const row = await workbench().scrollTo('Environments', /^dev does not answer/);
      await workbench().shot(`20-no-answer-${signal}`);
      await row.waitFor();
      if (signal === 'SIGSTOP') await server.kill('SIGCONT');
      else await server.restart();
      await workbench().command('Sproc: Refresh');
      await workbench().scrollTo('Environments', /^in sync/);
    }
  });

  it('is told of a server that dies while a deployment waits, and deploys once it runs again', async () => {
    await typeInto("'placed", ' again ');
    const before = await liveText();
    const reader = await createConnection(server.connection());
    reader.on('error', () => undefined);
    await workbench().click(lens('Deploy…'), workbench().choice('dev'));
    await workbench().pick('dev');
    await workbench().dialog().filter({ hasText: 'place_order' }).waitFor();
    await reader.query('FLUSH TABLES WITH READ LOCK');
    const working = workbench().notification(/Deploying to dev/);
    await workbench().press('Deploy', async () => !(await workbench().dialog().isVisible()));
    await working.first().waitFor();
    await server.kill('SIGKILL');
    await workbench()
      .notification(/lost|127\.0\.0\.1:\d+/)
      .first()
      .waitFor();
    await working.waitFor({ state: 'hidden' });
    await workbench().shot('21-died');
    await server.restart();
    assert.equal(await liveText(), before);
    await workbench().command('Notifications: Clear All Notifications');
    await workbench().click(lens('Deploy…'), workbench().choice('dev'));
    await workbench().pick('dev');
    await workbench().press('Deploy', async () => !(await workbench().dialog().isVisible()));
    await workbench().notification('Deployed 1 routine').waitFor();
    assert.match(await liveText(), /place again d/);
  });

  function lens(text: string) {
    return workbench().page.locator('.codelens-decoration a').filter({ hasText: text }).first();
  }

  /** Types text before a passage that occurs once in the file of the orders, and saves. */
  async function typeInto(found: string, text: string): Promise<void> {
    const { page } = workbench();
    const file = path.join(folder, 'routines/shop/orders.sql');
    const before = readFileSync(file, 'utf8');
    const end = before.indexOf(found) + found.length - 1;
    const lines = before.slice(0, end).split('\n');
    await workbench().openFile('routines/shop/orders.sql');
    await workbench().goTo(lines.length, (lines.at(-1)?.length ?? 0) + 1);
    await page.keyboard.type(text);
    await workbench().until(
      () => Promise.resolve(readFileSync(file, 'utf8') !== before),
      () => page.keyboard.press('Control+S'),
    );
    assert.equal(readFileSync(file, 'utf8'), `${before.slice(0, end)}${text}${before.slice(end)}`);
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
