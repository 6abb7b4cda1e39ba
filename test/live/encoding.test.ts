/** Sources in another encoding than UTF-8: nothing of them reaches a server, a registry or a file. */
import assert from 'node:assert/strict';
import { connectMysql } from '../../engine/src/database/connection/mysql-session';
import { sendOnlyDecoded } from '../../engine/src/database/connection/well-formed-session';
import { decodeSource } from '../../engine/src/project/decode-source';
import { expectFailure, expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';

const latin = (text: string): string => decodeSource(Buffer.from(text, 'latin1'));

describe('a source that is not UTF-8', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    const where = `(wish.sql, line 2)`;
    const wish = "CREATE PROCEDURE wish()\n  SELECT 'Grüße, café' AS wish;\n";
    const files = { 'wish.sql': latin(wish), 'plain.sql': 'CREATE PROCEDURE plain() SELECT 1;' };
    const names = async (): Promise<readonly unknown[]> =>
      (
        await server.run(
          `SELECT ROUTINE_NAME AS name FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = '${schema.name}' ORDER BY 1`,
        )
      ).map(({ name }) => name);
    afterEach(() => server.run(`DROP DATABASE ${schema.name}`, `CREATE DATABASE ${schema.name}`));

    it('is an error of plan and preflight, and stops the deployment of all; others are deployed by name', async () => {
      const project = liveProject(server, schema.name, { files });
      const request = { environment: 'test' };
      const message = `procedure ${schema.name}.wish ${where} has bytes that are not UTF-8. They would be lost in a deployment.`;
      const planned = expectOk(await project.plan(request));
      assert.deepEqual(
        planned.findings.filter(({ severity }) => severity === 'error').map((finding) => finding.message),
        [message],
      );
      const checked = expectOk(await project.preflight(request));
      assert.deepEqual([checked.ok, checked.findings[0]?.code], [false, 'broken-encoding']);
      const refused = expectFailure(await project.deploy(request), 'bad-input');
      assert.deepEqual([refused.message, refused.remedy], [message, 'Save wish.sql as UTF-8.']);
      assert.deepEqual(await names(), []);
      expectOk(await project.deploy({ ...request, routines: ['plain'] }));
      assert.deepEqual(await names(), ['plain']);
      project.files.set('wish.sql', wish);
      expectOk(await project.deploy(request));
      assert.deepEqual(await names(), ['plain', 'wish']);
    });

    it('is not registered, alone or among others', async () => {
      const project = liveProject(server, schema.name, { files });
      const reason = /^wish\.sql, line 2, has bytes that are not UTF-8\. procedure \S+\.wish is not registered/;
      const { message } = expectFailure(await project.register({ routines: ['wish'] }), 'bad-input');
      assert.match(message, reason);
      const { failed = [] } = expectOk(await project.register({}));
      assert.match(failed.map((each) => each.message).join('\n'), reason);
      const registered = expectOk(await project.versions({})).versions.map(({ routine }) => routine);
      assert.deepEqual(registered, [`${schema.name}.plain`]);
    });

    it('is not written to when a change on the server is adopted, nor are the files beside it', async () => {
      const sound = { 'wish.sql': `-- Gruesse\n${wish}`, 'plain.sql': files['plain.sql'] };
      const project = liveProject(server, schema.name, { files: sound });
      expectOk(await project.deploy({ environment: 'test' }));
      project.files.set('wish.sql', latin(`-- Grüße\nCREATE PROCEDURE wish() SELECT 1;\n`));
      const before = new Map(project.files);
      await server.run(
        `DROP PROCEDURE ${schema.name}.wish`,
        `CREATE PROCEDURE ${schema.name}.wish() SELECT 2`,
        `DROP PROCEDURE ${schema.name}.plain`,
        `CREATE PROCEDURE ${schema.name}.plain() SELECT 2`,
      );
      const { message } = expectFailure(await project.drift({ environment: 'test', adopt: true }), 'bad-input');
      assert.equal(
        message,
        'wish.sql, line 1, has bytes that are not UTF-8. The file is not changed, because they would be lost.',
      );
      assert.deepEqual(project.files, before);
    });

    it('may define what is imported: nothing is', async () => {
      const project = liveProject(server, schema.name, {
        files: { 'a.sql': latin('CREATE PROCEDURE café() SELECT 1;') },
      });
      await server.run(`CREATE PROCEDURE ${schema.name}.café() SELECT 2`);
      const { message } = expectFailure(await project.importRoutines({ environment: 'test' }), 'bad-input');
      assert.match(message, /^a\.sql, line 1, has bytes that are not UTF-8\. It is unknown which routine it defines/);
      assert.equal(project.files.size, 1);
    });

    it('is not written over by what is imported where it cannot be read at all', async () => {
      const project = liveProject(server, schema.name, { unreadable: ['large.sql'] });
      await server.run(`CREATE PROCEDURE ${schema.name}.large() SELECT 2`);
      const { written } = expectOk(await project.importRoutines({ environment: 'test' }));
      assert.deepEqual(written, [{ routine: `${schema.name}.large`, file: 'large.procedure.sql' }]);
    });

    it('holds U+FFFD only where it says so: that is deployed and registered', async () => {
      const text = "CREATE PROCEDURE shown() SELECT '\ufffd';";
      const project = liveProject(server, schema.name, { files: { 'shown.sql': decodeSource(Buffer.from(text)) } });
      expectOk(await project.deploy({ environment: 'test' }));
      assert.equal(expectOk(await project.register({})).registered.length, 1);
      assert.deepEqual(await names(), ['shown']);
    });

    it('is refused by every session, whoever sends it', async () => {
      const connected = await sendOnlyDecoded(connectMysql)(
        {
          ...{ ...server.login, socket: null },
          ...{ schema: schema.name, tls: 'preferred', ca: null },
        },
        server.password,
      );
      const session = expectOk(connected);
      try {
        for (const answer of [
          await session.query("SELECT '\udcff'"),
          await session.query('SELECT ?', ['\udcff']),
          await session.queryMany("SELECT '\udcff'"),
        ])
          assert.match(answer.ok ? '' : answer.error.message, /could not be decoded, so it was not sent\./);
        const genuine = await session.query("SELECT HEX('\ufffd') AS sent");
        assert.deepEqual(genuine.ok ? genuine.value : [], [{ sent: 'EFBFBD' }]);
      } finally {
        await session.close();
      }
    });
  });
});
