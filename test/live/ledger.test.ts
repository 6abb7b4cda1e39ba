/** The ledger and its lease in the tables of real servers. */
import assert from 'node:assert/strict';
import { connectMysql } from '../../engine/src/database/connection/mysql-session';
import type { Session } from '../../engine/src/database/connection/session';
import type { Ledger, LedgerEntry, SavedDefinition } from '../../engine/src/ledger/ledger';
import type { AcquireLease } from '../../engine/src/ledger/lease';
import { openMysqlLedger } from '../../engine/src/ledger/mysql-ledger';
import { makeAcquireLease } from '../../engine/src/ledger/mysql-lease';
import { succeed } from '../../engine/src/base/result';
import { expectFailure, expectOk } from '../support/expect';
import { freshSchema, onEachServer } from '../support/live-servers';
import { adviceText } from '../../cli/src/report/print-action';

const key = { schema: 'shop', kind: 'procedure', name: 'Pay' } as const;

const step = {
  deployment: 'd1',
  type: 'deploy',
  environment: 'prod',
  targetSchema: 'shop',
  step: 1,
  key,
  logical: key,
  action: 'replace',
  strategy: 'queued',
  from: '1.0.0',
  to: '1.1.0',
  desired: 'x',
  before: null,
} as const;

const done: LedgerEntry = {
  ...step,
  kind: 'step-finished',
  outcome: 'done',
  durationMs: 1,
  error: null,
  after: null,
  live: 'abc',
};

/** Returns the result of verifying here and on the server: both must be equal. */
async function stateOf(ledger: Ledger): Promise<string> {
  const states = [expectOk(await ledger.verify()), expectOk(await ledger.check())];
  const [here, there] = states.map(({ kind, length, fault }) =>
    fault === null ? `${kind} ${length}` : `${kind} ${fault.at}: ${fault.why}`,
  );
  assert.equal(there, here);
  return here ?? '';
}

