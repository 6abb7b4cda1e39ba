/** The language server while sproc.json has mistakes: nothing writes, and everything that reads goes on. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RequestType } from 'vscode-languageserver/node';
import * as protocol from '../../protocol/src/protocol';
import { ServerProcess } from '../../scripts/bench/server-process';
import { makeHostileProject, type HostileProject } from '../support/hostile-project';
import { bundleServer, serverProgram } from '../support/sproc-process';

/** The names of the protocol's messages; the first test leaves its requests. */
type RequestName = {
  readonly [K in keyof typeof protocol]: (typeof protocol)[K] extends { readonly method: string } ? K : never;
}[keyof typeof protocol];

/** Each changes files, the registry or servers, or counts as an attempt at a server's login. */
const writing = [
  'tryPassword',
  'tryEnvironment',
  'addEnvironment',
  'register',
  'mark',
  'importRoutines',
  'deploy',
  'rollBack',
  'promote',
  'sync',
  'recover',
  'baseline',
  'gc',
  'acceptLedger',
  'copyRegistry',
  'resolveConflict',
] as const satisfies readonly RequestName[];

/** Each reads only, `drift` without a wish to adopt or revert. */
const reading = [
  'projectState',
  'hoverLinks',
  'sourceRoutines',
  'graph',
  'tablesUsed',
  'versions',
  'show',
  'showTable',
  'compare',
  'preflight',
  'grants',
  'doctor',
  'grep',
  'status',
  'history',
  'deploymentSteps',
  'nextStatuses',
  'plan',
  'planRollback',
  'planPromotion',
  'planSync',
  'drift',
] as const satisfies readonly RequestName[];

/** `createProject` is for a folder without a sproc.json; the server itself sends `secretWanted`. */
const withoutProject = ['createProject', 'secretWanted'] as const satisfies readonly RequestName[];

const parameters = {
  environment: 'dev',
  environments: ['dev'],
  routine: 'shop.a',
  routines: ['shop.a'],
  ref: 'shop.a',
  table: 'shop.t',
  status: 'TESTING',
  reason: 'asked',
  message: 'asked',
  left: 'workspace',
  right: 'registry',
  from: 'dev',
  to: 'dev',
  confirm: 'dev',
  fingerprint: 'f',
  mode: 'adopt',
  keep: 'ours',
  text: 'b',
  added: { name: 'new', host: '127.0.0.1', port: 1, user: 'u', schema: 's', stage: 'DEVELOPMENT' },
  password: 'asked',
  direction: 'both',
  position: { line: 0, character: 18 },
};

const refusal = {
  kind: 'bad-project',
  message: 'sproc.json has mistakes. Nothing was changed, since its last valid version may be out of date.',
  remedy: 'Correct them first; the editor marks each place.',
};

describe('the language server while sproc.json has mistakes', function () {
  this.timeout(120_000);
  let project: HostileProject;
  let server: ServerProcess;
  let asBroken: Readonly<Record<string, string>>;

  before(bundleServer);
  before(async () => {
    project = await makeHostileProject('folder');
    server = await ServerProcess.start(project.root, [serverProgram]);
    await server.indexed();
    const file = join(project.root, 'sproc.json');
    const reported = server.shows(server.uriOf('sproc.json'), (shown) => shown.length > 0);
    writeFileSync(file, '{ "schema": "shop", "sources": 1, "environments": {} }');
    const changes = [{ uri: server.uriOf('sproc.json'), type: 2 }];
    await server.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
    await reported;
    asBroken = project.files();
  });
  after(async () => {
    await server.stop();
    await project.remove();
  });

  function ask(name: RequestName, more: object = {}): Promise<protocol.Reply<unknown>> {
    const uri = server.uriOf('sql/a.sql');
    const about = { project: server.project, uri, textDocument: { uri } };
    return server.connection.sendRequest(protocol[name].method, { ...about, ...parameters, ...more });
  }

  it('knows of each request of the protocol whether it writes', () => {
    const all = Object.entries(protocol).filter(([, exported]) => exported instanceof RequestType);
    const listed: readonly string[] = [...writing, ...reading, ...withoutProject];
    assert.deepEqual([...listed].sort(), all.map(([name]) => name).sort());
  });

  for (const name of writing) {
    it(`refuses ${name}`, async () => {
      assert.deepEqual(await ask(name), { ok: false, error: refusal });
      assert.deepEqual(project.files(), asBroken);
    });
  }

  for (const wish of ['adopt', 'revert'])
    it(`refuses drift with the wish to ${wish}`, async () =>
      assert.deepEqual(await ask('drift', { [wish]: true }), { ok: false, error: refusal }));

  for (const name of reading) {
    it(`goes on with ${name}`, async () => {
      const reply = await ask(name);
      if (!reply.ok) assert.notEqual(reply.error.kind, 'bad-project', reply.error.message);
    });
  }

  it('reads with the last valid content', async () => {
    const routines = await ask('sourceRoutines', { uri: undefined });
    assert.equal(routines.ok && JSON.stringify(routines.value).includes('shop.a'), true);
  });
});
