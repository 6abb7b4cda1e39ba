/** The verdicts that our reading is held against are those of the servers. */
import assert from 'node:assert/strict';
import type { Connection } from 'mysql2/promise';
import { onEachServer } from '../support/live-servers';
import { judgedText, verdicts } from '../syntax/verdicts';
import { judge } from './judged-texts';

/**
 * The error numbers of accepted texts, which are read completely: the current schema does not exist (1049), or the
 * table (1146).
 */
const taken = new Set([0, 1049, 1146]);

describe('the verdict of the server', () => {
  onEachServer((server) => {
    /** Opens a connection whose schema was dropped by another one: nothing is created in it. */
    async function connect(mode: string): Promise<Connection> {
      const connection = await server.connect({ charset: 'utf8mb4', flags: ['-IGNORE_SPACE'] });
      await connection.query('SET sql_mode = ?', [mode]);
      await server.run('CREATE DATABASE IF NOT EXISTS gone');
      await connection.query('USE gone');
      await server.run('DROP DATABASE gone');
      return connection;
    }

    for (const { theme, oracle, texts } of verdicts) {
      const asked = texts.filter((one) => one.taken[server.flavor] !== null);
      if (asked.length > 0)
        it(`is the one that is written down: ${theme}`, async () => {
          const connection = await connect(oracle ? 'ORACLE' : '');
          const different: string[] = [];
          for (const one of asked) {
            const errno = await judge(connection, judgedText(one.text, oracle));
            if (taken.has(errno) !== one.taken[server.flavor]) different.push(`${errno}: ${one.text}`);
          }
          assert.deepEqual(different, []);
        });
    }
  });
});
