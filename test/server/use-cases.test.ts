import assert from 'node:assert/strict';
import {
  CancellationTokenSource,
  CodeLensRequest,
  CompletionRequest,
  HoverRequest,
  WorkDoneProgress,
  type WorkDoneProgressReport,
} from 'vscode-languageserver/node';
import type { Connect } from '../../engine/src/database/connection/session';
import { fail, succeed } from '../../engine/src/base/result';
import { openProject, type SprocPorts } from '../../engine/src/use-cases/open-project';
import type { DeployRequest } from '#engine';
import * as protocol from '../../protocol/src/protocol';
import { parseProjectFile } from '../../engine/src/project/parse-project-file';
import { identify } from '../../engine/src/routine/routine';
import type { Sproc } from '../../engine/src/use-cases/sproc';
import { liveTables } from '../support/live-tables';
import { routineOf } from '../support/routine-of';
import { folder, openEditor, usualProject, type Editor, type EditorOptions } from './editor';

const project = folder;
const source = '-- file: a.sql\nCREATE PROCEDURE a() CALL b();\n-- file: b.sql\nCREATE PROCEDURE b() SELECT 1;';
const dev = { project, environment: 'dev' };

/** Returns an unreachable server, and the passwords with which it was tried. */
function unreachable(): { readonly connect: Connect; readonly tried: (string | null)[] } {
  const tried: (string | null)[] = [];
  const connect: Connect = (_, password) => {
    tried.push(password);
    return Promise.resolve({ ok: false, error: { kind: 'unreachable', message: 'db does not answer.' } });
  };
  return { connect, tried };
}

/** Returns a status in which only `a` was deployed to dev. */
function seeing(status: Sproc['status'], text: string): Sproc['status'] {
  const { value } = parseProjectFile(usualProject);
  const environment = value?.environments['dev'];
  assert.ok(environment);
  const a = routineOf(text);
  const identity = identify(a.key);
  const own = new Map(['a', 'b'].map((name) => ({ ...a.key, name })).map((key) => [identify(key), key]));
  const side = {
    ...{
      defaultCharacterSet: null,
      clock: null,
      target: '',
      ...{ dialect: 'mysql' as const, sqlMode: [] },
      unreadable: new Map(),
      routines: new Map([[identity, a]]),
    },
    ...{ incomplete: [], findIncomplete: () => null },
    others: new Map(),
    deployed: new Map([
      [identity, { key: a.key, isUnchanged: true, source: null, version: null, eventStatus: null, isOver: false }],
    ]),
    ledger: { target: 'db', steps: [], unfinished: [], holder: null, problem: null },
  };
  return (request, seen) => {
    if (request.offline !== true) seen?.keep({ environment, own, failure: null, sides: [side] });
    return status({ ...request, offline: true }, seen);
  };
}

/** Fails every plan with the ledger key that it would have signed with. */
const answeringWithKey: typeof openProject = async (ports) => {
  const opened = await openProject(ports);
  if (!opened.ok) return opened;
  const environment = parseProjectFile(usualProject).value?.environments['dev'];
  assert.ok(environment);
  const plan: Sproc['plan'] = async () => {
    const key = await ports.secrets.ledgerKey(environment);
    return key.ok ? fail({ kind: 'could-not', message: key.value ?? 'none' }) : key;
  };
  return succeed({ ...opened.value, plan });
};

/** Writes `a.sql` as adoption does: from its present text. */
const adopting: typeof openProject = async (ports) => {
  const opened = await openProject(ports);
  if (!opened.ok) return opened;
  const drift: Sproc['drift'] = async () => {
    await ports.tree.write('a.sql', `${(await ports.tree.read('a.sql')) ?? ''} -- adopted`);
    return succeed({ drifted: [], adopted: [], registered: [], reverted: null });
  };
  return succeed({ ...opened.value, drift });
};

