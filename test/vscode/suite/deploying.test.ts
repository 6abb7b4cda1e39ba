/** The life of a routine in a real VS Code on a real MySQL: register, deploy, drift, compare, roll back. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { CompareAnswer, DeployAnswer, DriftAnswer, HistoryAnswer, PromoteAnswer, RegisterAnswer } from '#engine';
import type { TestAccess } from '../../../client/src/extension';
import { liveSchema } from './live-schema';
import {
  closeEditors,
  eventually,
  findRow,
  openSproc,
  personWho,
  read,
  routinesIn,
  rowsOf,
  uriOf,
  write,
} from './workbench';

const callee = 'procedures/post_totals.sql';

describe('deploying', () => {
  const schema = liveSchema();
  let sproc: TestAccess;

  before(async () => {
    sproc = await openSproc();
    await schema.run(
      'CREATE TABLE orders (id INT PRIMARY KEY, ordered_on DATE, amount DECIMAL(10, 2))',
      'CREATE TABLE daily_totals (day DATE, total DECIMAL(10, 2))',
    );
    const server = { host: '127.0.0.1', port: schema.port, user: 'root', schema: schema.name };
    const environments = {
      dev: { ...server, stage: 'DEVELOPMENT', ledgerSchema: `${schema.name}_ledger` },
      prod: { ...server, stage: 'PRODUCTION', protected: true, prefix: 'p_', ledgerSchema: `${schema.name}_ledger` },
      locked: { ...server, user: 'nobody', stage: 'TESTING', ledgerSchema: `${schema.name}_ledger` },
    };
    await write('sproc.json', JSON.stringify({ sources: ['procedures/**/*.sql'], schema: 'shop', environments }));
    await eventually(
      async () => rowsOf(sproc.environments),
      (rows) => rows.length === 3,
    );
  });
  after(closeEditors);

  it('lists environments with their stage', async () =>
    assert.deepEqual(await rowsOf(sproc.environments), ['dev · DEVELOPMENT', 'prod · PRODUCTION', 'locked · TESTING']));

  it('lists routines that have no version yet, and leads to the first', async () => {
    assert.deepEqual(await rowsOf(sproc.routines, 'shop'), [
      'close_day · no version yet',
      'post_totals · no version yet',
    ]);
    assert.deepEqual(await rowsOf(sproc.routines, 'shop', 'close_day'), ['Register the first version…']);
  });

  it('registers versions', async () => {
    const person = personWho({});
    sproc.answer(person);
    const answer = await vscode.commands.executeCommand<RegisterAnswer>('sproc.registerVersion', {
      routines: [],
      bump: 'auto',
      message: 'first',
    });
    assert.deepEqual(
      answer.registered.map(({ routine, version }) => `${routine} ${version}`),
      ['shop.close_day 1.0.0', 'shop.post_totals 1.0.0'],
    );
    assert.deepEqual(person.heard, ['information: Registered 2 versions; 0 routines unchanged.']);
    assert.deepEqual(await rowsOf(sproc.routines, 'shop'), ['close_day · 1.0.0', 'post_totals · 1.0.0']);
    assert.deepEqual(await rowsOf(sproc.routines, 'shop', 'post_totals'), ['1.0.0 · development']);
  });

  it('does nothing where the person turns away', async () => {
    const person = personWho({});
    sproc.answer(person);
    const answer = await vscode.commands.executeCommand('sproc.deploy', { environment: 'dev', routines: [] });
    assert.equal(answer, undefined);
    assert.match(person.heard.join(), /Deploying to dev \(DEVELOPMENT\): 2 steps/);
    assert.deepEqual(await schema.run(`SHOW PROCEDURE STATUS WHERE Db = '${schema.name}'`), []);
  });

  it('deploys what was confirmed, callees first, and shows where it runs', async () => {
    const person = personWho({ presses: 'Deploy' });
    sproc.answer(person);
    const answer = await vscode.commands.executeCommand<DeployAnswer>('sproc.deploy', {
      environment: 'dev',
      routines: [],
    });
    assert.equal(answer.outcome, 'deployed', JSON.stringify(answer));
    assert.match(person.heard.at(-1) ?? '', /^information: Deployed 2 routines to dev/);
    const live = await schema.run(`SHOW PROCEDURE STATUS WHERE Db = '${schema.name}'`);
    assert.deepEqual(
      live.map((row) => row['Name']),
      ['close_day', 'post_totals'],
    );
    assert.deepEqual(await rowsOf(sproc.environments, 'dev'), ['in sync · 2']);
    assert.deepEqual(await routinesIn(sproc.environments, 'dev'), [
      'in sync: close_day · 1.0.0',
      'in sync: post_totals · 1.0.0',
    ]);
    assert.deepEqual(await rowsOf(sproc.routines, 'shop'), [
      'close_day · 1.0.0 · dev ✓',
      'post_totals · 1.0.0 · dev ✓',
    ]);
    assert.deepEqual(await rowsOf(sproc.routines, 'shop', 'post_totals'), ['1.0.0 · development · deployed to dev']);
  });

  it('shows in a lens where it runs', async () => {
    await vscode.workspace.openTextDocument(uriOf(callee));
    const lenses = await eventually(
      async () => vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uriOf(callee)),
      (found) => found[0]?.command?.title.includes('deployed to') === true,
    );
    assert.equal(lenses[0]?.command?.title, '1.0.0 · deployed to dev (1.0.0)');
  });

  it('says that there is nothing to do', async () => {
    const person = personWho({});
    sproc.answer(person);
    const answer = await vscode.commands.executeCommand<DeployAnswer>('sproc.deploy', {
      environment: 'dev',
      routines: [],
    });
    assert.equal(answer.outcome, 'nothing-to-do');
  });

  it('deploys a change that is still to be saved, and rolls it back', async () => {
    const document = await vscode.workspace.openTextDocument(uriOf(callee));
    const edit = new vscode.WorkspaceEdit();
    const place = document.getText().indexOf('SUM(amount)');
    edit.replace(
      document.uri,
      new vscode.Range(document.positionAt(place), document.positionAt(place + 11)),
      'AVG(amount)',
    );
    await vscode.workspace.applyEdit(edit);

    sproc.answer(personWho({ presses: 'Deploy' }));
    const routine = 'shop.post_totals';
    const deployed = await vscode.commands.executeCommand<DeployAnswer>('sproc.deploy', {
      environment: 'dev',
      routine,
    });
    assert.equal(deployed.outcome, 'deployed', JSON.stringify(deployed));
    assert.match(await read(callee), /AVG\(amount\)/);
    assert.match(await bodyOf('post_totals'), /AVG\(amount\)/);

    const person = personWho({ presses: 'Roll Back' });
    sproc.answer(person);
    const back = await vscode.commands.executeCommand<DeployAnswer>('sproc.rollBack', { environment: 'dev', routine });
    assert.equal(back.outcome, 'deployed', JSON.stringify(back));
    assert.match(await bodyOf('post_totals'), /SUM\(amount\)/);
    assert.deepEqual(await rowsOf(sproc.environments, 'dev'), ['behind · 1', 'in sync · 1']);
    assert.deepEqual(await rowsOf(sproc.routines, 'shop'), [
      'close_day · 1.0.0 · dev ✓',
      'post_totals · 1.0.0, changed · dev ↓',
    ]);
  });

  it('lays a difference out in the diff editor', async () => {
    await closeEditors();
    sproc.answer(personWho({}));
    const answer = await vscode.commands.executeCommand<CompareAnswer>('sproc.compare', {
      left: 'workspace',
      right: 'dev',
      routine: 'shop.post_totals',
    });
    assert.equal(answer.same, false);
    const input = await eventually(
      () => vscode.window.tabGroups.activeTabGroup.activeTab?.input,
      (shown) => shown instanceof vscode.TabInputTextDiff,
    );
    assert.ok(input instanceof vscode.TabInputTextDiff);
    const text = async (uri: vscode.Uri): Promise<string> => (await vscode.workspace.openTextDocument(uri)).getText();
    assert.match(await text(input.original), /SUM\(amount\)/);
    assert.match(await text(input.modified), /AVG\(amount\)/);
  });

  it('tells when nothing differs', async () => {
    const person = personWho({});
    sproc.answer(person);
    const answer = await vscode.commands.executeCommand<CompareAnswer>('sproc.compare', {
      left: 'registry',
      right: 'dev',
      routine: 'shop.close_day',
    });
    assert.equal(answer.same, true, JSON.stringify(answer));
    assert.deepEqual(person.heard, ['information: No differences between dev and the newest versions.']);
  });

  it('sees what a colleague changed on the server, and does not overwrite it unseen', async () => {
    await schema.run('DROP PROCEDURE close_day', 'CREATE PROCEDURE close_day(IN p_day DATE) SELECT 1');
    await vscode.commands.executeCommand('sproc.refresh');
    assert.match((await routinesIn(sproc.environments, 'dev'))[0] ?? '', /^drifted: close_day/);
    const badge = await eventually(
      () => sproc.environments.badge,
      (shown) => shown !== null,
    );
    assert.deepEqual(badge, { value: 1, tooltip: '1 drifted on dev' });
    const person = personWho({ presses: 'Deploy' });
    sproc.answer(person);
    await vscode.commands.executeCommand('sproc.deploy', { environment: 'dev', routine: 'shop.close_day' });
    assert.match(await bodyOf('close_day'), /SELECT 1/);
    assert.match(person.heard[0] ?? '', /overwrite 1 routine on dev created or changed outside this project/);

    sproc.answer(personWho({ presses: 'Compare' }));
    await vscode.commands.executeCommand('sproc.deploy', { environment: 'dev', routine: 'shop.close_day' });
    await eventually(
      () => vscode.window.tabGroups.activeTabGroup.activeTab?.label,
      (label) => label?.startsWith('close_day · dev ↔ workspace') === true,
    );
    assert.match(await bodyOf('close_day'), /SELECT 1/);
  });

  it('asks for a protected environment’s name, and stops where it is not typed', async () => {
    for (const status of ['TESTING', 'PRODUCTION']) {
      sproc.answer(personWho({}));
      await vscode.commands.executeCommand('sproc.markVersion', {
        routine: 'shop.close_day',
        version: '1.0.0',
        status,
        reason: 'tried',
      });
    }
    const deploy = async (person: ReturnType<typeof personWho>): Promise<DeployAnswer | undefined> => {
      sproc.answer(person);
      return vscode.commands.executeCommand('sproc.deploy', {
        environment: 'prod',
        routine: 'shop.close_day',
        version: '1.0.0',
      });
    };
    const hasty = personWho({ presses: 'Deploy', types: 'production' });
    assert.equal(await deploy(hasty), undefined);
    assert.ok(hasty.heard.includes('prod is protected (PRODUCTION)'), hasty.heard.join('\n'));
  });

  it('says that there is no password yet, in a row', async () => {
    const [row] = await rowsOf(sproc.environments, 'locked');
    assert.match(row ?? '', /^No password for locked yet$/);
  });

  it('leads from what keeps it from connecting to the remedy', async () => {
    const person = personWho({ pressesInMessage: 'Set Password…' });
    sproc.answer(person);
    await vscode.commands.executeCommand('sproc.showPlan', { environment: 'locked', routines: [] });
    const [message = '', question = '', ...more] = person.heard;
    assert.match(message, /^error: .*nobody/);
    assert.match(question, /password.*locked/i);
    assert.deepEqual(more, []);
  });

  it('connects with the password that the keychain holds', async () => {
    await schema.run(
      `CREATE USER '${schema.name}'@'%' IDENTIFIED BY 'a secret'`,
      `GRANT ALL ON ${schema.name}.* TO '${schema.name}'@'%'`,
      `GRANT ALL ON ${schema.name}_ledger.* TO '${schema.name}'@'%'`,
      `GRANT SHOW_ROUTINE ON *.* TO '${schema.name}'@'%'`,
    );
    const text = (await read('sproc.json')).replace('"nobody"', JSON.stringify(schema.name));
    await write('sproc.json', text);
    // A password is stored for whom the project file names: the editor has to have read it.
    await eventually(
      async () => (await (await findRow(sproc.environments, 'locked')).explain?.()) ?? '',
      (found) => found.includes(`${schema.name}@`),
    );
    const wrong = personWho({ types: 'another secret' });
    sproc.answer(wrong);
    assert.equal(await vscode.commands.executeCommand('sproc.setPassword', { environment: 'locked' }), undefined);
    assert.match(wrong.heard.join('\n'), /^Password for locked\nlocked refuses the password\. Keep it anyway\?\n/);
    const right = personWho({ types: 'a secret' });
    sproc.answer(right);
    await vscode.commands.executeCommand('sproc.setPassword', { environment: 'locked' });
    assert.equal(right.heard.at(-1), 'information: locked accepts the password. It is kept in the keychain.');
    const rows = await eventually(
      async () => routinesIn(sproc.environments, 'locked'),
      (found) => found.some((row) => row.includes('post_totals')),
    );
    assert.ok(rows.length >= 2, rows.join('\n'));
    assert.ok(!(await read('sproc.json')).includes('a secret'));
    const isKeyChecked = async (): Promise<boolean | undefined> => {
      const about = { environment: 'locked' };
      const found = await vscode.commands.executeCommand<HistoryAnswer | undefined>('sproc.showHistory', about);
      return found?.heads[0]?.isKeyChecked;
    };
    for (const [command, person, isKnown] of [
      ['setLedgerKey', personWho({ types: ' ' }), false],
      ['setLedgerKey', personWho({ types: 'a ledger key' }), true],
      ['forgetLedgerKey', personWho({}), false],
    ] as const) {
      sproc.answer(person);
      await vscode.commands.executeCommand(`sproc.${command}`, { environment: 'locked' });
      assert.equal(await isKeyChecked(), isKnown, person.heard.join());
      assert.doesNotMatch(person.heard.join('\n'), /a ledger key/);
    }
    sproc.answer(personWho({}));
    await vscode.commands.executeCommand('sproc.forgetPassword', { environment: 'locked' });
    assert.equal(
      (await routinesIn(sproc.environments, 'locked')).some((row) => row.includes('post_totals')),
      false,
    );
    await schema.run(`DROP USER '${schema.name}'@'%'`);
  });

  it('tells the history with its chain', async () => {
    const history = await vscode.commands.executeCommand<HistoryAnswer>('sproc.showHistoryText', {
      environment: 'dev',
    });
    assert.deepEqual(
      history.deployments.map(({ kind }) => kind),
      ['rollback', 'deploy', 'deploy'],
    );
    assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', /The chain of entries is intact/);
  });

  it('imports what lives in an environment and has no source', async () => {
    await schema.run('CREATE PROCEDURE made_by_hand(IN n INT) SELECT n');
    sproc.answer(personWho({}));
    await vscode.commands.executeCommand('sproc.importRoutines', { environment: 'dev', routines: ['made_by_hand'] });
    const rows = await eventually(
      async () => rowsOf(sproc.routines, 'shop'),
      (found) => found.length === 3,
    );
    assert.match(rows[1] ?? '', /^made_by_hand · no version yet/);
  });

  it('shows what was changed on the server, and puts it back', async () => {
    await schema.run(`DROP PROCEDURE ${schema.name}.made_by_hand`);
    const dev = { environment: 'dev', routines: ['post_totals'] };
    const [live] = await schema.run(`SHOW CREATE PROCEDURE ${schema.name}.post_totals`);
    await schema.run(`DROP PROCEDURE ${schema.name}.post_totals`);
    const person = personWho({ presses: 'Revert' });
    sproc.answer(person);
    const answer = await vscode.commands.executeCommand<DriftAnswer>('sproc.showDrift', dev);
    assert.equal(answer.reverted?.outcome, 'deployed', JSON.stringify(answer));
    assert.match(
      person.heard[0] ?? '',
      /^1 routine dropped on dev since the last deployment\.\nshop\.post_totals on .+: dropped/,
    );
    assert.deepEqual(await schema.run(`SHOW CREATE PROCEDURE ${schema.name}.post_totals`), [live]);
    await vscode.commands.executeCommand('sproc.showDrift', dev);
    assert.equal(person.heard.at(-1), 'information: dev has not changed since the last deployment.');
  });

  it('promotes to a protected environment only when its name is typed, and marks what it brought', async () => {
    const version = { routine: 'shop.post_totals', version: '1.0.0' };
    const wanted = { ...version, environment: 'prod' };
    sproc.answer(personWho({}));
    const marked = await vscode.commands.executeCommand('sproc.markVersion', {
      ...version,
      status: 'TESTING',
      reason: 'r',
    });
    assert.notEqual(marked, undefined);
    sproc.answer(personWho({ presses: 'Promote' }));
    assert.equal(await vscode.commands.executeCommand('sproc.promote', wanted), undefined);
    sproc.answer(personWho({ presses: 'Promote', types: 'prod' }));
    const answer = await vscode.commands.executeCommand<PromoteAnswer>('sproc.promote', wanted);
    assert.deepEqual(
      [answer.outcome, answer.marked],
      ['deployed', [{ ...version, from: 'TESTING', to: 'PRODUCTION' }]],
      JSON.stringify(answer),
    );
  });

  it('asks to save before it adopts, and adopts what was changed on the server', async () => {
    const [source, wanted] = ['procedures/close_day.sql', { environment: 'dev', routines: ['close_day'] }];
    const [before, typed] = [await read(source), await read(callee)];
    const document = await vscode.workspace.openTextDocument(uriOf(callee));
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, document.lineAt(document.lineCount - 1).range.end, '\n-- typed, not saved\n');
    await vscode.workspace.applyEdit(edit);

    const hasty = personWho({ presses: 'Adopt' });
    sproc.answer(hasty);
    assert.equal(await vscode.commands.executeCommand('sproc.showDrift', wanted), undefined);
    assert.match(
      hasty.heard.at(-1) ?? '',
      /^1 file of the project has unsaved changes\.\nprocedures\/post_totals\.sql/,
    );
    assert.deepEqual([await read(source), document.isDirty], [before, true]);

    sproc.answer(personWho({ presses: ['Adopt', 'Save and Continue'] }));
    const answer = await vscode.commands.executeCommand<DriftAnswer>('sproc.showDrift', wanted);
    assert.deepEqual(
      answer.adopted.map(({ file }) => file),
      [source],
      JSON.stringify(answer),
    );
    assert.match(await read(source), /SELECT 1/);
    assert.match(await read(callee), /typed, not saved/);
    await write(source, before);
    await write(callee, typed);
  });

  it('draws the call graph', async () => {
    await vscode.commands.executeCommand('sproc.showCallGraph', { routine: 'shop.close_day' });
    const tab = await eventually(
      () => vscode.window.tabGroups.activeTabGroup.activeTab,
      (shown) => shown?.input instanceof vscode.TabInputWebview,
    );
    assert.equal(tab?.label, 'Calls of shop.close_day');
  });

  it('reverts a drifted routine from its row, after a question', async () => {
    await schema.run('DROP PROCEDURE post_totals', 'CREATE PROCEDURE post_totals() SELECT 2');
    await vscode.commands.executeCommand('sproc.refresh');
    const row = await findRow(sproc.environments, 'dev', 'drifted', 'post_totals');
    assert.equal(row.kind, 'sproc.liveDrifted');
    const hasty = personWho({});
    sproc.answer(hasty);
    await vscode.commands.executeCommand('sproc.revert', row);
    assert.match(hasty.heard[0] ?? '', /^Revert shop\.post_totals on dev to the last deployed text\?/);
    assert.match(await bodyOf('post_totals'), /SELECT 2/);
    sproc.answer(personWho({ presses: 'Revert' }));
    await vscode.commands.executeCommand('sproc.revert', row);
    assert.doesNotMatch(await bodyOf('post_totals'), /SELECT 2/);
  });

  it('keeps the selected environment in the status bar', async () => {
    await vscode.commands.executeCommand('sproc.selectEnvironment', { environment: 'prod' });
    await eventually(
      () => sproc.statusBar.text,
      (text) => text === '$(lock) prod PRODUCTION',
    );
    const row = await findRow(sproc.environments, 'prod');
    assert.match(row.description ?? '', /selected/);
  });

  async function bodyOf(procedure: string): Promise<string> {
    const [row] = await schema.run(`SHOW CREATE PROCEDURE ${procedure}`);
    return JSON.stringify(row?.['Create Procedure']);
  }
});
