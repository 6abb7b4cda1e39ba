/** The names of an environment that nobody opened: completion, definitions, symbols and hovers on a real MySQL. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestAccess } from '../../../client/src/extension';
import { liveSchema } from './live-schema';
import { closeEditors, eventually, openSproc, uriOf, write } from './workbench';

const file = 'procedures/live_names.sql';
const text = `CREATE PROCEDURE live_names()
BEGIN
  CALL only_there(1);
  SELECT amount FROM orders;
  SELECT x FROM small_orders;
END;
`;

describe('an environment that nobody opened', () => {
  // Before the schema, which must be there until the last statement.
  after(async () => {
    await closeEditors();
    await vscode.workspace.fs.delete(uriOf(file));
    await write('sproc.json', projectFile);
    await schema.run(`DROP USER IF EXISTS '${user()}'@'%'`);
  });

  const schema = liveSchema();
  const user = (): string => schema.name.slice(0, 20);
  let sproc: TestAccess;
  let projectFile: string;

  before(async () => {
    sproc = await openSproc();
    projectFile = new TextDecoder().decode(await vscode.workspace.fs.readFile(uriOf('sproc.json')));
    await schema.run(
      'CREATE TABLE orders (id INT PRIMARY KEY, amount DECIMAL(10, 2) NOT NULL)',
      'CREATE VIEW small_orders AS SELECT id AS x FROM orders',
      'CREATE PROCEDURE only_there(IN p_id INT) SELECT p_id AS id',
      `CREATE USER IF NOT EXISTS '${user()}'@'%' IDENTIFIED BY 'right'`,
      `GRANT ALL ON *.* TO '${user()}'@'%'`,
    );
    const dev = { host: '127.0.0.1', port: schema.port, user: user(), schema: schema.name, stage: 'DEVELOPMENT' };
    const project = uriOf('').toString().replace(/\/$/, '');
    await sproc.secrets.store(
      { project, environment: 'dev', secret: 'password', audience: [`${user()}@127.0.0.1:${schema.port}`] },
      'right',
    );
    await write(file, text);
    await write(
      'sproc.json',
      JSON.stringify({ sources: ['procedures/**/*.sql'], schema: 'shop', environments: { dev } }),
    );
    await vscode.window.showTextDocument(uriOf(file));
  });
  const at = (word: string): vscode.Position => {
    const line = text.split('\n').findIndex((one) => one.includes(word));
    return new vscode.Position(line, (text.split('\n')[line] ?? '').indexOf(word) + 1);
  };

  async function define(word: string): Promise<string> {
    const found = await vscode.commands.executeCommand<readonly vscode.Location[]>(
      'vscode.executeDefinitionProvider',
      uriOf(file),
      at(word),
    );
    if (found[0] === undefined) return '';
    return (await vscode.workspace.openTextDocument(found[0].uri)).getText();
  }

  it('completes its columns, with the time of the look', async () => {
    const items = await eventually(
      async () => {
        const list = await vscode.commands.executeCommand<vscode.CompletionList>(
          'vscode.executeCompletionItemProvider',
          uriOf(file),
          at('amount'),
        );
        return list.items.filter(({ detail }) => detail?.includes('from dev'));
      },
      (found) => found.length > 0,
    );
    assert.match(items[0]?.detail ?? '', /^decimal\(10,2\) NOT NULL — orders, from dev, \d\d:\d\d$/);
  });

  it('opens the live text of a routine, and the CREATE of a table and a view', async () => {
    assert.match(await define('only_there'), /CREATE PROCEDURE[^]*only_there[^]*SELECT p_id AS id/);
    assert.match(await define('orders;'), /^CREATE TABLE `orders` \([^]*`amount` decimal\(10,2\) NOT NULL[^]*;\n$/);
    assert.match(await define('small_orders'), /VIEW[^]*small_orders/);
  });

  it('is found by the name of a routine', async () => {
    const found = await vscode.commands.executeCommand<readonly vscode.SymbolInformation[]>(
      'vscode.executeWorkspaceSymbolProvider',
      'only_there',
    );
    assert.deepEqual(
      found.map(({ name, containerName, location }) => `${name} ${containerName} ${location.uri.scheme}`),
      ['shop.only_there dev, no source file sproc'],
    );
  });

  it('has links in hovers that run commands of Sproc only', async () => {
    const [hover] = await vscode.commands.executeCommand<readonly vscode.Hover[]>(
      'vscode.executeHoverProvider',
      uriOf(file),
      at('live_names'),
    );
    const contents = (hover?.contents ?? []) as readonly vscode.MarkdownString[];
    const links = contents.find(({ value }) => value.startsWith('[Open](command:sproc.openText?'));
    assert.match(links?.value ?? '', /\[Open\][^ ]* · \[Callers\][^ ]* · \[History\][^ ]*$/);
    assert.deepEqual(
      contents.map(({ isTrusted }) => isTrusted),
      [false, { enabledCommands: ['sproc.openText', 'sproc.showCallGraph', 'sproc.showVersions'] }],
    );
  });
});

describe('the page of a rule', () => {
  after(closeEditors);

  it('is the link of a problem, and opens as it is to be read', async () => {
    await write('procedures/with_problem.sql', 'CREATE PROCEDURE with_problem() CALL nobody_wrote_this();');
    const [problem] = await eventually(
      () => vscode.languages.getDiagnostics(uriOf('procedures/with_problem.sql')),
      (found) => found.length > 0,
    );
    await vscode.workspace.fs.delete(uriOf('procedures/with_problem.sql'));
    const code = problem?.code;
    assert.ok(typeof code === 'object');
    assert.deepEqual([code.value, code.target.toString()], ['missing-routine', 'sproc-rule:/missing-routine.md']);
    assert.match((await vscode.workspace.openTextDocument(code.target)).getText(), /^# `missing-routine`/);
    await vscode.commands.executeCommand('vscode.open', code.target);
    const input = await eventually(
      () => vscode.window.tabGroups.activeTabGroup.activeTab?.input,
      (found) => found instanceof vscode.TabInputCustom,
    );
    assert.equal((input as vscode.TabInputCustom).viewType, 'vscode.markdown.preview.editor');
  });
});
