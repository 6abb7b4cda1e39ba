/** Every command with `--dry-run` describes its change, and every byte of files and servers remains the same. */
import assert from 'node:assert/strict';
import type { HistoryAnswer } from '#engine';
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands } from '../../../cli/src/commands/all';
import { deployAndDie } from '../../support/dying-deployment';
import { onEachServer, type LiveServer } from '../../support/live-servers';
import { SprocFolder } from './sproc-folder';

/** The commands that change nothing except a file that an option names. */
const onlyLook: ReadonlySet<string> = new Set([
  ...['check', 'compare', 'complete', 'completion', 'doctor', 'grants', 'graph', 'grep', 'history', 'inspect'],
  ...['language-server', 'plan', 'preflight', 'show', 'status', 'versions'],
]);

const asEver = ['information_schema', 'performance_schema', 'mysql', 'sys'].map((name) => `'${name}'`).join(', ');

describe('a dry run', () => {
  it('can be asked for of every command that changes anything', () => {
    const without = commands.filter(({ options }) => !options.some(({ flags }) => flags === '--dry-run'));
    assert.deepEqual(
      without.map(({ name }) => name).filter((name) => !onlyLook.has(name)),
      [],
    );
  });

  onEachServer(
    (server) => {
      const folder = new SprocFolder();
      const bare = new SprocFolder();
      const schemas = ['dry_one', 'dry_two'] as const;
      after(() => {
        folder.remove();
        bare.remove();
      });

      const tried = new Set<string>();
      const tryDry = async (words: string, exit = 0, within = folder): Promise<void> => {
        const all = words.split(' ');
        tried.add(all[0] ?? '');
        const before = await takeAll(server, within);
        const isAsked = takes(all[0], '-y, --yes') && all[1] !== 'resolve';
        const yes = isAsked ? ['--yes'] : [];
        if (takes(all[0], '--confirm <environment>') && all[1] !== 'resolve') {
          const mistaken = await within.sproc(...all, ...yes, '--confirm', 'elsewhere');
          assert.equal(mistaken.exit, 77, mistaken.all);
          assert.match(mistaken.err, /'elsewhere'/, mistaken.all);
        }
        const said = await within.sproc(...all, '--dry-run', ...yes);
        assert.equal(said.exit, exit, said.all);
        assert.match(said.out, all[0] === 'init' ? /"sources"/ : /would/, said.all);
        await within.ask(exit, ...all, '--dry-run');
        assert.deepEqual(await takeAll(server, within), before, words);
      };

      before(async () => {
        const at = { host: '127.0.0.1', port: server.port, user: 'root' };
        const environments = {
          test: { ...at, schema: 'dry_one', ledgerSchema: 'dry_one_ledger', stage: 'DEVELOPMENT' },
          next: { ...at, schema: 'dry_two', ledgerSchema: 'dry_two_ledger', stage: 'TESTING', protected: true },
        };
        const retention = { days: 0, deployments: 1 };
        folder.writeFile('sproc.json', JSON.stringify({ schema: 'shop', retention, environments }));
        await server.run(...schemas.map((name) => `CREATE DATABASE ${name}`));
        for (const number of [1, 2, 3]) {
          folder.writeFile('a.sql', `CREATE PROCEDURE a() SELECT ${number};\n`);
          folder.writeFile('b.sql', `CREATE PROCEDURE b() SELECT ${number};\n`);
          await folder.ask(0, 'deploy', 'test', '--yes');
        }
        await folder.ask(0, 'register');
        await folder.ask(0, 'mark', 'b', 'TESTING', '--reason', 'tests');
        await server.run(
          'DROP PROCEDURE dry_one.b',
          'CREATE PROCEDURE dry_one.b() SELECT 7',
          'CREATE PROCEDURE dry_one.stranger() SELECT 1',
        );
        folder.writeFile('c.sql', 'CREATE PROCEDURE c() SELECT 1;\n');
        bare.writeFile('a.sql', 'CREATE PROCEDURE a() SELECT 1;\n');
      });

      for (const words of [
        'deploy test c',
        'deploy next b@1.0.0',
        'rollback test a',
        'promote a@1.0.0 --to next',
        'promote c --to test',
        'sync test next a',
        'drift test --revert',
        'drift test --adopt',
        'drift test --adopt --register',
        'gc test',
        'registry copy folder test',
        'registry copy folder next',
        'register c',
        'mark b PRODUCTION --reason approved',
        'import test stranger',
        'baseline test stranger',
      ])
        it(`of ${words} changes nothing`, async function () {
          this.timeout(60_000);
          // What is not promoted yet cannot be synced: a refusal is an answer too, and is tried in sync's own tests.
          if (words.startsWith('sync')) await folder.ask(0, 'mark', 'a', 'TESTING', '--reason', 'tests');
          await tryDry(words);
        });

      it('of init changes nothing', () => tryDry('init', 0, bare));

      it('of registry resolve changes nothing', async () => {
        const log = join(folder.path, '.sproc/routines/shop/procedure/a/status.jsonl');
        const text = readFileSync(log, 'utf8');
        const line = { version: '1.0.0', from: 'DEVELOPMENT', by: 'Eve', at: '2025-09-08T00:00:00.000Z', reason: 'x' };
        appendFileSync(log, `${JSON.stringify({ ...line, to: 'TESTING' })}\n`);
        await tryDry('registry resolve a --keep ours --statuses drop --reason forged');
        folder.writeFile('.sproc/routines/shop/procedure/a/status.jsonl', text);
      });

      it('of recover says what would be restored and changes nothing', async function () {
        this.timeout(60_000);
        await deployAndDie(server, { schema: 'dry_one', files: { 'a.sql': 'CREATE PROCEDURE a() SELECT 9;' } }, [
          'statements-run',
          1,
        ]);
        await waitUntilFree(folder);
        const { deployments } = await folder.ask<HistoryAnswer>(0, 'history', 'test');
        assert.equal(deployments[0]?.outcome, 'interrupted');
        await tryDry('recover test');
        const { would } = await folder.ask<{ would: readonly { way: string; steps: readonly object[] }[] }>(
          ...([0, 'recover', 'test', '--dry-run'] as const),
        );
        assert.deepEqual(
          would.map(({ way, steps }) => [way, steps.length]),
          [['undo', 1]],
        );
        const { outcome } = await folder.ask<{ outcome: string }>(0, 'recover', 'test');
        assert.equal(outcome, 'rolled-back');
      });

      it('of recover and ledger accept-broken changes nothing where the ledger was changed', async function () {
        this.timeout(60_000);
        await deployAndDie(server, { schema: 'dry_one', files: { 'a.sql': 'CREATE PROCEDURE a() SELECT 9;' } }, [
          'statements-run',
          1,
        ]);
        await waitUntilFree(folder);
        await server.run("UPDATE dry_one_ledger.journal SET payload = REPLACE(payload, 'deploy', 'deplox') LIMIT 1");
        const before = await takeAll(server, folder);
        const refused = await folder.sproc('recover', 'test', '--dry-run');
        assert.equal(refused.exit, 65, refused.all);
        assert.deepEqual(await takeAll(server, folder), before);
        await tryDry('ledger accept-broken test --reason restored');
      });

      it('was tried with every command that takes it', () => {
        const taking = commands.filter(({ options }) => options.some(({ flags }) => flags === '--dry-run'));
        assert.deepEqual([...tried].sort(), taking.map(({ name }) => name).sort());
      });
    },
    { own: {} },
  );
});

