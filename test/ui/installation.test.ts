/** A person installs the packed extension and opens a folder with a project. */
import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { repositoryPath } from '../../scripts/repository';
import { removeAtEnd } from '../../scripts/servers/guardian';
import { openWorkbench } from './support/open-workbench';

describe('installation', () => {
  const workbench = openWorkbench(() => {
    const folder = mkdtempSync(path.join(tmpdir(), 'sproc-'));
    removeAtEnd(folder);
    cpSync(repositoryPath('test', 'vscode', 'workspace'), folder, { recursive: true });
    return Promise.resolve({ folder });
  });

  it('shows the commands in the palette and the views in the activity bar', async () => {
    await workbench().command('Sproc: Show Log');
    await workbench().openViews('Sproc');
    await workbench().openFile('close_day.sql');
    await workbench().shot('01-installed');
  }).timeout(60_000);
});
