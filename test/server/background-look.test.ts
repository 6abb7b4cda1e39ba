/** The look at an environment that nobody asked for. */
import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { CompletionRequest } from 'vscode-languageserver/node';
import type { Connect } from '../../engine/src/database/connection/session';
import * as protocol from '../../protocol/src/protocol';
import { folder, openEditor, uriOf, type Editor } from './editor';
import { environmentWith } from './live-environment';

const project = folder;

/** Rejects every password, and counts them. */
function rejecting(): { readonly connect: Connect; readonly tried: (string | null)[] } {
  const tried: (string | null)[] = [];
  const connect: Connect = (_, password) => {
    tried.push(password);
    return Promise.resolve({ ok: false, error: { kind: 'not-permitted', message: 'Access denied for dev.' } });
  };
  return { connect, tried };
}

function projectWith(more: object, targets: object = { host: 'db', schema: 'shop_dev' }): string {
  const dev = { user: 'dev', stage: 'DEVELOPMENT', ...targets };
  const text = JSON.stringify({ schema: 'shop', sources: ['**/*.sql'], environments: { dev, ...more } });
  return `-- file: sproc.json\n${text}\n-- file: a.sql\nCREATE PROCEDURE a() SELECT 1;`;
}

/** Waits until everything that was started has had its turn. */
const settle = (): Promise<void> => wait(60);

describe('the look in the background', () => {
  let editor: Editor;
  afterEach(() => editor.close());

  it('makes tables, columns and live routines known to completion', async () => {
    editor = await openEditor('-- file: a.sql\nCREATE PROCEDURE a() BEGIN SELECT  FROM orders; CALL ; END;', {
      openProject: environmentWith({
        routines: ['CREATE PROCEDURE live_one(IN p INT) SELECT 1'],
        tables: 'orders: total int',
      }),
      passwords: { dev: 'p' },
    });
    await editor.hears('environment');
    const complete = async (character: number): Promise<readonly string[]> => {
      const found = await editor.connection.sendRequest(CompletionRequest.type, {
        textDocument: { uri: uriOf('a.sql') },
        position: { line: 0, character },
      });
      const items = found === null || Array.isArray(found) ? [] : found.items;
      return items.filter(({ detail }) => detail?.includes('from dev')).map((one) => `${one.label}: ${one.detail}`);
    };
    assert.deepEqual(await complete(34), ['total: int NOT NULL — orders, from dev, 16:02']);
    const [called] = await complete(53);
    assert.match(called ?? '', /^live_one: PROCEDURE shop\.live_one\(IN p int\) from dev, \d\d:\d\d$/);
  });

  it('knows nothing of the tables once sproc.json names another server', async () => {
    editor = await openEditor('-- file: a.sql\nCREATE PROCEDURE a() BEGIN SELECT  FROM orders; END;', {
      openProject: environmentWith({ tables: 'orders: total int' }),
      passwords: { dev: 'p' },
    });
    await editor.hears('environment');
    const columns = async (): Promise<readonly string[]> => {
      const found = await editor.connection.sendRequest(CompletionRequest.type, {
        textDocument: { uri: uriOf('a.sql') },
        position: { line: 0, character: 34 },
      });
      const items = found === null || Array.isArray(found) ? [] : found.items;
      return items.flatMap(({ label, detail }) => (detail?.includes('from dev') === true ? [label] : []));
    };
    assert.deepEqual(await columns(), ['total']);
    const other = { user: 'dev', stage: 'TESTING', host: 'elsewhere', schema: 'shop_dev' };
    const text = { schema: 'shop', sources: ['**/*.sql'], environments: { dev: other } };
    await editor.changeFile('sproc.json', JSON.stringify(text));
    assert.deepEqual(await columns(), []);
  });

  it('is made once, whatever happens, with a password that the server rejects', async () => {
    const { connect, tried } = rejecting();
    editor = await openEditor(projectWith({}), { connect, passwords: { dev: 'wrong' } });
    await settle();
    assert.deepEqual(tried, ['wrong']);
    await editor.changeFile('a.sql', 'CREATE PROCEDURE a() SELECT 2;');
    await editor.changeFile('sproc.json', `${editor.tree.files.get('sproc.json') ?? ''} `);
    await settle();
    assert.deepEqual(tried, ['wrong']);
    assert.deepEqual(
      editor.told.filter((said) => said.startsWith('message')),
      [],
    );
    await editor.connection.sendNotification(protocol.secretChanged, { project, environment: 'dev' });
    await settle();
    assert.equal(tried.length, 2);
  });

  it('tries one server of several', async () => {
    const { connect, tried } = rejecting();
    const targets = {
      targets: [
        { host: 'db1', schema: 's' },
        { host: 'db2', schema: 's' },
      ],
    };
    editor = await openEditor(projectWith({}, targets), { connect, passwords: { dev: 'wrong' } });
    await settle();
    assert.equal(tried.length, 1);
  });

  it('is shared by a view that asks at the same time', async () => {
    let reject: () => void = () => undefined;
    const tried: string[] = [];
    const connect: Connect = () => {
      tried.push('once');
      return new Promise((resolve) => {
        reject = () => resolve({ ok: false, error: { kind: 'not-permitted', message: 'Access denied for dev.' } });
      });
    };
    editor = await openEditor(projectWith({}), { connect, passwords: { dev: 'wrong' } });
    await settle();
    const asked = editor.connection.sendRequest(protocol.status, { project, environments: ['dev'] });
    await settle();
    reject();
    const reply = await asked;
    assert.equal(!reply.ok && reply.error.kind, 'not-permitted');
    assert.equal(tried.length, 1);
  });

  for (const [when, options] of [
    ['where no password is known', {}],
    ['in Restricted Mode', { trusted: false, passwords: { dev: 'p' } }],
    ['where the password was stored for another server', { passwords: { dev: 'p' }, storedFor: ['u@before:3306'] }],
  ] as const)
    it(`is not made ${when}`, async () => {
      const { connect, tried } = rejecting();
      editor = await openEditor(projectWith({}), { connect, ...options });
      await settle();
      assert.deepEqual(tried, []);
    });

  it('runs no program to learn a password', async () => {
    const { connect, tried } = rejecting();
    const command = { host: 'db', schema: 's', passwordCommand: 'pass show dev' };
    editor = await openEditor(projectWith({}, command), { connect });
    await settle();
    assert.deepEqual(tried, []);
  });

  it('is made when the workspace is trusted', async () => {
    const { connect, tried } = rejecting();
    editor = await openEditor(projectWith({}), { connect, trusted: false, passwords: { dev: 'p' } });
    await editor.connection.sendNotification(protocol.trustGranted, { trusted: true });
    await settle();
    assert.deepEqual(tried, ['p']);
  });

  it('is one at the selected environment, also when another one is selected', async () => {
    const { connect, tried } = rejecting();
    const qa = { host: 'qa', user: 'qa', schema: 's', stage: 'TESTING' };
    const passwords = { dev: 'of dev', qa: 'of qa' };
    editor = await openEditor(projectWith({ qa }), { connect, passwords, selected: 'qa' });
    await settle();
    assert.deepEqual(tried, ['of qa']);
    for (const selected of ['dev', 'qa'])
      await editor.connection.sendNotification(protocol.environmentsSelected, { selected: { [project]: selected } });
    await settle();
    assert.deepEqual(tried, ['of qa', 'of dev']);
  });
});