describe('use cases over the protocol', () => {
  let editor: Editor;
  afterEach(() => editor.close());

  it('tell the state of a project without connecting anywhere', async () => {
    const { connect, tried } = unreachable();
    editor = await openEditor(source, { connect });
    const state = await editor.state();
    assert.deepEqual(state.environments, [
      {
        name: 'dev',
        stage: 'DEVELOPMENT',
        protected: false,
        targets: ['db:3306/shop_dev'],
        audience: ['dev@db:3306'],
        observed: null,
      },
    ]);
    assert.deepEqual(
      (await editor.sources()).map(({ routine, uri, line }) => [routine, uri, line]),
      [
        ['shop.a', `${folder}/a.sql`, 1],
        ['shop.b', `${folder}/b.sql`, 1],
      ],
    );
    assert.deepEqual(tried, []);
  });

  it('write sources from what is saved, not from what is typed', async () => {
    editor = await openEditor('-- file: a.sql\nCREATE PROCEDURE a() SELECT 1;', { openProject: adopting });
    const saved = editor.tree.files.get('a.sql') ?? '';
    await editor.open('a.sql');
    await editor.type('a.sql', 'CREATE PROCEDURE a() SELECT 2; -- typed');
    await editor.connection.sendRequest(protocol.drift, { ...dev, adopt: true });
    assert.equal(editor.tree.files.get('a.sql'), `${saved} -- adopted`);
  });

  it('know the written sources before the editor reports them', async () => {
    editor = await openEditor('-- file: a.sql\nCREATE PROCEDURE a() SELECT 1;', { openProject: adopting });
    editor.tree.files.set('a.sql', 'CREATE PROCEDURE other() SELECT 1;');
    const heard = editor.hears('sources');
    await editor.connection.sendRequest(protocol.drift, { ...dev, adopt: true });
    await heard;
    assert.deepEqual(
      (await editor.sources()).map(({ routine }) => routine),
      ['shop.other'],
    );
  });

  it('give failures as values', async () => {
    editor = await openEditor(source, { connect: unreachable().connect });
    const reply = await editor.connection.sendRequest(protocol.status, { project, environments: ['dev'] });
    assert.equal(reply.ok || reply.error.kind, 'unreachable');
  });

  it('say so where there is no such project', async () => {
    editor = await openEditor(source);
    const reply = await editor.connection.sendRequest(protocol.versions, { project: 'file:///elsewhere' });
    assert.equal(!reply.ok && reply.error.kind, 'bad-project');
  });

  it('connect with the password that the editor keeps', async () => {
    const { connect, tried } = unreachable();
    editor = await openEditor(source, { connect, passwords: { dev: 'from the keychain' } });
    await editor.connection.sendRequest(protocol.plan, dev);
    assert.deepEqual([...new Set(tried)], ['from the keychain']);
  });

  it('try a typed password once, with neither the stored one nor a second attempt', async () => {
    const tried: (string | null)[] = [];
    const connect: Connect = (_, password) => {
      tried.push(password);
      return Promise.resolve(fail({ kind: 'not-permitted', login: 'wrong-password', message: 'Refused.' }));
    };
    editor = await openEditor(source, { connect, passwords: { dev: 'from the keychain' } });
    const reply = await editor.connection.sendRequest(protocol.tryPassword, { ...dev, password: 'typed' });
    assert.equal(reply.ok && reply.value.result, 'refused');
    assert.deepEqual(tried, ['typed']);
  });

  it('never call a password refused that no server has judged', async () => {
    editor = await openEditor(source, { connect: unreachable().connect });
    const reply = await editor.connection.sendRequest(protocol.tryPassword, { ...dev, password: 'typed' });
    assert.equal(reply.ok && reply.value.result, 'untested');
  });

  it('go on reading while sproc.json has mistakes, change nothing, and name the first mistake', async () => {
    editor = await openEditor(source, { connect: unreachable().connect });
    const half = '\n  "qa": { "host": "db2"';
    const heard = editor.hears('project-file');
    await editor.changeFile('sproc.json', usualProject.replace(/}}$/, `},${half}`));
    await heard;
    const { mistakes, firstMistake, inForce, readAt, environments } = await editor.state();
    assert.deepEqual([mistakes > 0, firstMistake?.line, inForce], [true, 1, 'earlier']);
    assert.match(readAt ?? '', /^20/);
    assert.deepEqual(
      environments.map(({ name }) => name),
      ['dev'],
    );
    const read = await editor.connection.sendRequest(protocol.plan, dev);
    assert.equal(read.ok || read.error.kind, 'unreachable', 'a plan asks the server');
    const changed = await editor.connection.sendRequest(protocol.deploy, { ...dev, fingerprint: 'f' });
    assert.match(changed.ok ? '' : changed.error.message, /^sproc\.json has mistakes\. Nothing was changed/);
  });

  it('connect nowhere where the stored password is for another server', async () => {
    const { connect, tried } = unreachable();
    const passwords = { dev: 'from the keychain' };
    editor = await openEditor(source, { connect, passwords, storedFor: ['u@before:3306'] });
    for (const asked of [protocol.plan, protocol.status] as const) {
      const request = asked === protocol.plan ? dev : { project, environments: ['dev'] };
      const reply = await editor.connection.sendRequest(asked.method, request);
      assert.match(JSON.stringify(reply), /not-permitted.* is for u@before:3306, and sproc\.json names dev@db:3306/);
    }
    assert.deepEqual(tried, []);
  });

  const ledgerKeys = { dev: 'from the keychain' };
  const cases: readonly (readonly [string, EditorOptions, RegExp])[] = [
    ['that the editor keeps', { ledgerKeys }, /^from the keychain$/],
    ['of nobody where none is kept', {}, /^none$/],
    [
      'of no other server',
      { ledgerKeys, storedFor: ['u@before:3306'] },
      /^The stored ledger key of dev is for u@before:3306, and sproc\.json names dev@db:3306\. It was not used\.$/,
    ],
  ];
  for (const [whose, options, found] of cases)
    it(`sign with the ledger key ${whose}`, async () => {
      editor = await openEditor(source, { openProject: answeringWithKey, ...options });
      const reply = await editor.connection.sendRequest(protocol.plan, dev);
      assert.match(reply.ok ? '' : reply.error.message, found);
    });

  it('look at the tables, too, whose columns the editor then knows', async () => {
    const server = { dialect: 'mysql', serverVersion: 50744 } as const;
    const tables = liveTables('orders: id int, total decimal(12,2)', [], server);
    editor = await openEditor(
      '-- file: a.sql\nCREATE PROCEDURE a() SELECT o.totl, o.total, UUID_TO_BIN(o.id) FROM orders o;\n',
      {
        openProject: async (ports) => {
          const opened = await openProject(ports);
          if (!opened.ok) return opened;
          const row = { routine: 'shop.a', kind: 'procedure', workspace: null, registry: null } as const;
          const environments = { dev: { version: null, state: 'missing' } } as const;
          const status = () => Promise.resolve(succeed({ routines: [{ ...row, environments }] }));
          return succeed({ ...opened.value, status, liveTables: () => Promise.resolve(succeed(tables)) });
        },
      },
    );
    const { connection } = editor;
    await connection.sendRequest(protocol.status, { project, environments: ['dev'] });
    assert.deepEqual(await editor.nextDiagnostics('a.sql'), ['unknown-column 1:31', 'server-lacks 1:46']);
    const textDocument = { uri: `${folder}/a.sql` };
    const at = (character: number) => ({ textDocument, position: { line: 0, character } });
    const hover = await connection.sendRequest(HoverRequest.type, at(40));
    assert.match(JSON.stringify(hover), /shop\.orders\.total decimal\(12,2\)/);
    const completion = await connection.sendRequest(CompletionRequest.type, at(31));
    assert.match(JSON.stringify(completion), /"label":"total"/);
  });

  it('tell once what was seen, so that whoever looks anew when told comes to an end', async () => {
    const seen = { version: '1.0.0', state: 'in-sync' } as const;
    const row = { routine: 'shop.a', kind: 'procedure', workspace: '1.0.0', registry: '1.0.0' } as const;
    editor = await openEditor(source, {
      openProject: async (ports) => {
        const opened = await openProject(ports);
        if (!opened.ok) return opened;
        const status: typeof opened.value.status = () =>
          Promise.resolve(succeed({ routines: [{ ...row, environments: { dev: seen } }] }));
        return succeed({ ...opened.value, status });
      },
    });
    const environments = ['dev'];
    for (let i = 0; i < 3; i++) await editor.connection.sendRequest(protocol.status, { project, environments });
    const state = await editor.state();
    assert.deepEqual(state.environments[0]?.observed?.routines, {
      'procedure shop.a': { routine: 'shop.a', kind: 'procedure', ...seen, shown: 'in-sync', words: 'in sync' },
    });
    assert.ok(editor.told.filter((what) => what === 'environment').length <= 1, editor.told.join());
  });

  it('compare with what was seen to run when a source is saved, and when it is registered, connecting nowhere', async () => {
    const text = 'CREATE PROCEDURE a() SELECT 1;';
    editor = await openEditor(`-- file: a.sql\n${text}\n-- file: b.sql\nCREATE PROCEDURE b() SELECT 1;`, {
      connect: unreachable().connect,
      openProject: async (ports, index) => {
        const opened = await openProject(ports, index);
        return opened.ok
          ? succeed({ ...opened.value, status: seeing((...given) => opened.value.status(...given), text) })
          : opened;
      },
    });
    const { connection } = editor;
    const shown = async (): Promise<readonly string[]> => {
      const observed = (await editor.state()).environments[0]?.observed;
      const textDocument = { uri: `${folder}/a.sql` };
      const lenses = await connection.sendRequest(CodeLensRequest.type, { textDocument });
      return [
        ...Object.values(observed?.routines ?? {}).map(({ routine, words }) => `${routine}: ${words}`),
        observed?.summary ?? '',
        lenses?.[0]?.command?.title ?? '',
      ];
    };
    const change = async (to: string): Promise<void> => {
      const heard = editor.hears('sources');
      await editor.changeFile('a.sql', to);
      await heard;
    };
    await connection.sendRequest(protocol.status, { project, environments: ['dev'] });
    const notThere = 'shop.b: not deployed';
    assert.deepEqual(await shown(), [
      ...['shop.a: in sync', notThere, '1 not deployed', 'not registered · deployed to dev (in sync)'],
    ]);
    await change('CREATE PROCEDURE a() SELECT 2;');
    assert.deepEqual(await shown(), [
      ...[
        'shop.a: unregistered',
        notThere,
        '1 unregistered, 1 not deployed',
        'not registered · deployed to dev (unregistered)',
      ],
    ]);
    await change(text);
    const registered = editor.hears('registry');
    await connection.sendRequest(protocol.register, { project, routines: ['a'] });
    await registered;
    assert.deepEqual(await shown(), [
      ...['shop.a: in sync', notThere, '1 not deployed', '1.0.0 · deployed to dev (1.0.0)'],
    ]);
  });

  it('draw the call graph without the tables', async () => {
    editor = await openEditor(
      '-- file: a.sql\nCREATE PROCEDURE a() BEGIN CALL b(); SELECT * FROM orders; END;\n-- file: b.sql\nCREATE PROCEDURE b() SELECT 1;',
    );
    const reply = await editor.connection.sendRequest(protocol.graph, { project });
    assert.ok(reply.ok);
    assert.match(reply.value.svg, /data-node="shop\.a"/);
    assert.doesNotMatch(reply.value.svg, /orders/);
    assert.ok(reply.value.graph.nodes.some(({ name }) => name === 'orders'));
  });

  it('show a text for a virtual document', async () => {
    editor = await openEditor(source);
    const reply = await editor.connection.sendRequest(protocol.show, { project, ref: 'shop.b' });
    assert.match(reply.ok ? reply.value.text : '', /CREATE PROCEDURE.*b/i);
  });
});

