/** Comparing in a real VS Code with a real MySQL: one routine, many, and what is deployed from a comparison. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { CompareAnswer, DeployAnswer, RegisterAnswer } from '#engine';
import type { DifferenceNode } from '../../../client/src/comparing/difference-nodes';
import type { TestAccess } from '../../../client/src/extension';
import { liveSchema } from './live-schema';
import { closeEditors, eventually, openSproc, personWho, rowsOf, uriOf, write } from './workbench';

const file = 'comparing/totals.sql';
const eventFile = 'comparing/tidy.sql';
const source = `-- Totals of the shop
DELIMITER $$
CREATE PROCEDURE first_total(OUT p_total INT)
BEGIN
  SET p_total = 1;
END$$

CREATE PROCEDURE second_total(OUT p_total INT)
BEGIN
  CALL first_total(p_total);
END$$
DELIMITER ;
`;
/** The routines of the other environment, whose prefix is in the same schema, and one of nobody's. */
const unmanaged =
  'Not managed by this project 4: shop.b_first_total, shop.b_second_total, shop.b_tidy, shop.made_by_hand';
const event = `CREATE EVENT tidy ON SCHEDULE EVERY 1 WEEK STARTS '2025-01-01 00:00:00' DO SET @tidied = 1;\n`;

describe('comparing', () => {
  const schema = liveSchema();
  let sproc: TestAccess;

  before(async () => {
    sproc = await openSproc();
    const server = { host: '127.0.0.1', port: schema.port, user: 'root', schema: schema.name };
    const ledgerSchema = `${schema.name}_ledger`;
    const environments = {
      dev: { ...server, stage: 'DEVELOPMENT', ledgerSchema },
      beta: { ...server, stage: 'DEVELOPMENT', prefix: 'b_', ledgerSchema },
    };
    await write(file, source);
    await write(eventFile, event);
    await write('sproc.json', JSON.stringify({ sources: ['comparing/**/*.sql'], schema: 'shop', environments }));
    await eventually(
      async () => rowsOf(sproc.environments),
      (rows) => rows.length === 2,
    );
    await eventually(
      async () => rowsOf(sproc.routines, 'shop'),
      (rows) => rows.length === 3,
    );
    sproc.answer(personWho({ presses: 'Deploy' }));
    const all = { routines: [], bump: 'auto', message: 'first' };
    await vscode.commands.executeCommand<RegisterAnswer>('sproc.registerVersion', all);
    for (const environment of ['dev', 'beta']) {
      const answer = await vscode.commands.executeCommand<DeployAnswer>('sproc.deploy', { environment, routines: [] });
      assert.equal(answer.outcome, 'deployed', JSON.stringify(answer));
    }
  });
  after(async () => {
    await vscode.commands.executeCommand('sproc.closeDifferences');
    await closeEditors();
    for (const path of ['comparing', '.sproc']) await vscode.workspace.fs.delete(uriOf(path), { recursive: true });
  });

  it('says what is the same, of a clean deployment with a prefix, too', async () => {
    for (const environment of ['dev', 'beta']) {
      const person = personWho({});
      sproc.answer(person);
      const answer = await compare({ environment });
      assert.deepEqual([answer.same, answer.differences], [true, []]);
      assert.deepEqual(person.heard, [`information: No differences between ${environment} and the workspace.`]);
    }
  });

  it('opens one routine with the file itself on the right, whichever side was named first', async () => {
    await write(file, source.replace('= 1', '= 2'));
    await eventually(
      async () => (await rowsOf(sproc.routines, 'shop')).join(),
      (rows) => rows.includes('changed'),
    );
    await compare({ left: 'workspace', right: 'beta', routine: 'shop.first_total' });
    const [left, right] = await openDiff();
    assert.equal(right.toString(), uriOf(file).toString());
    assert.equal(await textOf(left), source);
    assert.equal(activeTab()?.label, 'first_total · beta 1.0.0 ↔ workspace (changed)');
  });

  it('shows this routine’s changes only, wherever else the file is edited', async () => {
    const [left, right] = await openDiff();
    const edit = new vscode.WorkspaceEdit();
    edit.insert(right, new vscode.Position(0, 0), '-- More\n');
    edit.replace(right, new vscode.Range(8, 0, 8, 0), '');
    await vscode.workspace.applyEdit(edit);
    await eventually(
      () => textOf(left),
      (text) => text === `-- More\n${source}`,
    );
    const document = await vscode.workspace.openTextDocument(right);
    assert.equal(document.getText(), `-- More\n${source.replace('= 1', '= 2')}`);
    await document.save();
  });

  it('deploys the routine from the editor’s title to the environment on the left', async () => {
    const person = personWho({ presses: 'Deploy' });
    sproc.answer(person);
    const answer = await vscode.commands.executeCommand<DeployAnswer>('sproc.deployCompared');
    assert.equal(answer.outcome, 'deployed', JSON.stringify(answer));
    assert.match(person.heard.join('\n'), /Deploying to beta \(DEVELOPMENT\)/);
    assert.deepEqual(
      answer.steps.map(({ routine }) => routine),
      ['shop.first_total'],
    );
  });

  it('reports settings in one sentence instead of two equal texts', async () => {
    await closeEditors();
    const create = source.slice(source.indexOf('CREATE PROCEDURE second'), source.lastIndexOf('$$'));
    await schema.run("SET SESSION sql_mode = 'ANSI_QUOTES'", 'DROP PROCEDURE second_total', create);
    const person = personWho({});
    sproc.answer(person);
    await compare({ left: 'dev', right: 'beta', routine: 'shop.second_total' });
    assert.match(
      person.heard[0] ?? '',
      /^information: shop\.second_total has the same text in dev and beta\. sql_mode: only dev has ANSI_QUOTES; only beta has .*\.$/,
    );
    assert.equal(activeTab()?.label, undefined);
  });

  it('shows an event as its server does', async () => {
    await schema.run("ALTER EVENT tidy ON SCHEDULE EVERY 2 WEEK STARTS '2025-01-01 00:00:00'");
    await compare({ environment: 'dev', routine: 'shop.tidy' });
    const [left] = await openDiff();
    assert.match(await textOf(left), /^CREATE .*EVENT `?tidy`? ON SCHEDULE EVERY 2 WEEK STARTS '2025-01-01 00:00:00'/);
  });

  it('lists many in groups, with what is not managed apart, and opens all in one editor', async () => {
    await schema.run('CREATE PROCEDURE made_by_hand() SELECT 1', 'DROP PROCEDURE first_total');
    await compare({ environment: 'dev' });
    const { view } = sproc.comparing;
    assert.deepEqual(groups(), ['Changed 1: tidy', 'Only in the workspace 1: first_total', unmanaged]);
    assert.match(view.message, /^1 changed, 1 only in the workspace\. Read at/);
    assert.deepEqual(
      view.ticked().map(({ routine }) => routine),
      ['shop.tidy', 'shop.first_total'],
    );
    await eventually(
      () => activeTab()?.label ?? '',
      (label) => label.startsWith('dev ↔ the workspace'),
    );
  });

  it('opens the difference of a row, and filters the rows', async () => {
    const { view } = sproc.comparing;
    const [entry] = view.entries().filter(({ routine }) => routine === 'shop.first_total');
    await vscode.commands.executeCommand('sproc.openDifference', { difference: entry?.id });
    const [left, right] = await openDiff();
    assert.equal(right.toString(), uriOf(file).toString());
    assert.doesNotMatch(await textOf(left), /PROCEDURE first_total/);
    sproc.answer(personWho({ types: 'TIDY' }));
    await vscode.commands.executeCommand('sproc.findDifferences');
    assert.deepEqual(groups().slice(0, 1), ['Changed 1: tidy']);
    assert.match(view.message, /1 hidden by the filter\./);
    sproc.answer(personWho({ picks: ['Formatting', 'Creation', 'Definers', 'procedures', 'shop'] }));
    await vscode.commands.executeCommand('sproc.filterDifferences');
    assert.deepEqual(groups(), [unmanaged]);
    sproc.answer(
      personWho({ picks: ['Formatting', 'Creation', 'Definers', 'procedures', 'events', 'shop'], types: 'first' }),
    );
    await vscode.commands.executeCommand('sproc.filterDifferences');
    await vscode.commands.executeCommand('sproc.findDifferences');
    assert.deepEqual(groups().slice(0, 1), ['Only in the workspace 1: first_total']);
  });

  it('deploys what is ticked and shown, and compares again', async () => {
    sproc.answer(personWho({ presses: 'Deploy' }));
    const answer = await vscode.commands.executeCommand<DeployAnswer>('sproc.deployTicked');
    assert.deepEqual(
      answer.steps.map(({ routine }) => routine),
      ['shop.first_total'],
    );
    assert.deepEqual(groups(), [unmanaged]);
    assert.match(sproc.comparing.view.message, /^1 changed\. 1 hidden by the filter\./);
  });

  it('compares two environments, and swaps them', async () => {
    await compare({ left: 'dev', right: 'beta' });
    const { view } = sproc.comparing;
    assert.deepEqual([view.comparison?.left, view.comparison?.right], ['dev', 'beta']);
    await vscode.commands.executeCommand('sproc.swapSides');
    assert.deepEqual([view.comparison?.left, view.comparison?.right], ['beta', 'dev']);
  });

  it('compares two versions', async () => {
    await vscode.commands.executeCommand('sproc.registerVersion', { routines: [], bump: 'minor', message: 'second' });
    await compare({ routines: ['shop.first_total@1.1.0', 'shop.first_total@1.0.0'] }, 'sproc.compareVersions');
    const [left, right] = await openDiff();
    assert.match(await textOf(left), /= 1;/);
    assert.match(await textOf(right), /= 2;/);
    assert.equal(activeTab()?.label, 'first_total · version 1.0.0 ↔ version 1.1.0');
  });

  it('opens 200 differences at once', async () => {
    await closeEditors();
    for (let i = 0; i < 200; i++)
      await write(
        `comparing/many/p${i}.sql`,
        `CREATE PROCEDURE p${i}()\nBEGIN\n${'  SET @a = 1;\n'.repeat(40)}  SELECT ${i};\nEND;\n`,
      );
    await eventually(
      async () => rowsOf(sproc.routines, 'shop'),
      (rows) => rows.length === 203,
    );
    const live = Array.from(
      { length: 200 },
      (_, i) => `CREATE PROCEDURE p${i}()\nBEGIN\n${'  SET @a = 1;\n'.repeat(40)}  SELECT -${i + 1};\nEND`,
    );
    await schema.run(...live);
    const answer = await compare({ environment: 'dev' });
    await eventually(
      () => activeTab()?.label ?? '',
      (label) => label.startsWith('dev ↔ the workspace'),
    );
    assert.ok((answer.texts?.length ?? 0) >= 200, String(answer.texts?.length));
  });

  async function compare(argument: object, command = 'sproc.compare'): Promise<CompareAnswer> {
    return vscode.commands.executeCommand<CompareAnswer>(command, argument);
  }

  function groups(): readonly string[] {
    const { view } = sproc.comparing;
    const children = (node?: DifferenceNode) => view.getChildren(node);
    return children().map((group) => {
      const labels = children(group).map(({ label }) => label);
      return `${group.label} ${group.description}: ${labels.join(', ')}`;
    });
  }
});

function activeTab(): vscode.Tab | undefined {
  return vscode.window.tabGroups.activeTabGroup.activeTab;
}

async function openDiff(): Promise<readonly [vscode.Uri, vscode.Uri]> {
  const input = await eventually(
    () => activeTab()?.input,
    (shown) => shown instanceof vscode.TabInputTextDiff,
  );
  assert.ok(input instanceof vscode.TabInputTextDiff);
  return [input.original, input.modified];
}

async function textOf(uri: vscode.Uri): Promise<string> {
  return (await vscode.workspace.openTextDocument(uri)).getText();
}
