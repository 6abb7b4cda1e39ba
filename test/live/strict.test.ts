/** The strict recogniser compared with the servers: the texts that they accept and reject under each sql_mode. */
import assert from 'node:assert/strict';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import { parseScript } from '../../engine/src/syntax/parse-script';
import { onEachServer } from '../support/live-servers';
import { judge, judgedDefinition, judgedTexts } from './judged-texts';

const modes = [
  '',
  'ANSI_QUOTES',
  'PIPES_AS_CONCAT',
  'NO_BACKSLASH_ESCAPES',
  'IGNORE_SPACE',
  'HIGH_NOT_PRECEDENCE',
  'ANSI',
  'ANSI,NO_BACKSLASH_ESCAPES,HIGH_NOT_PRECEDENCE',
];
const modesOfMariadb = ['ORACLE', 'ORACLE,NO_BACKSLASH_ESCAPES,HIGH_NOT_PRECEDENCE', 'MSSQL'];

const syntaxError = 1064;
/** ER_BAD_DB_ERROR: the text was read to its end. */
const unknownSchema = 1049;

describe('the strict recogniser and the server', () => {
  onEachServer((server) => {
    const { flavor: dialect } = server;
    for (const mode of dialect === 'mariadb' ? [...modes, ...modesOfMariadb] : modes)
      it(`take and refuse the same under ${mode === '' ? 'no mode' : mode}`, async () => {
        // IGNORE_SPACE, which mysql2 asks for by itself, is a mode here.
        const connection = await server.connect({ charset: 'utf8mb4', flags: ['-IGNORE_SPACE'] });
        const { sqlMode, serverVersion } = await useMode(connection, mode);
        const oracle = sqlMode.includes('ORACLE');
        const different: string[] = [];
        let judged = 0;
        for (const text of judgedTexts.map((one) => judgedDefinition(one, oracle))) {
          const errno = await judge(connection, text);
          if (errno !== syntaxError && errno !== unknownSchema) continue;
          judged++;
          const { errors } = parseScript(text, { dialect, serverVersion, sqlMode, schema: null, client: false });
          if (errors.length > 0 === (errno === unknownSchema))
            different.push(
              `${errno === unknownSchema ? 'false alarm' : 'unseen'}: ${text} ${errors[0]?.message ?? ''}`,
            );
        }
        assert.deepEqual(different, []);
        assert.ok(judged > 250, `${judged} texts were judged`);
      });
  });
});

async function useMode(
  connection: Connection,
  mode: string,
): Promise<{ readonly sqlMode: readonly string[]; readonly serverVersion: number }> {
  await connection.query('SET sql_mode = ?', [mode]);
  const [[row]] = await connection.query<RowDataPacket[]>('SELECT @@sql_mode AS modes, VERSION() AS version');
  const [major = 0, minor = 0, patch = 0] = String(row?.['version']).split(/[.-]/).map(Number);
  const sqlMode = String(row?.['modes'])
    .split(',')
    .filter((one) => one !== '');
  return { sqlMode, serverVersion: major * 10_000 + minor * 100 + patch };
}
