/** Routines that a server needs seconds to compile: MySQL reads thousands of blocks in a time that grows quadratically. */
import assert from 'node:assert/strict';
import { expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';

/** Returns a text of so many blocks: MySQL compiles 5,000 of them in 3 s on a fast machine, the usual wait for a lock. */
function longRoutine(first: number, length: number): string {
  const blocks = Array.from({ length }, (_, i) => `  IF p = ${i} THEN\n    SET v = v + ${i};\n  END IF;\n`);
  return `CREATE PROCEDURE long_one(IN p INT)\nBEGIN\n  DECLARE v INT DEFAULT ${first};\n${blocks.join('')}  SELECT v AS v;\nEND`;
}

describe('a routine that takes long to compile', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    // Only MySQL waits for a lock meanwhile.
    const length = server.flavor === 'mysql' ? 5_000 : 1_500;
    const account = `'long_${server.flavor}'@'%'`;
    before(() => server.run(`CREATE USER IF NOT EXISTS ${account}`));
    after(() => server.run(`DROP DATABASE IF EXISTS ${schema.name}_ledger`, `DROP USER IF EXISTS ${account}`));

    it('is created, and replaced with its grants', async function () {
      this.timeout(120_000);
      const project = liveProject(server, schema.name, { files: { 'p.sql': longRoutine(1, length) } });
      const deploy = async (): Promise<void> => {
        const answer = expectOk(await project.deploy({ environment: 'test' }));
        assert.equal(answer.outcome, 'deployed', JSON.stringify(answer));
      };
      const call = () => server.run(`CALL ${schema.name}.long_one(7)`);
      await deploy();
      await server.run(`GRANT EXECUTE ON PROCEDURE ${schema.name}.long_one TO ${account}`);
      project.files.set('p.sql', longRoutine(2, length));
      await deploy();
      assert.match(JSON.stringify(await call()), /"v":9/);
      const [grants] = await server.run(
        `SELECT COUNT(*) AS n FROM mysql.procs_priv WHERE Db = '${schema.name}' AND Routine_name = 'long_one'`,
      );
      assert.equal(Number(grants?.['n']), 1);
    });
  });
});
