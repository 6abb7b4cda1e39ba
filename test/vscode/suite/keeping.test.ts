/** The commands that keep registry and ledgers in order: each shows its effect first, and asks. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestAccess } from '../../../client/src/extension';
import { liveSchema } from './live-schema';
import { closeEditors, eventually, openSproc, personWho, read, rowsOf, uriOf, write } from './workbench';

describe('keeping registry and ledger in order', () => {
  let sproc: TestAccess;
  let original = '';
  // Before the schema goes, which is dropped by the hook that `liveSchema` adds.
  after(async () => {
    await closeEditors();
    await write('sproc.json', original);
    for (const folder of ['kept', '.kept', 'db'])
      await vscode.workspace.fs.delete(uriOf(folder), { recursive: true }).then(undefined, () => undefined);
    await schema.run('DROP SCHEMA IF EXISTS sproc_registry');
  });
  const schema = liveSchema();

  before(async () => {
    sproc = await openSproc();
    original = await read('sproc.json');
    await schema.run('CREATE PROCEDURE written_by_hand() SELECT 1 AS answer');
    const kept = { host: '127.0.0.1', port: schema.port, user: 'root', schema: schema.name, stage: 'TESTING' };
    const project = {
      sources: ['kept/**/*.sql'],
      schema: 'kept',
      registry: { folder: '.kept' },
      environments: { kept: { ...kept, ledgerSchema: `${schema.name}_ledger` } },
    };
    await write('sproc.json', JSON.stringify(project));
    await eventually(
      async () => rowsOf(sproc.environments),
      (rows) => rows.some((row) => row.startsWith('kept')),
    );
  });

  async function run(
    command: string,
    does: Parameters<typeof personWho>[0],
    argument = {},
  ): Promise<readonly string[]> {
    const person = personWho(does);
    sproc.answer(person);
    await vscode.commands.executeCommand(command, argument);
    return person.heard;
  }

  it('changes nothing where the person turns away from the effect', async () => {
    const heard = await run('sproc.takeOver', {}, { environment: 'kept' });
    assert.deepEqual(heard, [
      '1 routine of kept becomes a version; 0 unchanged, 0 skipped.\n' +
        'kept.written_by_hand 1.0.0, TESTING: kept/written_by_hand.sql (to be written)',
    ]);
    assert.deepEqual(await vscode.workspace.findFiles('**/written_by_hand*.sql'), []);
  });

  it('takes over what lives in an environment', async () => {
    const heard = await run('sproc.takeOver', { presses: ['Take Over'] }, { environment: 'kept' });
    assert.equal(heard.at(-1), 'information: 1 routine of kept is a version now; 0 unchanged, 0 skipped.');
    assert.match((await vscode.workspace.findFiles('**/written_by_hand*.sql')).join(), /written_by_hand\.sql/);
  });

  it('copies the registry to an environment', async () => {
    const heard = await run('sproc.copyRegistry', { picks: ['the folder', 'kept'], presses: ['Copy'] });
    assert.match(heard.at(-1) ?? '', /^information: 1 version .*copied from folder \.kept to schema .* of kept/);
  });

  it('says where there is nothing to do', async () => {
    assert.deepEqual(await run('sproc.cleanUp', {}, { environment: 'kept' }), [
      'information: kept has nothing older than the retention in sproc.json.',
    ]);
    assert.deepEqual(await run('sproc.acceptLedger', {}, { environment: 'kept', reason: 'tried' }), [
      'information: The ledger of kept is intact: there is nothing to accept.',
    ]);
    assert.deepEqual(await run('sproc.resolveConflict', {}), ['information: The registry has no conflict to resolve.']);
  });
});