describe('Restricted Mode', () => {
  let editor: Editor;
  afterEach(() => editor.close());

  it('reads and checks, but neither connects nor writes', async () => {
    const { connect, tried } = unreachable();
    editor = await openEditor(source, { connect, trusted: false });
    const { connection } = editor;
    const files = [...editor.tree.files];
    const replies = [
      await connection.sendRequest(protocol.plan, dev),
      await connection.sendRequest(protocol.deploy, dev),
      await connection.sendRequest(protocol.planRollback, { ...dev, routine: 'shop.a' }),
      await connection.sendRequest(protocol.rollBack, { ...dev, routine: 'shop.a' }),
      await connection.sendRequest(protocol.recover, dev),
      await connection.sendRequest(protocol.history, dev),
      await connection.sendRequest(protocol.importRoutines, dev),
      await connection.sendRequest(protocol.register, { project }),
      await connection.sendRequest(protocol.mark, { project, ref: 'shop.a@1.0.0', status: 'TESTING', reason: '' }),
      await connection.sendRequest(protocol.status, { project, environments: ['dev'] }),
      await connection.sendRequest(protocol.compare, { project, left: 'workspace', right: 'dev' }),
      await connection.sendRequest(protocol.show, { project, ref: 'shop.a@dev' }),
    ];
    assert.deepEqual(
      replies.map((reply) => reply.ok || reply.error.kind),
      replies.map(() => 'not-permitted'),
    );
    assert.deepEqual(tried, []);
    assert.deepEqual([...editor.tree.files], files);
    const allowed = [
      await connection.sendRequest(protocol.graph, { project }),
      await connection.sendRequest(protocol.versions, { project }),
      await connection.sendRequest(protocol.show, { project, ref: 'shop.a' }),
      await connection.sendRequest(protocol.compare, { project, left: 'workspace', right: 'registry' }),
    ];
    assert.deepEqual(
      allowed.map(({ ok }) => ok),
      [true, true, true, true],
    );
  });

  it('ends when trust is granted', async () => {
    const { connect, tried } = unreachable();
    editor = await openEditor(source, { connect, trusted: false });
    await editor.connection.sendNotification(protocol.trustGranted, { trusted: true });
    await editor.connection.sendRequest(protocol.plan, dev);
    assert.equal(tried.length, 1);
  });
});

