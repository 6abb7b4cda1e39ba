/** The Deployments view in a real VS Code on a real MySQL, and what the window knows after a deployment. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { DeployAnswer, DeploymentStepsAnswer, HistoryAnswer } from '#engine';
import type { TestAccess } from '../../../client/src/extension';
import type { Row } from '../../../client/src/views/row';
import { liveSchema } from './live-schema';
import { closeEditors, eventually, findRow, openSproc, personWho, read, rowsOf, uriOf, write } from './workbench';

const source = 'procedures/post_totals.sql';
const routine = 'shop.post_totals';

/** Writes the source, and waits until the editor shows it, which may have it open: the editor's text is deployed. */
async function rewrite(text: string): Promise<void> {
  await write(source, text);
  const document = await vscode.workspace.openTextDocument(uriOf(source));
  await eventually(
    () => document.getText(),
    (shown) => shown === text,
  );
}

describe('the Deployments view', () => {
  const schema = liveSchema();
  let sproc: TestAccess;
  let [original, text] = ['', ''];
  let [first, second] = ['', ''];

  before(async () => {
    sproc = await openSproc();
    original = await read(source);
    text = original.replace(/(AVG|MAX)\(amount\)/, 'SUM(amount)');
    await rewrite(text);
    await schema.run(
      'CREATE TABLE orders (id INT PRIMARY KEY, ordered_on DATE, amount DECIMAL(10, 2))',
      'CREATE TABLE daily_totals (day DATE, total DECIMAL(10, 2))',
    );
    const server = { host: '127.0.0.1', port: schema.port, user: 'root', schema: schema.name };
    const ledgerSchema = `${schema.name}_ledger`;
    const environments = {
      dev: { ...server, stage: 'DEVELOPMENT', ledgerSchema },
      prod: { ...server, stage: 'PRODUCTION', protected: true, prefix: 'p_', ledgerSchema },
      closed: { ...server, user: 'nobody', stage: 'TESTING', ledgerSchema },
    };
    // Neither the environments nor the versions of other suites.
    const project = {
      sources: ['procedures/**/*.sql'],
      schema: 'shop',
      registry: { folder: '.history' },
      environments,
    };
    await write('sproc.json', JSON.stringify(project));
    await eventually(
      async () => rowsOf(sproc.deployments),
      (rows) => rows.includes('closed · TESTING'),
    );
  });
  after(async () => {
    await rewrite(original);
    await closeEditors();
  });

  const deploy = async (environment: string): Promise<string> => {
    sproc.answer(personWho({ presses: 'Deploy' }));
    const answer = await vscode.commands.executeCommand<DeployAnswer>('sproc.deploy', { environment, routine });
    assert.equal(answer.outcome, 'deployed', JSON.stringify(answer));
    return answer.deployment ?? '';
  };
  const deploymentsOf = async (environment: string): Promise<readonly string[]> => {
    const [, ...more] = await rowsOf(sproc.deployments, environment);
    assert.deepEqual(more, []);
    return rowsOf(sproc.deployments, environment, 'Today');
  };
  const rowOf = async (deployment: string, ...above: readonly string[]): Promise<Row> => {
    const day = await findRow(sproc.deployments, ...above, 'dev', 'Today');
    const row = (await sproc.deployments.getChildren(day)).find((each) => each.deployment === deployment);
    assert.ok(row, `no row of ${deployment}`);
    return row;
  };
  const shownDiff = async (): Promise<readonly [string, string]> => {
    const input = await eventually(
      () => vscode.window.tabGroups.activeTabGroup.activeTab?.input,
      (shown) => shown instanceof vscode.TabInputTextDiff,
    );
    assert.ok(input instanceof vscode.TabInputTextDiff);
    const show = async (uri: vscode.Uri): Promise<string> => (await vscode.workspace.openTextDocument(uri)).getText();
    return [await show(input.original), await show(input.modified)];
  };

  it('lists environments, and connects to one only when its row is opened', async () => {
    assert.deepEqual(await rowsOf(sproc.deployments), ['dev · DEVELOPMENT', 'prod · PRODUCTION', 'closed · TESTING']);
    assert.deepEqual(await rowsOf(sproc.deployments, 'dev'), ['No deployment to dev is recorded']);
  });

  it('says why an environment cannot be read, with what helps', async () => {
    const [row] = await sproc.deployments.getChildren(await findRow(sproc.deployments, 'closed'));
    assert.match(row?.label ?? '', /nobody|password/);
    assert.equal(row?.kind, 'sproc.passwordFailure');
  });

  it('has a deployment of this window at once', async () => {
    first = await deploy('dev');
    const [row = ''] = await eventually(
      () => deploymentsOf('dev'),
      (rows) => rows.length === 1,
    );
    assert.match(row, /^\d\d:\d\d deploy post_totals · .+ · \d\.\d s$/);
    const steps = await sproc.deployments.getChildren(await rowOf(first));
    assert.deepEqual(
      steps.map(({ label, description }) => [label, description]),
      [[routine, 'new → unregistered']],
    );
    await rewrite(text.replace('SUM(amount)', 'AVG(amount)'));
    second = await deploy('dev');
    await eventually(
      () => deploymentsOf('dev'),
      (rows) => rows.length === 2,
    );
  });

  it('opens what a step replaced beside what it put there', async () => {
    const [step] = await sproc.deployments.getChildren(await rowOf(second));
    assert.ok(step?.command);
    await vscode.commands.executeCommand(step.command, step);
    const [left, right] = await shownDiff();
    assert.match(left, /SUM\(amount\)/);
    assert.match(right, /AVG\(amount\)/);
    const label = vscode.window.tabGroups.activeTabGroup.activeTab?.label ?? '';
    assert.match(label, /^post_totals: unregistered → unregistered \(dev, .+ UTC\)$/);
  });

  it('shows no empty side where there was nothing, or where a text is gone', async () => {
    const [created] = await sproc.deployments.getChildren(await rowOf(first));
    assert.ok(created?.command);
    await vscode.commands.executeCommand(created.command, created);
    assert.match((await shownDiff())[0], /^-- procedure shop\.post_totals did not exist before this step\./);
    await closeEditors();
    await schema.run(`DELETE FROM ${schema.name}_ledger.saved_definition WHERE definition LIKE '%SUM(amount)%'`);
    await vscode.commands.executeCommand(created.command, created);
    // Neither side has a text: a sentence takes the place of a diff.
    assert.equal(vscode.window.tabGroups.activeTabGroup.activeTab, undefined);
    const [step] = await sproc.deployments.getChildren(await rowOf(second));
    assert.ok(step?.command);
    await vscode.commands.executeCommand(step.command, step);
    const [left, right] = await shownDiff();
    assert.match(
      left,
      /^-- The text before this step is not available\. The ledger does not have this text any more\./,
    );
    assert.match(right, /AVG\(amount\)/);
  });

  it('shows the statements of a deployment, and copies its id', async () => {
    const row = await rowOf(second);
    const answer = await vscode.commands.executeCommand<DeploymentStepsAnswer>('sproc.showDeploymentSql', row);
    assert.equal(answer.steps.length, 1);
    const sql = await eventually(
      () => vscode.window.activeTextEditor?.document.getText() ?? '',
      (shown) => shown.startsWith(`-- Deployment ${second} to dev`),
    );
    assert.match(sql, /DELIMITER \$\$\n.*AVG\(amount\)/s);
    await vscode.commands.executeCommand('sproc.copyDeploymentId', row);
    assert.equal(await vscode.env.clipboard.readText(), second);
  });

  it('opens with Show History, and has the text of it beside', async () => {
    const answer = await vscode.commands.executeCommand<HistoryAnswer>('sproc.showHistory', { environment: 'dev' });
    assert.deepEqual(
      answer.deployments.map(({ deployment }) => deployment),
      [second, first],
    );
    await vscode.commands.executeCommand('sproc.showHistoryText', await findRow(sproc.deployments, 'dev'));
    assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', /^History of dev\n/);
  });

  it('shows the history of one routine above the environments, until it is closed', async () => {
    const row = await findRow(sproc.routines, 'shop', 'post_totals');
    await vscode.commands.executeCommand('sproc.showHistory', row);
    const rows = await rowsOf(sproc.deployments, 'History of post_totals');
    assert.deepEqual(rows, ['Versions and statuses', 'dev · DEVELOPMENT', 'prod · PRODUCTION', 'closed · TESTING']);
    assert.deepEqual(await rowsOf(sproc.deployments, 'History of post_totals', 'Versions and statuses'), [
      'No version is registered',
    ]);
    assert.equal((await rowOf(second, 'History of post_totals')).deployment, second);
    await vscode.commands.executeCommand('sproc.closeRoutineHistory', { project: row.project });
    assert.equal((await rowsOf(sproc.deployments)).length, 3);
  });

  it('rolls back a deployment by the same path as the command, unless a later one changed its routines', async () => {
    await rewrite(text.replace('SUM(amount)', 'MAX(amount)'));
    const third = await deploy('dev');
    const latest = await eventually(
      () => rowOf(third).catch(() => null),
      (row) => row !== null,
    );
    assert.equal(latest?.kind, 'sproc.deployment');
    assert.equal((await rowOf(second)).kind, 'sproc.deploymentPast');
    const person = personWho({ presses: 'Roll Back' });
    sproc.answer(person);
    const answer = await vscode.commands.executeCommand<DeployAnswer>('sproc.rollBackDeployment', latest);
    assert.equal(answer.outcome, 'deployed', JSON.stringify(answer));
    assert.match(person.heard[0] ?? '', /^Rolling back dev \(DEVELOPMENT\): 1 step/);
    const rows = await eventually(
      () => deploymentsOf('dev'),
      (found) => found.length === 4,
    );
    assert.match(rows[0] ?? '', /rollback post_totals/);
  });

  it('knows in lenses what a promotion brought, without anybody opening the environment', async () => {
    await rewrite(text);
    const version = { routine, version: '1.0.0' };
    sproc.answer(personWho({ presses: 'Promote', types: 'prod' }));
    await vscode.commands.executeCommand('sproc.registerVersion', { routine, bump: 'auto', message: 'first' });
    await vscode.commands.executeCommand('sproc.markVersion', { ...version, status: 'TESTING', reason: 'tried' });
    await vscode.workspace.openTextDocument(uriOf(source));
    const titles = async (): Promise<string> => {
      const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        uriOf(source),
      );
      return found.map(({ command }) => command?.title).join();
    };
    assert.doesNotMatch(await titles(), /prod/);
    const answer = await vscode.commands.executeCommand<DeployAnswer>('sproc.promote', {
      ...version,
      environment: 'prod',
    });
    assert.equal(answer.outcome, 'deployed', JSON.stringify(answer));
    await eventually(titles, (title) => title.includes('prod (1.0.0)'));
  });
});
