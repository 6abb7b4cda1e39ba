/** A person opens another person's folder: sources are read and checked, but no server is offered. */
import { mkdtempSync, cpSync } from 'node:fs';
import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { repositoryPath } from '../../scripts/repository';
import { removeAtEnd } from '../../scripts/servers/guardian';
import { openWorkbench } from './support/open-workbench';

describe('Restricted Mode', () => {
  const workbench = openWorkbench(() => {
    const folder = mkdtempSync(path.join(tmpdir(), 'sproc-'));
    removeAtEnd(folder);
    cpSync(repositoryPath('examples', 'shop'), folder, { recursive: true });
    return Promise.resolve({ folder, restricted: true });
  });

  it('lists routines and marks mistakes', async () => {
    await workbench().openViews('Sproc');
    await workbench().row('billing').waitFor();
    await workbench().openFile('vouchers.sql');
    await workbench().page.locator('.monaco-editor .squiggly-error').first().waitFor();
  });

  it('says what it does not do, and how to change that', async () => {
    const welcome = workbench().page.locator('.welcome-view-content');
    await welcome.filter({ hasText: 'connects to no server' }).first().waitFor();
    await welcome.getByText('Manage Workspace Trust').first().waitFor();
    await workbench().shot('50-restricted-mode');
  });

  it('offers no command that connects', async () => {
    const { page } = workbench();
    await workbench().command('Sproc: Show Versions');
    await page.keyboard.press('Escape');
    await page.keyboard.press('F1');
    await page.keyboard.type('Sproc: ');
    await workbench().choice('Sproc: Compare').waitFor();
    const offered = await page.locator('.quick-input-list .monaco-list-row').allTextContents();
    assert.deepEqual(
      // VS Code's own commands lead to the views, which say why they are empty.
      offered.filter((title) =>
        /^(?!Sproc: Focus on ).*(?:Deploy|Roll Back|Set Password|Set Ledger Key|Import|History|Register|Recover)/.test(
          title,
        ),
      ),
      [],
    );
    await page.keyboard.press('Escape');
  });
});