describe('the ledger', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    const sessions: Session[] = [];
    const open = async (user = server.user): Promise<Session> => {
      const address = {
        ...server.login,
        socket: null,
        user,
        schema: null,
        tls: 'preferred',
        ca: null,
      } as const;
      const session = expectOk(await connectMysql(address, user === server.user ? server.password : null));
      sessions.push(session);
      return session;
    };
    const ledger = async (name = `${schema.name}_ledger`) =>
      openMysqlLedger({ session: await open(), schema: name, environment: 'prod', key: null });
    afterEach(async () => {
      await Promise.all(sessions.splice(0).map((session) => session.close()));
      await server.run(`DROP DATABASE IF EXISTS ${schema.name}_ledger`);
    });

    it('is empty before it is made, and stays as it is when made again', async () => {
      const one = await ledger();
      assert.deepEqual(expectOk(await one.read()), []);
      assert.deepEqual([...expectOk(await one.lastDone())], []);
      assert.deepEqual(expectOk(await one.unfinished('shop')), []);
      assert.equal(await stateOf(one), 'intact 0');
      expectOk(await one.prepare());
      expectOk(await one.append([{ entry: done, definitions: [] }]));
      expectOk(await one.prepare());
      assert.deepEqual(
        expectOk(await one.read()).map(({ entry }) => entry),
        [done],
      );
    });

    it('keeps definitions to the byte', async () => {
      const one = await ledger();
      expectOk(await one.prepare());
      const saved: SavedDefinition = {
        key,
        text: "CREATE PROCEDURE `Pay`() SELECT '\\\\', '''', \"\\n\", '😀', _latin1 0xE9 -- ?\0\u001a\\\r\n'); DROP TABLE journal; -- \\",
        sqlMode: 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES',
        characterSet: 'utf8mb4',
        collation: 'utf8mb4_bin',
        databaseCollation: 'utf8mb4_bin',
        timeZone: null,
        triggerPlace: 'FOLLOWS `a``b`',
        grants: [{ user: "o'hara", host: '%', privileges: ['EXECUTE'], grantOption: true }],
      };
      const entry: LedgerEntry = { ...done, before: null, error: saved.text };
      expectOk(await one.append([{ entry, definitions: [saved, saved] }]));
      const [row] = await server.run(`SELECT digest FROM ${schema.name}_ledger.saved_definition`);
      const read = expectOk(await one.definitions([String(row?.['digest']), 'no such']));
      assert.deepEqual([...read.values()], [saved]);
      assert.deepEqual(expectOk(await one.read())[0]?.entry, entry);
    });

    it('tells the last step that was done and stands', async () => {
      const one = await ledger();
      expectOk(await one.prepare());
      expectOk(await one.append([{ entry: done, definitions: [] }]));
      const later: LedgerEntry = { ...done, deployment: 'd2', to: '1.2.0' };
      expectOk(await one.append([{ entry: later, definitions: [] }]));
      assert.equal(expectOk(await one.lastDone()).get('procedure shop.pay')?.to, '1.2.0');
      expectOk(await one.append([{ entry: { ...later, outcome: 'restored' }, definitions: [] }]));
      assert.equal(expectOk(await one.lastDone()).get('procedure shop.pay')?.to, '1.1.0');
      assert.equal(expectOk(await one.read({ routine: 'procedure shop.pay', deployment: 'd2' })).length, 2);
    });

    it('proves that no row was changed, taken out or cut off', async () => {
      const one = await ledger();
      expectOk(await one.prepare());
      for (let i = 0; i < 3; i++) expectOk(await one.append([{ entry: done, definitions: [] }]));
      assert.equal(await stateOf(one), 'intact 3');
      const journal = `${schema.name}_ledger.journal`;
      await server.run(`UPDATE ${journal} SET payload = REPLACE(payload, '1.1.0', '6.6.6') WHERE sequence = 2`);
      assert.equal(await stateOf(one), 'broken 2: row 2 was changed');
      await server.run(`DELETE FROM ${journal} WHERE sequence >= 2`);
      assert.equal(await stateOf(one), 'broken 2: the journal ends at row 1, but its head is row 3');
    });

    it('tells rows that are no entries any more, and what is left beside them', async () => {
      const one = await ledger();
      expectOk(await one.prepare());
      for (let i = 0; i < 3; i++) expectOk(await one.append([{ entry: done, definitions: [] }]));
      const journal = `${schema.name}_ledger.journal`;
      for (const payload of ['not JSON', 'null', '[]', '"text"', '{}']) {
        await server.run(`UPDATE ${journal} SET payload = '${payload}' WHERE sequence = 2`);
        const read = await one.read();
        assert.match(
          read.ok ? 'read' : read.error.message,
          /^Row 2 of the journal in .*_ledger \(deployment d1\) is corrupt: /,
        );
        assert.deepEqual(
          expectOk(await one.salvage({})).map(({ sequence }) => sequence),
          [1, 3],
        );
        assert.equal(await stateOf(one), 'broken 2: row 2 was changed');
      }
    });

    it('chains what several write at once', async () => {
      const many = await Promise.all([ledger(), ledger(), ledger()]);
      expectOk(await many[0].prepare());
      await Promise.all(
        many
          .flatMap((one) =>
            Array.from({ length: 20 }, async () => expectOk(await one.append([{ entry: done, definitions: [] }]))),
          )
          .map((write) => write),
      );
      assert.equal(await stateOf(many[0]), 'intact 60');
    });

    it('is not touched by an older program', async () => {
      const one = await ledger();
      expectOk(await one.prepare());
      await server.run(`INSERT INTO ${schema.name}_ledger.schema_version VALUES (99, NOW())`);
      assert.match(expectFailure(await one.prepare(), 'could-not').message, /created by a newer version of Sproc/);
    });

    it('says which GRANT an account lacks', async () => {
      await server.run(`DROP USER IF EXISTS 'poor'@'%'`, `CREATE USER 'poor'@'%'`);
      const poor = openMysqlLedger({
        session: await open('poor'),
        schema: `${schema.name}_ledger`,
        environment: 'prod',
        key: null,
      });
      const failure = expectFailure(await poor.prepare(), 'not-permitted');
      assert.match(
        adviceText(failure.remedy ?? ''),
        new RegExp(`GRANT SELECT, INSERT, .* ON \`${schema.name}_ledger\`\\.\\* TO 'poor'@'%';`),
      );
      await server.run(`DROP USER 'poor'@'%'`);
    });

    describe('its lease', () => {
      const claim = (owner: string) => ({ owner, holder: `${owner} on workbench` });
      const acquireOn = (session: Session): AcquireLease =>
        makeAcquireLease({
          session,
          schema: `${schema.name}_ledger`,
          environment: 'prod',
          reopen: async () => succeed(await open()),
        });
      const acquire = async (): Promise<AcquireLease> => acquireOn(await open());
      beforeEach(async () => expectOk(await (await ledger()).prepare()));

      it('belongs to one at a time, and is free again when it is given up', async () => {
        const first = expectOk(await (await acquire())(claim('ada')));
        const refused = expectFailure(await (await acquire())(claim('bob')), 'held');
        assert.match(refused.message, /ada on workbench/);
        expectOk(await first.renew());
        await first.release();
        await expectOk(await (await acquire())(claim('bob'))).release();
      });

      it('is free for the next one the moment it is given up', async () => {
        for (let round = 0; round < 20; round++) {
          const [one, next] = [await acquire(), await acquire()];
          await expectOk(await one(claim('ada'))).release();
          await expectOk(await next(claim('bob'))).release();
        }
      });

      it('is taken over at once from an owner whose connection is gone', async () => {
        const session = await open();
        expectOk(await acquireOn(session)(claim('dead')));
        session.destroy();
        await new Promise((resolve) => setTimeout(resolve, 100));
        const heir = expectOk(await (await acquire())(claim('heir')));
        await heir.release();
      });

      it('is given up although its connection was cut', async () => {
        const session = await open();
        const lease = expectOk(await acquireOn(session)(claim('ada')));
        session.destroy();
        await lease.release();
        assert.deepEqual(await server.run(`SELECT owner FROM ${schema.name}_ledger.lease`), []);
      });

      it('is respected where it was taken on another server, until it lapses', async () => {
        const table = `${schema.name}_ledger.lease`;
        const elsewhere = (expires: string): string =>
          `REPLACE INTO ${table} VALUES ('deployment', 'far', 'far on db2', 'db2:3306 /data', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) + INTERVAL ${expires} SECOND)`;
        await server.run(elsewhere('20'));
        assert.match(expectFailure(await (await acquire())(claim('near')), 'held').message, /far on db2/);
        await server.run(elsewhere('-1'));
        const lease = expectOk(await (await acquire())(claim('near')));
        await server.run(elsewhere('20'));
        expectFailure(await lease.renew(), 'held');
        await lease.release();
        const [row] = await server.run(`SELECT owner FROM ${table}`);
        assert.equal(row?.['owner'], 'far');
      });

      it('names the connection that has it, for one that will not end', async () => {
        const session = await open();
        const first = expectOk(await acquireOn(session)(claim('ada')));
        const refused = expectFailure(await (await acquire())(claim('bob')), 'held');
        assert.match(adviceText(refused.remedy ?? ''), new RegExp(`\`KILL ${session.server.connectionId}\``));
        await server.run(`KILL ${session.server.connectionId}`);
        await new Promise((resolve) => setTimeout(resolve, 100));
        await expectOk(await (await acquire())(claim('bob'))).release();
        await first.release();
      });

      for (const end of ['9999-12-31 23:59:59', '2126-01-01 00:00:00'])
        it(`is shortened to what its owner would have written where it is dated ${end}`, async () => {
          const table = `${schema.name}_ledger.lease`;
          await server.run(
            `REPLACE INTO ${table} VALUES ('deployment', 'far', 'far on db2', 'db2:3306 /data', '9999-01-01', '${end}')`,
          );
          const refused = expectFailure(await (await acquire())(claim('near')), 'held');
          assert.equal(
            refused.message,
            `Environment prod is held by far on db2 until ${end.slice(0, 10)}, a date that no deployment writes.`,
          );
          assert.match(
            adviceText(refused.remedy ?? ''),
            /^The lease was shortened to 30 s; .* Try again after that\.$/,
          );
          const [row] = await server.run(
            `SELECT owner, TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(6), expires_at) AS left_over FROM ${table}`,
          );
          assert.equal(row?.['owner'], 'far');
          assert.ok(Number(row['left_over']) <= 30, JSON.stringify(row));
          // This has the effect of waiting for 30 seconds.
          await server.run(`UPDATE ${table} SET expires_at = expires_at - INTERVAL 31 SECOND`);
          await expectOk(await (await acquire())(claim('near'))).release();
        });
    });
  });
});
