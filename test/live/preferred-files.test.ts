/** The same routine in many files: what is deployed is the text of the file that counts. */
import assert from 'node:assert/strict';
import type { RowDataPacket } from 'mysql2/promise';
import { freshSchema, onEachServer } from '../support/live-servers';
import { liveProject } from '../support/live-project';
import { expectOk } from '../support/expect';

const files = {
  'migrations/V1.sql': 'CREATE PROCEDURE pay() SELECT 1;\n',
  'migrations/V2.sql':
    'DELIMITER $$\nDROP PROCEDURE IF EXISTS pay;\nCREATE PROCEDURE pay() SELECT 2;\nCREATE PROCEDURE tax() SELECT 20;\n$$\n',
  'migrations/V10.sql': 'DELIMITER $$\nDROP PROCEDURE IF EXISTS pay;\nCREATE PROCEDURE pay() SELECT 10$$\n',
  'routines/pay.sql': 'CREATE PROCEDURE pay() SELECT 4;\n',
};

describe('deploying a routine that many files define', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    after(() => server.run(`DROP DATABASE IF EXISTS ${schema.name}_ledger`));

    async function bodyOf(name: string): Promise<string | undefined> {
      const rows = (await server.run(
        `SELECT routine_definition AS body FROM information_schema.routines WHERE routine_schema = '${schema.name}' AND routine_name = '${name}'`,
      )) as readonly (RowDataPacket & { readonly body: string })[];
      return rows[0]?.body;
    }

    it('is refused where no file counts, and creates nothing', async () => {
      const refused = await liveProject(server, schema.name, { files }).deploy({ environment: 'test' });
      assert.ok(!refused.ok);
      assert.match(refused.error.message, /pay is defined twice/);
      assert.deepEqual([await bodyOf('pay'), await bodyOf('tax')], [undefined, undefined]);
    });

    it('takes the text of the file that counts, and the other when the project says so', async () => {
      for (const [prefer, expected] of [
        [['routines/**'], 'SELECT 4'],
        [['migrations/**'], 'SELECT 10'],
        [['migrations/V2.sql', 'migrations/**'], 'SELECT 2'],
      ] as const) {
        const project = liveProject(server, schema.name, { files, settings: { duplicates: { prefer } } });
        assert.equal(expectOk(await project.deploy({ environment: 'test' })).outcome, 'deployed');
        assert.deepEqual([await bodyOf('pay'), await bodyOf('tax')], [expected, 'SELECT 20']);
        const compared = expectOk(await project.compare({ left: 'workspace', right: 'test' }));
        assert.deepEqual(compared.differences, []);
      }
    });
  });
});
