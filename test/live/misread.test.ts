/** A text that the server stores otherwise than Sproc reads it: found before anything is changed, not after. */
import assert from 'node:assert/strict';
import { expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { emptiedSchema, onEachServer } from '../support/live-servers';

describe('a text that is stored otherwise', () => {
  onEachServer((server) => {
    const schema = emptiedSchema(server);

    it('is rejected before the first step', async () => {
      await server.run(`ALTER DATABASE ${schema.name} CHARACTER SET latin1`);
      const files = {
        'first.sql': 'CREATE FUNCTION first() RETURNS INT DETERMINISTIC RETURN 1;',
        // Only the schema says in which character set this byte is read.
        'letter.sql': "CREATE FUNCTION letter() RETURNS ENUM(x'E4') DETERMINISTIC RETURN NULL;",
      };
      const project = liveProject(server, schema.name, { files });
      const answer = expectOk(await project.deploy({ environment: 'test' }));
      assert.equal(answer.outcome, 'failed');
      assert.deepEqual(
        answer.steps.map(({ outcome }) => outcome),
        ['not-run', 'failed'],
      );
      assert.equal(answer.deployment, null);
      assert.match(JSON.stringify(answer), /stores function \S+letter otherwise than it is written/);
      const left = await server.run(
        `SELECT 1 FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = '${schema.name}'`,
      );
      assert.deepEqual(left, []);
    });
  });
});