describe('carrying out', () => {
  let editor: Editor;
  afterEach(() => editor.close());

  /** Opens an engine whose deployment runs a step and then waits to be stopped. */
  async function slowEngine(ports: SprocPorts): ReturnType<typeof openProject> {
    const opened = await openProject(ports);
    if (!opened.ok) return opened;
    const deploy = async ({ signal, onProgress }: DeployRequest): ReturnType<typeof opened.value.deploy> => {
      onProgress?.({ done: 1, total: 2, message: 'shop.b' });
      await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
      const step = { target: 'db:3306/shop_dev', durationMs: 1, error: null };
      return succeed({
        deployment: 'd1',
        outcome: 'rolled-back',
        steps: [
          { ...step, routine: 'shop.b', outcome: 'restored' },
          { ...step, routine: 'shop.a', outcome: 'not-run' },
        ],
      });
    };
    return succeed({ ...opened.value, deploy });
  }

  it('tells each step, stops when it is cancelled, and still says what was done by then', async () => {
    editor = await openEditor(source, { openProject: slowEngine });
    const { connection } = editor;
    const cancellation = new CancellationTokenSource();
    const reports: WorkDoneProgressReport[] = [];
    connection.onProgress(WorkDoneProgress.type, 'work', (value) => {
      if (value.kind !== 'report') return;
      reports.push(value);
      cancellation.cancel();
    });
    const request = { ...dev, workDoneToken: 'work', fingerprint: 'f' };
    const changed = editor.hears('environment');
    const reply = await connection.sendRequest(protocol.deploy, request, cancellation.token);
    assert.deepEqual(reports, [{ kind: 'report', message: '2 of 2 · shop.b', percentage: 50 }]);
    assert.deepEqual(reply.ok && reply.value.steps.map(({ outcome }) => outcome), ['restored', 'not-run']);
    await changed;
  });

  it('goes on while sproc.json changes, and the project is opened anew afterwards', async () => {
    editor = await openEditor(source, { openProject: slowEngine });
    const cancellation = new CancellationTokenSource();
    const reply = editor.connection.sendRequest(protocol.deploy, { ...dev, fingerprint: 'f' }, cancellation.token);
    const changed = editor.hears('project-file');
    await editor.changeFile('sproc.json', '{ "schema": "store", "sources": ["*.sql"] }');
    cancellation.cancel();
    assert.equal((await reply).ok, true);
    await changed;
    assert.deepEqual(
      (await editor.sources()).map(({ routine }) => routine),
      ['store.a', 'store.b'],
    );
  });
});
