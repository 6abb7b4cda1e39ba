/**
 * The entries that gc removes and those that it must keep: present and previous states, unfinished deployments, and a
 * chain that can be proven.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { connectMysql } from '../../engine/src/database/connection/mysql-session';
import type { LedgerEntry } from '../../engine/src/ledger/ledger';
import { openMysqlLedger } from '../../engine/src/ledger/mysql-ledger';
import type { Registry } from '../../engine/src/registry/records/registry';
import { expectFailure, expectOk } from '../support/expect';
import { liveProject, type LiveProject, type LiveProjectOptions } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';
import { memoryRegistry } from '../support/memory-registry';
import { registryOn } from '../support/server-registry';

const retention = { days: 0, deployments: 1 };

describe('removing what is old', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    const inLedger = (table: string): string => `${schema.name}_ledger.${table}`;
    afterEach(() =>
      server.run(
        `DROP DATABASE IF EXISTS ${schema.name}_ledger`,
        `DROP DATABASE IF EXISTS ${schema.name}_registry`,
        ...['p', 'q'].map((name) => `DROP PROCEDURE IF EXISTS ${schema.name}.${name}`),
      ),
    );

    const open = (options: LiveProjectOptions = {}): LiveProject =>
      liveProject(server, schema.name, { settings: { retention }, ...options });
    const text = (name: string, version: number): string => `CREATE PROCEDURE ${name}() BEGIN SELECT ${version}; END`;
    const deploy = async (project: LiveProject, files: Readonly<Record<string, number>>): Promise<string> => {
      for (const [name, version] of Object.entries(files)) project.files.set(`${name}.sql`, text(name, version));
      const answer = expectOk(await project.deploy({ environment: 'test' }));
      assert.equal(answer.outcome, 'deployed', JSON.stringify(answer));
      return answer.deployment ?? '';
    };
    const collect = async (project: LiveProject, kind: string): Promise<readonly string[]> =>
      expectOk(await project.gc({ environment: 'test' }))
        .removed.filter((each) => each.kind === kind)
        .map(({ name }) => name);
    const listed = async (project: LiveProject): Promise<readonly string[]> =>
      expectOk(await project.history({ environment: 'test' })).deployments.map(({ deployment }) => deployment);
    const chain = async (project: LiveProject): Promise<string> =>
      expectOk(await project.history({ environment: 'test', verify: true })).chain;
    const count = async (table: string): Promise<number> =>
      Number((await server.run(`SELECT COUNT(*) AS n FROM ${inLedger(table)}`))[0]?.['n']);
    const running = async (name: string): Promise<string> =>
      String((await server.run(`SHOW CREATE PROCEDURE ${schema.name}.${name}`))[0]?.['Create Procedure']);

    it('removes nothing where no retention is set, and says so', async () => {
      const project = liveProject(server, schema.name);
      for (const version of [1, 2]) await deploy(project, { p: version });
      const { removed, notes } = expectOk(await project.gc({ environment: 'test' }));
      assert.deepEqual(removed, []);
      assert.match(notes.join(), /sets no retention for test, so nothing is removed/);
      assert.equal((await listed(project)).length, 2);
    });

    it('removes old deployments with the texts that only they name, and keeps what ran before', async () => {
      const project = open();
      const ids: string[] = [];
      for (const version of [1, 2, 3, 4]) ids.push(await deploy(project, { p: version }));
      const [journal, definitions] = [await count('journal'), await count('saved_definition')];

      const dry = expectOk(await project.gc({ environment: 'test', dryRun: true }));
      assert.deepEqual([await count('journal'), await count('saved_definition')], [journal, definitions]);

      const { removed } = expectOk(await project.gc({ environment: 'test', reason: 'yearly' }));
      assert.deepEqual(removed, dry.removed);
      const named = (kind: string): number => removed.filter((each) => each.kind === kind).length;
      assert.deepEqual([named('deployment'), named('definition')], [3, 2]);
      assert.deepEqual(await listed(project), ids.slice(3));
      const { prunings } = expectOk(await project.history({ environment: 'test' }));
      assert.deepEqual(
        prunings.map(({ removed: gone, reason, by, rows }) => [gone, reason, by, rows]),
        [[ids.slice(0, 3), 'yearly', 'Ada <ada@example.com>', journal + 1 - (await count('journal'))]],
      );
      assert.equal(await count('saved_definition'), definitions - 2);
      assert.equal(await chain(project), 'intact');
      assert.deepEqual(await collect(project, 'deployment'), []);

      const answer = expectOk(await project.rollBack({ environment: 'test', routine: 'p' }));
      assert.equal(answer.outcome, 'deployed', JSON.stringify(answer));
      assert.match(await running('p'), /SELECT 3/);
      const pruned = expectFailure(await project.rollBack({ environment: 'test', routine: 'p' }), 'not-found');
      assert.match(
        pruned.message,
        /^No earlier version of .* is available\. If there was one, gc removed it from the ledger\.$/,
      );
      const gone = expectFailure(
        await project.rollBack({ environment: 'test', deployment: ids[0] ?? '' }),
        'not-found',
      );
      assert.match(gone.message, /was removed from the ledger by gc\.$/);
      assert.equal(await chain(project), 'intact');
    });

    it('keeps what came long ago and still runs, whatever lies between', async () => {
      const project = open();
      const first = await deploy(project, { p: 1, q: 1 });
      for (const version of [2, 3, 4]) await deploy(project, { p: version });
      assert.equal((await collect(project, 'deployment')).length, 2);
      assert.equal((await listed(project)).at(-1), first);
      assert.deepEqual(expectOk(await project.drift({ environment: 'test' })).drifted, []);
      assert.equal(await chain(project), 'intact');
      const last = await deploy(project, { p: 5, q: 2 });
      // Now nothing needs the first one, nor the one before the last: their gap joins the one that was there.
      assert.equal((await collect(project, 'deployment')).length, 2);
      assert.deepEqual(await listed(project), [last]);
      assert.equal(await chain(project), 'intact');
      assert.equal(expectOk(await project.rollBack({ environment: 'test', deployment: last })).outcome, 'deployed');
      assert.match(await running('p'), /SELECT 4/);
      assert.match(await running('q'), /SELECT 1/);
    });

    it('keeps the whole past of a routine that was rolled back', async () => {
      const project = open();
      for (const version of [1, 2, 3]) await deploy(project, { p: version });
      for (const version of [2, 1]) {
        expectOk(await project.rollBack({ environment: 'test', routine: 'p' }));
        assert.deepEqual(await collect(project, 'deployment'), []);
        assert.match(await running('p'), new RegExp(`SELECT ${version}`));
      }
    });

    it('keeps so many of the last deployments, and all that are young', async () => {
      const project = open({ settings: { retention: { days: 0, deployments: 3 } } });
      for (const version of [1, 2, 3, 4]) await deploy(project, { p: version });
      const young = open({ settings: { retention: { days: 1, deployments: 1 } } });
      assert.deepEqual(await collect(young, 'deployment'), []);
      const own = open({ environment: { retention: { days: 1 } } });
      assert.deepEqual(await collect(own, 'deployment'), []);
      assert.equal((await collect(project, 'deployment')).length, 1);
      for (const version of [3, 2]) {
        expectOk(await project.rollBack({ environment: 'test', routine: 'p' }));
        assert.match(await running('p'), new RegExp(`SELECT ${version}`));
      }
    });

    it('leaves what another environment wrote into the same ledger, and what was never finished', async () => {
      const settings = (name: string): LiveProjectOptions => ({
        environment: { prefix: '' },
        settings: {
          retention,
          environments: {
            [name]: {
              ...{ ...server.login, schema: schema.name, stage: 'DEVELOPMENT' },
              ledgerSchema: `${schema.name}_ledger`,
            },
          },
        },
      });
      const [test, other] = [open(), open(settings('other'))];
      for (const version of [1, 2, 3]) {
        await deploy(test, { p: version });
        other.files.set('q.sql', text('q', version));
        expectOk(await other.deploy({ environment: 'other' }));
      }
      await append({
        kind: 'deployment-started',
        ...{ deployment: 'never-ended', type: 'deploy', environment: 'test', targetSchema: schema.name },
        ...{ target: '', by: '', from: '', commit: null, branch: null, reason: null, ticket: null },
        ...{ fingerprint: '', steps: 1, settles: null },
      });
      assert.equal((await collect(test, 'deployment')).length, 2);
      assert.ok((await listed(test)).includes('never-ended'));
      assert.equal(expectOk(await other.history({ environment: 'other' })).deployments.length, 3);
      assert.equal(await chain(test), 'intact');
    });

    const append = async (...entries: readonly LedgerEntry[]): Promise<void> => {
      const address = { ...server.login, socket: null, schema: null } as const;
      const session = expectOk(await connectMysql({ ...address, tls: 'preferred', ca: null }, server.password));
      const ledger = openMysqlLedger({ session, schema: `${schema.name}_ledger`, environment: 'test', key: null });
      expectOk(await ledger.append(entries.map((entry) => ({ entry, definitions: [] }))));
      await session.close();
    };

    it('shows what is tampered with afterwards, the notes on what was removed included', async () => {
      const project = open();
      for (const version of [1, 2, 3]) await deploy(project, { p: version });
      await collect(project, 'deployment');
      const journal = inLedger('journal');
      const [anchor] = await server.run(`SELECT sequence, payload FROM ${journal} WHERE kind = 'pruned'`);
      const [last] = await server.run(`SELECT sequence FROM ${journal} WHERE kind = 'step-finished'`);
      const tamperings = [
        `UPDATE ${journal} SET payload = REPLACE(payload, 'SELECT 3', 'SELECT 6') WHERE kind = 'step-intended'`,
        `UPDATE ${journal} SET payload = REPLACE(payload, '"from":1', '"from":2') WHERE kind = 'pruned'`,
        `UPDATE ${journal} SET payload = REPLACE(payload, '"previous":"0', '"previous":"1') WHERE kind = 'pruned'`,
        `DELETE FROM ${journal} WHERE kind = 'pruned'`,
        `DELETE FROM ${journal} WHERE sequence = ${String(last?.['sequence'])}`,
        `DELETE FROM ${journal} WHERE sequence < ${String(last?.['sequence'])}`,
        `DELETE FROM ${journal}`,
      ];
      assert.ok(anchor !== undefined);
      await server.run(`CREATE TABLE ${inLedger('kept')} AS SELECT * FROM ${journal}`);
      for (const tampering of tamperings) {
        await server.run(tampering);
        assert.equal(await chain(project), 'broken', tampering);
        const refused = expectFailure(await project.gc({ environment: 'test' }), 'bad-input');
        assert.match(refused.message, /was changed after it was written: .* Nothing was removed from it\./);
        await server.run(`DELETE FROM ${journal}`, `INSERT INTO ${journal} SELECT * FROM ${inLedger('kept')}`);
        assert.equal(await chain(project), 'intact');
      }
    });

    it('demands the name of a protected environment, and is refused while somebody deploys', async () => {
      const project = open({ environment: { protected: true } });
      project.files.set('p.sql', text('p', 1));
      for (const version of [1, 2]) {
        project.files.set('p.sql', text('p', version));
        expectOk(await project.deploy({ environment: 'test', confirm: 'test' }));
      }
      assert.match(expectFailure(await project.gc({ environment: 'test' }), 'not-permitted').message, /protected/);
      const inside: string[] = [];
      const deploying = open({
        environment: { protected: true },
        onFaultPoint: async (faultPoint) => {
          if (faultPoint !== 'lease-taken') return;
          inside.push(expectFailure(await project.gc({ environment: 'test', confirm: 'test' }), 'held').kind);
        },
      });
      deploying.files.set('p.sql', text('p', 3));
      expectOk(await deploying.deploy({ environment: 'test', confirm: 'test' }));
      assert.deepEqual(inside, ['held']);
      assert.ok(expectOk(await project.gc({ environment: 'test', confirm: 'test' })).removed.length > 0);
    });

    /** Adds three deployments that are removed in separate transactions, and the last one, which remains. */
    const fill = async (project: LiveProject): Promise<number> => {
      await deploy(project, { p: 1 });
      const rows = [1, 2, 3].flatMap((number) =>
        Array.from({ length: 600 }, (): LedgerEntry => ({
          kind: 'deployment-finished',
          deployment: `d${number}`,
          environment: 'test',
          targetSchema: schema.name,
          outcome: 'nothing-to-do',
        })),
      );
      await append(...rows);
      return count('journal');
    };
    const rowsOf = async (deployment: string): Promise<number> =>
      Number(
        (await server.run(`SELECT COUNT(*) AS n FROM ${inLedger('journal')} WHERE deployment = '${deployment}'`))[0]?.[
          'n'
        ],
      );
    /** Locks a row in the middle, because a server also locks the one after those that it deletes. */
    const block = async (deployment: string): ReturnType<typeof server.connect> => {
      const journal = inLedger('journal');
      const [row] = await server.run(
        `SELECT MIN(sequence) AS first FROM ${journal} WHERE deployment = '${deployment}'`,
      );
      const blocker = await server.connect();
      await blocker.query('START TRANSACTION');
      await blocker.query(`SELECT * FROM ${journal} WHERE sequence = ${Number(row?.['first']) + 300} FOR UPDATE`);
      return blocker;
    };
    /** Waits for a lock. MariaDB refreshes its list only if it was not read for a tenth of a second. */
    const waiting = async (): Promise<string> => {
      for (;;) {
        const [row] = await server.run(
          `SELECT trx_mysql_thread_id AS id FROM information_schema.INNODB_TRX WHERE trx_state = 'LOCK WAIT' AND trx_query LIKE '%${schema.name}%'`,
        );
        if (row !== undefined) return String(row['id']);
        await new Promise((wake) => setTimeout(wake, 200));
      }
    };

    it('leaves a chain that holds when its connection dies in the middle', async () => {
      const project = open();
      await fill(project);
      const blocker = await block('d2');
      const collecting = project.gc({ environment: 'test' });
      await server.run(`KILL ${await waiting()}`);
      const died = expectFailure(await collecting, 'unreachable');
      assert.match(died.message, /1 entry was removed before that/);
      await blocker.query('ROLLBACK');
      assert.deepEqual([await rowsOf('d1'), await rowsOf('d2'), await rowsOf('d3')], [0, 600, 600]);
      assert.equal(await chain(project), 'intact');
      assert.deepEqual(await collect(project, 'deployment'), ['d2', 'd3']);
      assert.equal(await chain(project), 'intact');
    });

    it('leaves a chain that holds when its process is killed in the middle', async () => {
      const project = open();
      await fill(project);
      const blocker = await block('d2');
      const words = ['-r', 'tsx/cjs', join(__dirname, 'gc-in-a-process.ts'), JSON.stringify(server.address)];
      const child = spawn(process.execPath, [...words, schema.name], { stdio: 'ignore' });
      await waiting();
      const ended = new Promise((resolve) => child.once('exit', (_code, signal) => resolve(signal)));
      child.kill('SIGKILL');
      assert.equal(await ended, 'SIGKILL');
      await blocker.query('ROLLBACK');
      assert.equal(await rowsOf('d3'), 600);
      assert.equal(await chain(project), 'intact');
      assert.ok((await collect(project, 'deployment')).includes('d3'));
      assert.deepEqual([await rowsOf('d1'), await rowsOf('d2'), await rowsOf('d3')], [0, 0, 0]);
      assert.equal(await chain(project), 'intact');
    });

    const registries: Readonly<Record<string, () => Registry>> = {
      'in memory': memoryRegistry,
      'on the server': () => registryOn(server, `${schema.name}_registry`),
    };
    for (const [place, make] of Object.entries(registries))
      it(`removes retired versions that no ledger names from the registry ${place}`, async () => {
        const registry = make();
        const project = open({ registry, settings: { retention: { retired: 0 } } });
        for (const version of [1, 2, 3]) {
          project.files.set('p.sql', text('p', version));
          expectOk(await project.register({ version: `${version}.0.0` }));
          if (version === 2) await deploy(project, {});
        }
        for (const version of ['1.0.0', '2.0.0', '3.0.0'])
          expectOk(await project.mark({ ref: `p@${version}`, status: 'RETIRED', reason: 'old' }));
        const dry = expectOk(await project.gc({ environment: 'test', dryRun: true }));
        const { removed, notes } = expectOk(await project.gc({ environment: 'test' }));
        assert.deepEqual(removed, dry.removed);
        assert.deepEqual(
          removed.map(({ kind, name, target }) => [kind, name, target]),
          [['version', `${schema.name}.p 1.0.0`, null]],
        );
        assert.match(notes.join('\n'), /2\.0\.0 is RETIRED but kept: a deployment/);
        assert.match(notes.join('\n'), /3\.0\.0 is RETIRED but kept: it is the newest/);
        const { versions } = expectOk(await project.versions({}));
        assert.deepEqual(versions.map(({ version }) => version).sort(), ['2.0.0', '3.0.0']);
        project.files.set('p.sql', text('p', 1));
        expectFailure(await project.register({ version: '1.0.0' }), 'usage');
        assert.equal(expectOk(await project.register({})).registered[0]?.version, '3.0.1');
      });

    it('does not bring back by a copy of registries what was removed from one of them', async () => {
      const [folder, team] = [memoryRegistry(), memoryRegistry()];
      const project = open({
        registry: folder,
        settings: { retention: { retired: 0 } },
        openRegistry: ({ kind }) => (kind === 'folder' ? folder : team),
      });
      const copy = async (from: string, to: string) => expectOk(await project.copyRegistry({ from, to }));
      for (const version of [1, 2]) {
        project.files.set('p.sql', text('p', version));
        expectOk(await project.register({ version: `${version}.0.0` }));
      }
      expectOk(await project.mark({ ref: 'p@1.0.0', status: 'RETIRED', reason: 'old' }));
      assert.equal((await copy('folder', 'test')).copied.length, 2);
      assert.deepEqual(await collect(project, 'version'), [`${schema.name}.p 1.0.0`]);
      assert.deepEqual((await copy('test', 'folder')).copied, []);
      assert.equal(expectOk(await project.versions({})).versions.length, 1);
    });

    it('removes no version while another environment cannot be asked', async () => {
      const nobody = { host: '127.0.0.1', port: 1, user: 'root', schema: 'x', stage: 'PRODUCTION' };
      const test = { ...nobody, port: server.port, schema: schema.name, stage: 'DEVELOPMENT' };
      const project = open({
        settings: {
          retention: { retired: 0 },
          environments: { test: { ...test, ledgerSchema: `${schema.name}_ledger` }, prod: nobody },
        },
      });
      for (const version of [1, 2]) {
        project.files.set('p.sql', text('p', version));
        expectOk(await project.register({ version: `${version}.0.0` }));
      }
      expectOk(await project.mark({ ref: 'p@1.0.0', status: 'RETIRED', reason: 'old' }));
      const { removed, notes } = expectOk(await project.gc({ environment: 'test' }));
      assert.deepEqual(removed, []);
      assert.match(notes.join('\n'), /No retired version was removed, .* prod/);
    });
  });
});
