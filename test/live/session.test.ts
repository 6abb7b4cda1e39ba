/** A session on a real server: what becomes of those who wait for an answer that does not come any more. */
import assert from 'node:assert/strict';
import { connectMysql } from '../../engine/src/database/mysql-session';
import type { Session } from '../../engine/src/database/session';
import { expectOk } from '../support/expect';
import { onEachServer } from '../support/live-servers';

describe('a session', () => {
  onEachServer((server) => {
    const open = async (): Promise<Session> => {
      const place = { host: '127.0.0.1', port: server.port, socket: null, user: 'root', schema: null };
      return expectOk(await connectMysql({ ...place, tls: 'preferred', ca: null, environment: 'test' }, null));
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
  });
});
