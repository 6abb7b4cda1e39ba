/** The commands that look and change nothing: before a deployment, at privileges, at the setup, at lines of routines. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestAccess } from '../../../client/src/extension';
import { liveSchema } from './live-schema';
import { closeEditors, eventually, openSproc, personWho, read, rowsOf, write } from './workbench';

describe('looking', () => {
  const schema = liveSchema();
  let sproc: TestAccess;
  let original = '';

  before(async () => {
    sproc = await openSproc();
    original = await read('sproc.json');
    await schema.run('CREATE PROCEDURE only_there() SELECT 41 AS answer');
    const dev = { host: '127.0.0.1', port: schema.port, user: 'root', schema: schema.name, stage: 'DEVELOPMENT' };
    const project = {
      sources: ['procedures/**/*.sql'],
      schema: 'shop',
      environments: { looked: { ...dev, ledgerSchema: `${schema.name}_ledger` } },
    };
    await write('sproc.json', JSON.stringify(project));
    await eventually(
      async () => rowsOf(sproc.environments),
      (rows) => rows.some((row) => row.startsWith('looked')),
    );
  });
  after(async () => {
    await closeEditors();
    await write('sproc.json', original);
  });

  async function run(command: string, argument: object): Promise<string> {
    await vscode.commands.executeCommand(command, { environment: 'looked', ...argument });
    return vscode.window.activeTextEditor?.document.getText() ?? '';
  }

  it('names what endangers a deployment, with the remedy', async () => {
    const text = await run('sproc.preflight', { routines: [] });
    assert.match(text, /^\d+ errors?, \d+ warnings?\.\n/);
    assert.match(text, /^warning: .*\.orders.*\n {2}Create the tables first\.$/m);
  });

  it('shows privileges as statements that run', async () => {
    const text = await run('sproc.showGrants', {});
    assert.match(text, /^-- deployer root@/);
    const statements = text.split('\n').filter((line) => line !== '' && !line.startsWith('-- '));
    assert.ok(statements.length > 0, text);
    assert.deepEqual(
      statements.filter((line) => !/^(?:GRANT|CREATE) .*;$/.test(line)),
      [],
    );
  });

  it('checks sources, registry and the environment', async () => {
    const text = await run('sproc.checkSetup', {});
    assert.match(text, /^Sources\n/m);
    assert.match(text, /^Environment looked/m);
    assert.match(text, /\d+ problems?, \d+ warnings?, \d+ unknown\n$/);
  });

  it('finds a line of a live routine, and opens the routine', async () => {
    const person = personWho({ types: '41 as ANSWER', picks: ['SELECT 41'] });
    sproc.answer(person);
    const text = await run('sproc.searchRoutines', {});
    assert.deepEqual(person.heard, ['Search in Routines', '1 line in looked with "41 as ANSWER"']);
    assert.match(text, /only_there/);
  });

  it('says where a text is not', async () => {
    const person = personWho({ types: 'nobody wrote this text' });
    sproc.answer(person);
    await run('sproc.searchRoutines', {});
    assert.deepEqual(person.heard, ['Search in Routines', 'information: looked has no "nobody wrote this text".']);
  });
});
