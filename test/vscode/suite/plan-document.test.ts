/** A plan as a document with its own buttons, and the texts that a server rejects, in a real VS Code on a real MySQL. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { PlanAnswer } from '#engine';
import type { TestAccess } from '../../../client/src/extension';
import { liveSchema } from './live-schema';
import { closeEditors, eventually, openSproc, personWho, read, rowsOf, uriOf, write } from './workbench';

const file = 'planned/totals.sql';
const good = 'CREATE PROCEDURE totals()\nBEGIN\n  SELECT 1;\nEND;\n';

describe('the document of a plan', () => {
  const schema = liveSchema();
  let sproc: TestAccess;
  let settings: string;

  before(async () => {
    sproc = await openSproc();
    settings = await read('sproc.json');
    await write(file, good);
    await schema.run('CREATE PROCEDURE callee(IN n INT) SELECT n');
    const server = { host: '127.0.0.1', port: schema.port, user: 'root', schema: schema.name };
    const environments = {
      plans: { ...server, stage: 'DEVELOPMENT', ledgerSchema: `${schema.name}_ledger` },
      live: { ...server, stage: 'PRODUCTION', protected: true, ledgerSchema: `${schema.name}_ledger` },
    };
    await write('sproc.json', JSON.stringify({ sources: ['planned/**/*.sql'], schema: 'shop', environments }));
    await eventually(
      async () => rowsOf(sproc.environments),
      (rows) => rows[0]?.startsWith('plans') === true,
    );
    await eventually(
      async () => JSON.stringify(await rowsOf(sproc.routines)),
      (rows) => rows.includes('shop'),
    );
  });
  after(async () => {
    await closeEditors();
    await vscode.workspace.fs.delete(uriOf('planned'), { recursive: true });
    await write('sproc.json', settings);
    await eventually(
      async () => (await rowsOf(sproc.environments)).join(),
      (rows) => !rows.includes('plans'),
    );
  });

  it('shows the stage and each step, with lenses, and changes nothing', async () => {
    const plan = await showPlan();
    assert.deepEqual(
      plan?.steps.map(({ routine }) => routine),
      ['shop.totals'],
    );
    const { document } = await shownPlan();
    assert.match(document.getText(), /^Plan for plans \(DEVELOPMENT\) on .+\n1 to create, 0 to replace, 0 to drop\n/);
    assert.match(document.getText(), /^ {2}1\. create procedure shop\.totals$/m);
    assert.equal(document.languageId, 'sproc-plan');
    assert.deepEqual(await lensesOf(document.uri), ['$(play) Deploy to plans (1 step)', 'Discard', 'SQL']);
    assert.deepEqual(await bodies(), ['callee']);
  });

  it('opens the statements of a step as SQL for a plain client', async () => {
    const { document } = await shownPlan();
    await press(document.uri, 'SQL');
    const text = await eventually(
      () => vscode.window.activeTextEditor?.document.getText() ?? '',
      (shown) => shown.startsWith('-- create procedure shop.totals'),
    );
    assert.match(text, /^DELIMITER ;;\nCREATE .*PROCEDURE[^]*END\n;;\nDELIMITER ;$/m);
  });

  it('is closed by Discard', async () => {
    await showPlan();
    const { document } = await shownPlan();
    await press(document.uri, 'Discard');
    await eventually(
      () => planTabs(),
      (tabs) => tabs.length === 0,
    );
  });

  it('deploys exactly this plan, and shows the outcome in its place', async () => {
    await showPlan();
    const { document } = await shownPlan();
    const person = personWho({});
    sproc.answer(person);
    await vscode.commands.executeCommand('sproc.runPlan', document.uri);
    assert.deepEqual(await bodies(), ['callee', 'totals']);
    assert.deepEqual(person.heard, ['information: Deployed 1 routine to plans.']);
    await eventually(
      () => document.getText(),
      (text) => text.includes('Run at'),
    );
    assert.match(
      document.getText().replaceAll(/\n +/g, ' '),
      /^Run at .+ UTC by .+, deployment .+: Deployed 1 routine to plans\.$/m,
    );
    assert.deepEqual(await lensesOf(document.uri), ['SQL']);
  });

  it('says that it no longer holds, and offers a new one', async () => {
    await change(good.replace('SELECT 1', 'SELECT 2'));
    await showPlan();
    const { document } = await shownPlan();
    assert.deepEqual(await lensesOf(document.uri), ['$(play) Deploy to plans (1 step)', 'Discard', 'Diff', 'SQL']);
    await change(good.replace('SELECT 1', 'SELECT 3'));
    const person = personWho({});
    sproc.answer(person);
    await vscode.commands.executeCommand('sproc.runPlan', document.uri);
    assert.match(person.heard.join(), /^warning: The plan for plans is out of date.* Nothing was changed\.$/);
    await eventually(
      () => document.getText(),
      (text) => /^Tried at .+: The plan for plans is out of date/m.test(text),
    );
    assert.deepEqual((await lensesOf(document.uri)).slice(0, 2), ['Make Plan Again', 'Discard']);
    await press(document.uri, 'Make Plan Again');
    await eventually(
      () => document.getText(),
      (text) => text.includes('Nothing has been changed yet.'),
    );
  });

  it('lays the live text beside the new one', async () => {
    const { document } = await shownPlan();
    await press(document.uri, 'Diff');
    const input = await eventually(
      () => vscode.window.tabGroups.activeTabGroup.activeTab?.input,
      (shown) => shown instanceof vscode.TabInputTextDiff,
    );
    assert.ok(input instanceof vscode.TabInputTextDiff);
    const text = async (uri: vscode.Uri): Promise<string> => (await vscode.workspace.openTextDocument(uri)).getText();
    assert.match(await text(input.original), /SELECT 1/);
    assert.match(await text(input.modified), /SELECT 3/);
  });

  it('names production on its first line, and offers no deployment of what it does not accept', async () => {
    sproc.answer(personWho({}));
    await vscode.commands.executeCommand('sproc.showPlan', { environment: 'live', routine: 'shop.totals' });
    const { document } = await shownPlan('live');
    assert.match(document.getText(), /^Plan for live \(PRODUCTION\).*\n.*\n1 error: this plan cannot be deployed\.\n/);
    assert.deepEqual((await lensesOf(document.uri)).slice(0, 2), ['Make Plan Again', 'Discard']);
  });

  it('puts the mistakes of the sources first, and leads to them', async () => {
    await change(good.replace('SELECT 1', 'CALL callee(1, 2)'));
    const mistaken = `${good}\nCREATE PROCEDURE callee(IN n INT) SELECT n;\n`;
    await change(mistaken.replace('SELECT 1', 'CALL callee(1, 2)'));
    const person = personWho({ presses: 'Show Problems' });
    sproc.answer(person);
    const wanted = { environment: 'plans', routine: 'shop.totals' };
    assert.equal(await vscode.commands.executeCommand('sproc.deploy', wanted), undefined);
    assert.match(
      person.heard.join('\n'),
      /1 mistake that CREATE accepts\. Running it fails\.\n✘ planned\/totals\.sql, line 3: /,
    );
    const editor = await eventually(
      () => vscode.window.activeTextEditor,
      (shown) => shown?.document.uri.path.endsWith(file) === true,
    );
    assert.equal(editor?.selection.active.line, 2);
  });

  it('marks the line that the server rejects, until the text changes', async () => {
    await change('CREATE PROCEDURE totals()\nBEGIN\n  SELECT FROM WHERE;\nEND;\n');
    const person = personWho({ presses: 'Open Line' });
    sproc.answer(person);
    await vscode.commands.executeCommand('sproc.deploy', { environment: 'plans', routine: 'shop.totals' });
    assert.match(person.heard.join('\n'), /^This plan cannot be deployed to plans\.\n✘ The server rejects/);
    const [mark] = await eventually(
      () => marks('plans'),
      (found) => found.length === 1,
    );
    assert.equal(mark?.range.start.line, 2);
    assert.match(mark.message, /^The server rejects procedure shop\.totals: .+ \(error 1064\)\./);
    assert.equal(vscode.window.activeTextEditor?.selection.active.line, 2);
    await change(good);
    await eventually(
      () => marks('plans'),
      (found) => found.length === 0,
    );
  });

  async function showPlan(): Promise<PlanAnswer | undefined> {
    sproc.answer(personWho({}));
    return vscode.commands.executeCommand('sproc.showPlan', { environment: 'plans', routine: 'shop.totals' });
  }

  async function shownPlan(environment = 'plans'): Promise<vscode.TextEditor> {
    const tab = planTabs().find(({ label }) => label === `Plan for ${environment}`);
    if (tab?.input instanceof vscode.TabInputText)
      await vscode.window.showTextDocument(tab.input.uri, { preview: false });
    const editor = await eventually(
      () => vscode.window.activeTextEditor,
      (shown) => shown?.document.uri.path === `/Plan for ${environment}` && shown.document.languageId === 'sproc-plan',
    );
    assert.ok(editor);
    return editor;
  }

  function planTabs(): readonly vscode.Tab[] {
    const tabs = vscode.window.tabGroups.all.flatMap(({ tabs: all }) => all);
    return tabs.filter(({ input, label }) => input instanceof vscode.TabInputText && label.startsWith('Plan for'));
  }

  async function findLenses(uri: vscode.Uri): Promise<readonly vscode.CodeLens[]> {
    return vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
  }

  async function lensesOf(uri: vscode.Uri): Promise<readonly string[]> {
    return (await findLenses(uri)).map(({ command }) => command?.title ?? '');
  }

  async function press(uri: vscode.Uri, title: string): Promise<void> {
    const lens = (await findLenses(uri)).find(({ command }) => command?.title === title)?.command;
    assert.ok(lens, `no lens ${title}`);
    await vscode.commands.executeCommand(lens.command, ...((lens.arguments ?? []) as readonly unknown[]));
  }

  /** Replaces the text in the editor and saves it. */
  async function change(text: string): Promise<void> {
    const document = await vscode.workspace.openTextDocument(uriOf(file));
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
    await vscode.workspace.applyEdit(edit);
    await document.save();
  }

  function marks(source: string): readonly vscode.Diagnostic[] {
    return vscode.languages.getDiagnostics(uriOf(file)).filter((found) => found.source === source);
  }

  async function bodies(): Promise<readonly unknown[]> {
    return (await schema.run(`SHOW PROCEDURE STATUS WHERE Db = '${schema.name}'`)).map((row) => row['Name']);
  }
});