function takes(name: string | undefined, option: string): boolean {
  const command = commands.find((one) => one.name === name);
  return command?.options.some(({ flags }) => flags === option) === true;
}

/** Waits until the server has noticed that the connection of a dead deployment is closed. */
async function waitUntilFree(folder: SprocFolder): Promise<void> {
  for (const limit = Date.now() + 20_000; Date.now() < limit;) {
    const said = await folder.sproc('recover', 'test', '--dry-run');
    if (said.exit !== 75) return;
  }
}

/** Returns all files of the folder, and every row and routine of every schema on the server. */
async function takeAll(server: LiveServer, folder: SprocFolder): Promise<Readonly<Record<string, unknown>>> {
  const all: Record<string, unknown> = {};
  for (const entry of readdirSync(folder.path, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    all[path] = entry.isFile() ? readFileSync(path, 'utf8') : 'folder';
  }
  const list = (sql: string): Promise<readonly Record<string, unknown>[]> => server.run(sql);
  all['schemas'] = await list('SELECT SCHEMA_NAME FROM information_schema.SCHEMATA ORDER BY 1');
  all['routines'] = await list(
    `SELECT ROUTINE_SCHEMA, ROUTINE_NAME, ROUTINE_TYPE, ROUTINE_DEFINITION, CREATED, LAST_ALTERED
      FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA NOT IN (${asEver}) ORDER BY 1, 2, 3`,
  );
  const tables = await list(
    `SELECT TABLE_SCHEMA AS place, TABLE_NAME AS name FROM information_schema.TABLES
      WHERE TABLE_SCHEMA NOT IN (${asEver}) ORDER BY 1, 2`,
  );
  for (const { place, name } of tables)
    all[`${String(place)}.${String(name)}`] = await list(`SELECT * FROM \`${String(place)}\`.\`${String(name)}\``);
  return all;
}
