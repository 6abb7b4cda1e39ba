/** The throwaway servers themselves, on which every live test depends. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { greets } from '../../../scripts/servers/greeting';
import { freshSchema, onEachServer } from '../../support/live-servers';

describe('throwaway server', () => {
  describe('shared', () => {
    onEachServer((server) => {
      const schema = freshSchema(server);

      it('is the server it claims to be', async () => {
        const [row] = await server.run('SELECT VERSION() AS version');
        assert.equal(/MariaDB/.test(String(row?.['version'])), server.flavor === 'mariadb');
      });

      it('takes root over TCP and through the socket, and has the schema of the suite', async () => {
        for (const way of [{}, { host: '', socketPath: server.socket }]) {
          const connection = await server.connect({ ...way, database: schema.name });
          const [rows] = await connection.query('SELECT DATABASE() AS name');
          assert.deepEqual(rows, [{ name: schema.name }]);
        }
      });
    });
  });

  describe('on its own', () => {
    onEachServer(
      (server) => {
        it('keeps its data and its port when killed and started again', async () => {
          const { port } = server;
          await server.run('CREATE DATABASE kept', 'CREATE PROCEDURE kept.one() SELECT 1');
          await server.own.kill();
          await assert.rejects(server.run('SELECT 1'), /ECONNREFUSED/);
          await server.own.restart();
          assert.equal(server.port, port);
          const [row] = await server.run('SHOW CREATE PROCEDURE kept.one');
          assert.match(String(row?.['Create Procedure']), /SELECT 1$/);
        }).timeout(60_000);

        it('has the options it was given', async () => {
          const [row] = await server.run(
            'SELECT @@log_bin AS binlog, @@sync_binlog AS sync, @@max_connections AS most',
          );
          assert.deepEqual(row, { binlog: 1, sync: 1, most: 33 });
        });
      },
      { own: { binlog: true, durable: true, args: ['--max-connections=33'] } },
    );
  });

  describe('on MySQL', () => {
    onEachServer(
      (server) => {
        it('speaks TLS', async () => {
          const connection = await server.connect({ ssl: { rejectUnauthorized: false } });
          const [rows] = await connection.query("SHOW STATUS LIKE 'Ssl_version'");
          assert.match(JSON.stringify(rows), /TLSv1\.[23]/);
        });
      },
      { flavors: ['mysql'] },
    );
  });

  describe('of a process that is killed', () => {
    onEachServer((server) => {
      it('does not outlive it', async () => {
        const script = path.join(__dirname, 'wait-in-a-process.ts');
        const child = spawn(process.execPath, ['--require', 'tsx/cjs', script, server.flavor], {
          stdio: ['ignore', 'pipe', 'inherit'],
        });
        const [told] = (await once(child.stdout, 'data')) as [Buffer];
        const { port, folder } = JSON.parse(told.toString()) as { port: number; folder: string };
        assert.ok(await greets(port));
        assert.ok(existsSync(folder));
        child.kill('SIGKILL');
        for (let attempt = 0; existsSync(folder) && attempt < 100; attempt++) await pause(50);
        assert.equal(existsSync(folder), false);
        assert.equal(await greets(port), false);
      }).timeout(60_000);
    });
  });
});
