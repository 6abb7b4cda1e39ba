/** A person's bad days: texts come and go, files change on disk, folders vanish, the language server dies. Marks stay right. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { removeAtEnd } from '../../scripts/servers/guardian';
import { languageServersOf } from './support/language-servers';
import { marksAre } from './support/marks';
import { openWorkbench } from './support/open-workbench';

/** Four mistakes that CREATE accepts. */
const faulty = `CREATE PROCEDURE close_day(IN p_day DATE)
BEGIN
  DECLARE v_count INT DEFAULT 0;
  CALL nobody_wrote_this(p_day);
  SET v_count = v_cuont + 1;
  CALL nor_this(v_count);
  SET v_count = v_total;
END
`;
const marked = ['nobody_wrote_this', 'v_cuont', 'nor_this', 'v_total'];
/** One mistake in the file of the other folder, open in no editor. */
const elsewhere = 1;
describe('bad days', () => {
  let parent = '';
  const file = (name: string): string => path.join(parent, 'shop', 'sql', name);

  const workbench = openWorkbench(() => {
    parent = mkdtempSync(path.join(tmpdir(), 'sproc-'));
    removeAtEnd(parent);
    for (const name of ['shop', 'depot']) {
      mkdirSync(path.join(parent, name, 'sql'), { recursive: true });
      const settings = { schema: name, sources: ['sql/**/*.sql'] };
      writeFileSync(path.join(parent, name, 'sproc.json'), JSON.stringify(settings));
    }
    writeFileSync(file('close_day.sql'), faulty);
    writeFileSync(path.join(parent, 'depot/sql/stocktake.sql'), 'CREATE PROCEDURE stocktake() CALL shelf();\n');
    git('init', '--quiet', '--initial-branch=main');
    commit('The day is closed');
    git('checkout', '--quiet', '-b', 'mended');
    writeFileSync(file('close_day.sql'), faulty.replace('v_cuont', 'v_count').replace('BEGIN', '-- mended\nBEGIN'));
    commit('One mistake less');
    git('checkout', '--quiet', 'main');
    const window = path.join(parent, 'both.code-workspace');
    writeFileSync(window, JSON.stringify({ folders: [{ path: 'shop' }, { path: 'depot' }] }));
    return Promise.resolve({ folder: window });
  });

  function git(...words: readonly string[]): void {
    const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
    execFileSync('git', [...identity, ...words], { cwd: path.join(parent, 'shop') });
  }

  function commit(message: string): void {
    git('add', '--all');
    git('commit', '--quiet', `--message=${message}`);
  }

  const press = (key: string): Promise<void> => workbench().page.keyboard.press(key);
  const marks = (words: readonly string[] = marked, others = elsewhere): Promise<void> =>
    marksAre(workbench(), words, others);

  async function typeAtTop(text: string): Promise<void> {
    await workbench().goTo(1, 1);
    await workbench().page.keyboard.type(text);
  }

  async function revert(): Promise<void> {
    await workbench().command('File: Revert File');
    await workbench().page.locator('.tabs-container .tab.active:not(.dirty)').waitFor();
  }

  it('marks the words of mistakes in both folders', async () => {
    await workbench().openFile('close_day.sql');
    await marks();
    await workbench().shot('40-marks');
  });

  it('keeps them under their words while the text is cut, pasted, undone and redone', async () => {
    await workbench().goTo(1, 1);
    await press('Control+A');
    await press('Control+X');
    await marks([]);
    await press('Control+V');
    await marks();
    await press('Control+Z');
    await marks([]);
    await press('Control+Z');
    await marks();
    await press('Control+Y');
    await press('Control+Y');
    await marks();
    await press('Control+A');
    await press('Control+V'); // in one go
    await marks();
    await revert();
    await marks();
  });

  it('keeps them when the file is reverted', async () => {
    await typeAtTop('-- a line\n');
    await marks();
    await revert();
    await marks();
  });

  it('keeps them when another program writes the file', async () => {
    writeFileSync(file('close_day.sql'), `-- a line\n\n${faulty}`);
    await workbench().editor().filter({ hasText: 'a line' }).waitFor();
    await marks();
    writeFileSync(file('close_day.sql'), faulty);
    await workbench().editor().filter({ hasNotText: 'a line' }).waitFor();
    await marks();
  });

  it('follows a switch of the branch, and back', async () => {
    git('checkout', '--quiet', 'mended');
    await workbench().editor().filter({ hasText: 'mended' }).waitFor();
    await marks(marked.filter((word) => word !== 'v_cuont'));
    git('checkout', '--quiet', 'main');
    await marks();
  });

  it('keeps what is not saved when the branch is switched', async () => {
    await typeAtTop('-- not saved\n');
    git('checkout', '--quiet', 'mended');
    await marks();
    await revert();
    await workbench().editor().filter({ hasText: 'mended' }).waitFor();
    await marks(marked.filter((word) => word !== 'v_cuont'));
    git('checkout', '--quiet', 'main');
    await marks();
  });

  it('follows a file to another name, and back', async () => {
    const { page } = workbench();
    await workbench().openViews('Sproc');
    await workbench().expand(workbench().row(/^shop/));
    const renamed = workbench().tab('closing.sql');
    await workbench().command('File: Reveal Active File in Explorer View');
    const box = page.locator('.explorer-viewlet .monaco-inputbox input');
    await workbench().until(box, () => press('F2'));
    await box.fill('closing.sql');
    await press('Enter');
    await renamed.waitFor();
    await marks();
    await workbench().goTo(5, 1);
    await workbench().openViews('Sproc');
    await workbench().click(await workbench().scrollTo('Routines', /^close_day/), workbench().statusBar(/Ln 1,/));
    await workbench().shot('43-renamed');
    git('checkout', '--quiet', '--', '.');
    rmSync(file('closing.sql'));
    await workbench().command('View: Close Editor');
    await workbench().openFile('close_day.sql');
    await marks();
  });

  it('forgets the problems of a deleted file and of a deleted folder', async () => {
    mkdirSync(file('old'));
    for (const name of ['a', 'b'])
      writeFileSync(file(`old/${name}.sql`), `CREATE PROCEDURE ${name}() CALL gone_${name}();\n`);
    await marks(marked, elsewhere + 2);
    rmSync(file('old/a.sql'));
    await marks(marked, elsewhere + 1);
    rmSync(file('old'), { recursive: true });
    await marks();
  });

  it('goes on when the language server is killed once', async () => {
    await workbench().openViews('Sproc');
    await workbench().row(/shop/).waitFor();
    const before = await runningServer(0);
    process.kill(before, 'SIGKILL');
    await typeAtTop('-- after a crash\n');
    await marks();
    await revert();
    await marks();
    assert.deepEqual(
      await workbench()
        .notification(/stopped/)
        .count(),
      0,
      'nobody is bothered',
    );
    assert.notEqual(await runningServer(before), before);
  });

  it('says that the language server has stopped for good after five crashes, and starts it again by a button', async () => {
    const stopped = workbench().notification('The language server of Sproc has stopped');
    let last = 0;
    const killNext = async (): Promise<boolean> => {
      const next = languageServersOf(workbench().server).find((id) => id !== last);
      if (next !== undefined) {
        await marks(); // the editor has to know it as running, so that its end is a crash
        process.kill((last = next), 'SIGKILL');
      }
      return stopped.isVisible();
    };
    await workbench().until(killNext, () => Promise.resolve());
    await stopped.waitFor();
    await workbench().row('The language server of Sproc has stopped').waitFor();
    for (const view of ['Environments', 'Deployments'])
      await workbench().scrollTo(view, 'The language server of Sproc has stopped');
    await workbench().command('Sproc: Show Drift');
    await stopped.waitFor();
    const inWordsOfALibrary = workbench().page.getByText(/client (is not running|got disposed)|connection (is|got) /i);
    assert.deepEqual(await inWordsOfALibrary.allTextContents(), []);
    await workbench().shot('41-server-stopped');
    await workbench().click(stopped.getByRole('button', { name: 'Restart Language Server' }), () =>
      Promise.resolve(languageServersOf(workbench().server).length > 0),
    );
    await workbench().row('The language server of Sproc has stopped').waitFor({ state: 'detached' });
    await typeAtTop('-- after five crashes\n');
    await marks();
    await revert();
    await marks();
  }).timeout(120_000);

  it('keeps the rest when one of two folders is deleted', async () => {
    rmSync(path.join(parent, 'depot'), { recursive: true });
    await workbench().row('depot').waitFor({ state: 'detached' });
    await marks(marked, 0);
    assert.equal(readFileSync(file('close_day.sql'), 'utf8'), faulty);
    await workbench().shot('42-one-folder-left');
  });

  /** Returns the process of another language server than `last`, once it runs. */
  async function runningServer(last: number): Promise<number> {
    let found = last;
    const runs = (): boolean => languageServersOf(workbench().server).some((id) => id !== last && (found = id) > 0);
    await workbench().until(
      () => Promise.resolve(runs()),
      () => Promise.resolve(),
    );
    return found;
  }
});
