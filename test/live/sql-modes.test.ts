/** Every sql_mode means what the server says that it means, combined ones too. */
import assert from 'node:assert/strict';
import { normalSqlMode, sqlModes } from '../../engine/src/routine/sql-mode';
import { readModeList } from '../../engine/src/syntax/sql-mode-names';
import { onEachServer, type LiveServer } from '../support/live-servers';

describe('a sql_mode', () => {
  onEachServer((server) => {
    it('includes what the server includes in it, and is rejected where the server rejects it', async () => {
      const connection = await server.connect();
      const options = { dialect: server.flavor, serverVersion: await readVersion(server) };
      for (const mode of sqlModes) {
        const read = readModeList(mode, options);
        const isTaken = await connection.query(`SET sql_mode = '${mode}'`).then(
          () => true,
          () => false,
        );
        assert.equal('modes' in read, isTaken, mode);
        if (!isTaken) continue;
        const [rows] = await connection.query('SELECT @@sql_mode AS mode');
        const [{ mode: stored = '' } = {}] = rows as readonly { readonly mode?: string }[];
        assert.deepEqual(normalSqlMode(mode, server.flavor), normalSqlMode(stored), mode);
      }
    });
  });
});

/** Returns 101118 for `10.11.18-MariaDB`. */
async function readVersion(server: LiveServer): Promise<number> {
  const [row] = await server.run('SELECT VERSION() AS version');
  const [major = 0, minor = 0, patch = 0] = String(row?.['version']).split(/[.-]/).map(Number);
  return major * 10_000 + minor * 100 + patch;
}
