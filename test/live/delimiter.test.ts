/** The real clients decide how files are split: the objects after each was piped in, and whether it failed. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { findServerProgram } from '../../scripts/servers/server-program';
import { clientFiles } from '../syntax/client-files';
import { freshSchema, onEachServer } from '../support/live-servers';

describe('the command line client', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    let client = '';

    before(async () => {
      const program = await findServerProgram(server.flavor);
      assert.ok(program.ok);
      client = program.value.client;
    });

    beforeEach(() =>
      server.run(
        `DROP DATABASE ${schema.name}`,
        `CREATE DATABASE ${schema.name} CHARACTER SET utf8mb4`,
        `CREATE TABLE ${schema.name}.t (a INT, b INT, delimiter TEXT)`,
      ),
    );

    for (const file of clientFiles.filter(({ only }) => only === undefined || only === server.flavor))
      it(`reads ${file.name}`, async () => {
        const { creates, fails } = file.client?.[server.flavor] ?? file;
        const failed = pipe(file.text.replaceAll('SCHEMA', schema.name));
        assert.deepEqual({ creates: await namesOf(), failed }, { creates, failed: fails === true });
      });

    /**
     * Pipes a text into the client, which continues after errors, as our reading does. Returns true if a statement
     * failed.
     */
    function pipe(text: string): boolean {
      const options = `--no-defaults -h${server.host} -P${server.port} -u${server.user} --password=${server.password} --default-character-set=utf8mb4 --force`;
      const { status, stderr } = spawnSync(client, [...options.split(' '), schema.name], {
        input: text,
        encoding: 'utf8',
      });
      return status !== 0 || /^ERROR/m.test(stderr);
    }

    async function namesOf(): Promise<readonly unknown[]> {
      const rows = await server.run(
        `SELECT routine_name AS name FROM information_schema.routines WHERE routine_schema = '${schema.name}'
         UNION SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = '${schema.name}'
         UNION SELECT event_name FROM information_schema.events WHERE event_schema = '${schema.name}' ORDER BY 1`,
      );
      return rows.map(({ name }) => name);
    }
  });
});
