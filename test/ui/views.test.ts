/** The views under a person's hands: keys, clicks and the filter, in every theme and in a narrow window. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createConnection } from 'mysql2/promise';
import { makeShopFolder, shopPasswords } from '../../scripts/demo/shop-folder';
import { startShopServer } from '../../scripts/demo/shop-servers';
import { repositoryPath } from '../../scripts/repository';
import { removeAtEnd } from '../../scripts/servers/guardian';
import type { ThrowawayServer } from '../../scripts/servers/throwaway-server';
import { openWorkbench } from './support/open-workbench';

describe('the views of a person', function () {
  this.timeout(600_000);
  let server: ThrowawayServer;
  let folder = '';

  const workbench = openWorkbench(async () => {
    server = await startShopServer('mysql');
    const parent = mkdtempSync(path.join(tmpdir(), 'sproc-'));
    removeAtEnd(parent);
    folder = path.join(parent, 'shop');
    const ports = { dev: server.port, prod: server.port };
    const env = shopPasswords(ports);
    makeShopFolder(folder, ports);
    for (const words of [['register'], ['deploy', 'dev', '--yes']]) {
      const options = { cwd: folder, env: { ...process.env, ...env }, encoding: 'utf8' } as const;
      const { status, stderr } = spawnSync(process.execPath, [repositoryPath('dist', 'sproc.js'), ...words], options);
      assert.equal(status, 0, stderr);
    }
    const connection = await createConnection(server.connection());
    await connection.query('DROP PROCEDURE shop.add_line');
    await connection.query('DROP PROCEDURE shop.place_order');
    await connection.query('CREATE PROCEDURE shop.place_order() SELECT 1');
    await connection.end();
    const file = path.join(folder, 'routines/shop/orders.sql');
    writeFileSync(file, readFileSync(file, 'utf8').replace("'placed'", "'placed by hand'"));
    return { folder, env };
  });
  after(() => server.stop());

  it('show first what needs attention, and mark it', async () => {
    await workbench().openViews('Sproc');
    await workbench().expand(workbench().row(/^shop/));
    await workbench().expand(workbench().row(/^dev/));
    await workbench().scrollTo('Environments', /^drifted/);
    await workbench().scrollTo('Environments', /^in sync/);
    await workbench().scrollTo('Routines', /^place_order/);
    await workbench().page.mouse.move(640, 18);
    await workbench().shot('70-views-light');
  });

  it('filter by the slash, clear by Escape, and keep by Enter', async () => {
    const { page } = workbench();
    await workbench().row(/^shop/).click();
    const box = page.locator('.quick-input-widget input.input');
    await workbench().until(box, () => page.keyboard.press('/'));
    await box.fill('order');
    const message = page.locator('.part.sidebar .tree-explorer-viewlet-tree-view .message').first();
    await workbench().until(
      async () => /^Filter: order · \d+ of \d+/.test((await message.textContent()) ?? ''),
      () => page.waitForTimeout(200),
    );
    await page.keyboard.press('Enter');
    await box.waitFor({ state: 'hidden' });
    await workbench().shot('71-views-filtered');
    await workbench().command('Sproc: Clear Filter of Routines');
    await message.filter({ hasText: 'Filter' }).waitFor({ state: 'hidden' });
    // The click has closed it.
    await workbench().expand(workbench().row(/^shop/));
  });

  it('leave the keys in the tree after a click, and follow Enter', async () => {
    const { page } = workbench();
    const row = await workbench().scrollTo('Routines', /^place_order/);
    await workbench().click(row, workbench().tab('orders.sql'));
    const inTree = async (): Promise<boolean> => (await page.locator('.part.sidebar :focus').count()) > 0;
    assert.equal(await inTree(), true);
    await workbench().until(
      async () => !(await inTree()),
      () => page.keyboard.press('Enter'),
    );
  });

  it('show only what differs, and name what they leave out', async () => {
    await workbench().command('Sproc: Show Only What Differs');
    await workbench().scrollTo('Environments', /in sync.*not shown/);
    await workbench().page.mouse.move(640, 18);
    await workbench().shot('72-views-only-differing');
    await workbench().command('Sproc: Show Everything in Environments');
    await workbench().scrollTo('Environments', /^in sync/);
  });

  it('offer several selected rows to a command', async () => {
    const { page } = workbench();
    const first = await workbench().scrollTo('Routines', /^place_order/);
    await first.click();
    await page.keyboard.press('Shift+ArrowDown');
    await first.click({ button: 'right' });
    await page.locator('.context-view .action-label').filter({ hasText: 'Deploy…' }).waitFor();
    await workbench().shot('73-views-menu');
    await page.keyboard.press('Escape');
  });

  it('can be read in every theme and in a narrow window', async () => {
    const { page } = workbench();
    mkdirSync(path.join(folder, '.vscode'), { recursive: true });
    for (const [name, theme] of [
      ['dark', 'Default Dark Modern'],
      ['high-contrast', 'Default High Contrast'],
    ] as const) {
      writeFileSync(
        path.join(folder, '.vscode/settings.json'),
        JSON.stringify({ 'workbench.colorTheme': theme, 'window.autoDetectColorScheme': false }),
      );
      const kind = name === 'dark' ? '.monaco-workbench.vs-dark' : '.monaco-workbench.hc-black';
      await page.locator(kind).first().waitFor();
      await workbench().scrollTo('Routines', /^place_order/);
      await page.mouse.move(640, 18);
      await workbench().shot(`74-views-${name}`);
    }
    await page.setViewportSize({ width: 760, height: 800 });
    await workbench().scrollTo('Environments', /^drifted/);
    await workbench().shot('75-views-narrow');
  });
});
