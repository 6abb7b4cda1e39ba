/** A session on a real server: the end of waits for an answer that does not arrive any more. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectMysql } from '../../engine/src/database/connection/mysql-session';
import type { Session } from '../../engine/src/database/connection/session';
import { expectOk } from '../support/expect';
import { onEachServer } from '../support/live-servers';

describe('a session', () => {
  onEachServer((server) => {
    const open = async (): Promise<Session> => {
      const place = { ...server.login, socket: null, schema: null };
      return expectOk(
        await connectMysql({ ...place, tls: 'preferred', ca: null, environment: 'test' }, server.password),
      );
    };

    for (const how of ['given up', 'closed'] as const)
      it(`that is ${how} tells whoever waits, and whoever asks later`, async () => {
        const session = await open();
        const waiting = ['SELECT SLEEP(60)', 'SELECT 1', 'SELECT 2'].map((sql) => session.query(sql));
        if (how === 'given up') session.destroy();
        else await session.close();
        for (const answer of [...(await Promise.all(waiting)), await session.query('SELECT 3')])
          assert.deepEqual([answer.ok, !answer.ok && answer.error.connectionLost], [false, true]);
      });

    it('whose connection the server ends tells whoever waits', async () => {
      const session = await open();
      const waiting = session.query('SELECT SLEEP(60)');
      await server.run(`KILL ${session.server.connectionId}`);
      const answer = await waiting;
      assert.deepEqual([answer.ok, !answer.ok && answer.error.connectionLost], [false, true]);
    });

    it('without TLS sends a password only with the key of the server, unless its method does not send it', async () => {
      const name = `sproc_key_${server.flavor}`;
      await server.run(`DROP USER IF EXISTS ${name}`, `CREATE USER ${name} IDENTIFIED BY 's3cret'`);
      const folder = mkdtempSync(join(tmpdir(), 'sproc-'));
      try {
        // Another way to this machine, which is not known to be one.
        const place = { host: '0.0.0.0', port: server.port, socket: null, user: name, schema: null };
        const address = { ...place, tls: 'off', ca: null, environment: 'test' } as const;
        const first = await connectMysql(address, 's3cret');
        if (server.flavor === 'mariadb') return await expectOk(first).close();
        assert.equal(!first.ok && first.error.kind, 'not-permitted');
        assert.match(first.ok ? '' : first.error.message, /asks for the password without TLS/);
        const [key] = await server.run(`SHOW STATUS LIKE 'Caching_sha2_password_rsa_public_key'`);
        writeFileSync(join(folder, 'key.pem'), String(key?.['Value']));
        const serverPublicKey = join(folder, 'key.pem');
        await expectOk(await connectMysql({ ...address, serverPublicKey }, 's3cret')).close();
      } finally {
        rmSync(folder, { recursive: true });
        await server.run(`DROP USER ${name}`);
      }
    });

    it('takes large estates: 10,000 texts of 20 kB come in packets, none of which is too large', async () => {
      const session = await open();
      const text = 'x'.repeat(20_000);
      const hundred = Array.from({ length: 100 }, () => `SELECT '${text}' AS text`).join(';\n');
      for (let i = 0; i < 100; i++) {
        const answer = await session.queryMany(hundred);
        assert.equal(answer.ok && answer.value.length, 100);
      }
      await session.close();
    });

    it('refuses rows that are more than any estate has', async () => {
      const session = await open();
      const digits =
        '(SELECT 0 AS d UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6 UNION SELECT 7 UNION SELECT 8 UNION SELECT 9)';
      const from = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${digits} ${name}`).join(', ');
      const answer = await session.query(`SELECT a.d AS d FROM ${from}`);
      assert.deepEqual(answer.ok ? null : [answer.error.code, answer.error.connectionLost], ['ANSWER_TOO_LARGE', true]);
    });
  });
});
