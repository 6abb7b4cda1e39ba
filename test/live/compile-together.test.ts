/** Several texts compiled at once, on a server that can: the result for each equals that of its own CREATE. */
import assert from 'node:assert/strict';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import { succeed } from '../../engine/src/base/result';
import { connectMysql } from '../../engine/src/database/connection/mysql-session';
import type { Session } from '../../engine/src/database/connection/session';
import { compileTogether, type Compiling } from '../../engine/src/lifecycle/compile-check/compile-together';
import { quoteText } from '../../engine/src/syntax/quoting';
import { expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { freshSchema, onEachServer, type LiveServer } from '../support/live-servers';
import { judge, judgedDefinition, judgedTexts } from './judged-texts';

const modes = ['', 'ANSI_QUOTES', 'NO_BACKSLASH_ESCAPES', 'ANSI,NO_BACKSLASH_ESCAPES', 'ORACLE', 'IGNORE_SPACE'];

/** ER_BAD_DB_ERROR: the text was read to its end. */
const unknownSchema = 1049;

describe('compiling several texts at once', () => {
  onEachServer(
    (server) => {
      const schema = freshSchema(server);
      after(() => server.run(`DROP DATABASE IF EXISTS ${schema.name}_ledger`));

      for (const mode of modes)
        it(`takes what a CREATE takes, under ${mode === '' ? 'no mode' : mode}`, async () => {
          const [session, other] = [await open(server), await server.connect({ flags: ['-IGNORE_SPACE'] })];
          const sqlMode = await useMode(other, mode);
          const settings = `SET SESSION sql_mode = ${quoteText(mode)}`;
          const different: string[] = [];
          for (const create of judgedTexts.map((text) => judgedDefinition(text, sqlMode.includes('ORACLE')))) {
            const compiled = await compileTogether(session, [{ settings, sqlMode, create }]);
            if ((compiled.ok && compiled.value === 1) !== ((await judge(other, create)) === unknownSchema))
              different.push(create);
          }
          await session.close();
          assert.deepEqual(different, []);
        });

      it('tells how many were taken before the first that is refused', async () => {
        const session = await open(server);
        const packet = ['SELECT 1', "SELECT 'it''s \\\\ so'", 'SELECT 3 FORM t', 'SELECT 4'].map((body): Compiling => ({
          settings: "SET SESSION sql_mode = ''",
          sqlMode: [],
          create: `CREATE PROCEDURE nowhere.p() ${body}`,
        }));
        assert.deepEqual(await compileTogether(session, packet), succeed(2));
        await session.close();
      });

      it('finds the statement that a text hides, and runs nothing of it', async () => {
        const session = await open(server);
        const hidden = `; CREATE TABLE ${schema.name}.made (a INT)`;
        for (const text of [`SELECT 1${hidden}`, `SELECT '\\'${hidden} -- '`, `SELECT '${hidden} -- \\'`])
          for (const mode of ['', 'NO_BACKSLASH_ESCAPES']) {
            const create = `CREATE PROCEDURE nowhere.p() ${text}`;
            const sqlMode = mode === '' ? [] : [mode];
            await compileTogether(session, [{ settings: `SET SESSION sql_mode = '${mode}'`, sqlMode, create }]);
          }
        await session.close();
        assert.deepEqual(await server.run(`SHOW TABLES FROM ${schema.name}`), []);
      });

      it('leaves a plan no other than trying each alone', async () => {
        const texts = Array.from({ length: 120 }, (_, i) => `CREATE PROCEDURE p${i}() ${i % 50 === 7 ? wrong : right}`);
        const files = Object.fromEntries(texts.map((text, i) => [`p${i}.sql`, `DELIMITER $$\n${text}$$\n`]));
        const before = await preparedSoFar(server);
        const plan = expectOk(await liveProject(server, schema.name, { files }).plan({ environment: 'test' }));
        assert.deepEqual(
          plan.findings.map(({ code, message }) => `${code} ${/\((p\d+\.sql), line \d+\)/.exec(message)?.[1] ?? ''}`),
          ['p107.sql', 'p57.sql', 'p7.sql'].map((file) => `refused-by-server ${file}`),
        );
        assert.ok((await preparedSoFar(server)) - before >= 20);
        assert.deepEqual(await server.run(`SHOW PROCEDURE STATUS WHERE Db = '${schema.name}'`), []);
      });

      it('sends no packet that is larger than a server takes', async () => {
        const [row] = await server.run('SELECT @@max_allowed_packet AS most');
        const body = `BEGIN SELECT '${'x'.repeat(400_000)}'; END`;
        const count = Math.ceil((1.1 * Number(row?.['most'])) / body.length);
        const texts = Array.from({ length: count }, (_, i) => `CREATE PROCEDURE big${i}() ${body}`);
        const files = { 'big.sql': `DELIMITER $$\n${texts.join('$$\n')}$$\n` };
        const plan = expectOk(await liveProject(server, schema.name, { files }).plan({ environment: 'test' }));
        assert.deepEqual([plan.steps.length, plan.findings], [count, []]);
      });
    },
    { flavors: ['mariadb'] },
  );
});

const right = 'BEGIN SELECT 1; END';
/** Our parser takes it. */
const wrong = 'BEGIN DECLARE c CURSOR FOR SELECT 1; FETCH c INTO nobody_declared_it; END';

async function open(server: LiveServer): Promise<Session> {
  const place = { ...server.login, socket: null, schema: null };
  return expectOk(await connectMysql({ ...place, tls: 'preferred', ca: null, environment: 'test' }, server.password));
}

async function preparedSoFar(server: LiveServer): Promise<number> {
  const [row] = await server.run("SHOW GLOBAL STATUS LIKE 'Com_prepare_sql'");
  return Number(row?.['Value']);
}

async function useMode(connection: Connection, mode: string): Promise<readonly string[]> {
  await connection.query('SET sql_mode = ?', [mode]);
  const [[row]] = await connection.query<RowDataPacket[]>('SELECT @@sql_mode AS modes');
  return String(row?.['modes']).split(',');
}
