/** The main screens look the same whenever a person comes back to them, and a small change of one is found. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import type { PNG } from 'pngjs';
import { makeShopFolder, shopPasswords } from '../../scripts/demo/shop-folder';
import { startShopServer } from '../../scripts/demo/shop-servers';
import { repositoryPath } from '../../scripts/repository';
import { removeAtEnd } from '../../scripts/servers/guardian';
import type { ThrowawayServer } from '../../scripts/servers/throwaway-server';
import { openWorkbench } from './support/open-workbench';
import { countDifferences, mustEqual, pictureAtRest } from './support/pictures';

const repeats = 10;

describe('pictures of the main screens', function () {
  this.timeout(300_000);
  let server: ThrowawayServer;

  const workbench = openWorkbench(async () => {
    server = await startShopServer('mysql');
    const parent = mkdtempSync(path.join(tmpdir(), 'sproc-'));
    removeAtEnd(parent);
    const folder = path.join(parent, 'shop');
    const env = shopPasswords({ dev: server.port });
    makeShopFolder(folder, { dev: server.port });
    for (const words of [['register'], ['deploy', 'dev', '--yes']]) {
      const options = { cwd: folder, env: { ...process.env, ...env }, encoding: 'utf8' } as const;
      const { status, stderr } = spawnSync(process.execPath, [repositoryPath('dist', 'sproc.js'), ...words], options);
      assert.equal(status, 0, stderr);
    }
    const file = path.join(folder, 'routines/shop/orders.sql');
    writeFileSync(file, readFileSync(file, 'utf8').replace("'placed'", "'placed by hand'"));
    renameSync(path.join(folder, 'draft/vouchers.sql'), path.join(folder, 'routines/shop/vouchers.sql'));
    return { folder, env };
  });
  after(() => server.stop());

  const taken = new Map<string, PNG>();
  const side = (selector: string): Locator => workbench().page.locator(`.part.sidebar ${selector}`);
  const lens = (text: string): Locator =>
    workbench().page.locator('.codelens-decoration a').filter({ hasText: text }).first();
  /** The time of day of what was read and deployed. */
  const moving = (): readonly Locator[] => [side('.monaco-list-row .label-description').filter({ hasText: /\d:\d\d/ })];
  const picture = (): Promise<PNG> => pictureAtRest(workbench(), moving());

  const screens: Readonly<Record<string, () => Promise<void>>> = {
    'editor with lens and squiggle': async () => {
      await workbench().openFile('vouchers.sql');
      await workbench().goTo(1, 1);
      await workbench().squiggles('error').first().waitFor();
      await lens('Compare').waitFor();
    },
    plan: async () => {
      await workbench().click(workbench().tab('Plan for dev'), lens('Deploy to dev (2 steps)'));
      await workbench().goTo(1, 1);
    },
    'call graph': async () => {
      const node = workbench().webview().locator('[data-node]').first();
      await workbench().click(workbench().tab('Calls of'), () => node.isVisible());
    },
  };

  before(async () => {
    await workbench().openViews('Sproc');
    await workbench().expand(workbench().row(/^shop/));
    await workbench().expand(workbench().row(/^dev/));
    await workbench().expand(await workbench().scrollTo('Deployments', /^dev/));
    await workbench().expand(await workbench().scrollTo('Deployments', 'Today'));
    await workbench().scrollTo('Deployments', /deploy/);
    await workbench().openFile('routines/shop/orders.sql');
    await lens('changed since 1.0.0').waitFor();
    await workbench().command('Sproc: Show Plan');
    await workbench().pick('dev');
    await workbench().pickAll('audit.note');
    await workbench().tab('Plan for dev').waitFor();
    await workbench().command('Sproc: Show Call Graph');
    await workbench().webview().locator('[data-node]').first().waitFor();
  });

  for (const [name, open] of Object.entries(screens))
    it(`show ${name} the same way ten times`, async () => {
      await open();
      const first = await picture();
      taken.set(name, first);
      for (let i = 1; i < repeats; i++) mustEqual(name, first, await picture());
    });

  for (const [name, open] of Object.entries(screens))
    it(`show ${name} as before when a person comes back`, async () => {
      const before = taken.get(name);
      assert.ok(before);
      await open();
      mustEqual(name, before, await picture());
    });

  /** Small mistakes of a style sheet or a name, each in another part of the window. */
  const mistakes: Readonly<Record<string, string>> = {
    'an icon is another':
      '.part.sidebar .custom-view-tree-node-item-icon.codicon-database::before { content: "\\ea7f" !important; }',
    'a colour is another': '.codelens-decoration a { color: #c07000 !important; }',
    'a text is cut off':
      '.monaco-editor .view-line:first-child > span { display: inline-block; width: 12ch; overflow: hidden; }',
  };
  for (const [name, style] of Object.entries(mistakes))
    it(`tell that ${name}`, async () => {
      await screens['editor with lens and squiggle']?.();
      const before = await picture();
      const planted = await workbench().page.addStyleTag({ content: style });
      const now = await picture();
      assert.ok(countDifferences(before, now) > 0, 'nothing was found');
      await planted.evaluate((element) => (element as unknown as { remove(): void }).remove());
      mustEqual('what was before', before, await picture());
    });
});
