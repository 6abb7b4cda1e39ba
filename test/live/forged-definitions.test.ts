/** A saved definition that was changed in the ledger is rejected by name, whatever would restore it. */
import assert from 'node:assert/strict';
import type { Failure } from '../../engine/src/base/failure';
import type { Result } from '../../engine/src/base/result';
import { deployAndDie } from '../support/dying-deployment';
import { expectFailure, expectOk } from '../support/expect';
import { liveProject, type LiveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';
import { takeSnapshot } from '../support/live-snapshot';

const old = { 'p.sql': "CREATE PROCEDURE p() SELECT 'first';" };
const next = { 'p.sql': "CREATE PROCEDURE p() SELECT 'second';", 'q.sql': "CREATE PROCEDURE q() SELECT 'q';" };

describe('a saved definition that was changed in the ledger', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    const saved = `${schema.name}_ledger.saved_definition`;
    const evil = `evil_${server.flavor}`;
    const forgeText = `UPDATE ${saved} SET definition = REPLACE(definition, 'first', 'forged') WHERE routine_name = 'p'`;
    const forgeGrants = `UPDATE ${saved} SET grants = 'GRANT ALL ON *.* TO ${evil}@localhost WITH GRANT OPTION' WHERE routine_name = 'p'`;
    let project: LiveProject;

    beforeEach(async () => {
      await server.run(`DROP DATABASE ${schema.name}`, `CREATE DATABASE ${schema.name} CHARACTER SET utf8mb4`);
      await server.run(`DROP USER IF EXISTS ${evil}@localhost`, `CREATE USER ${evil}@localhost`);
      project = liveProject(server, schema.name, { files: old });
      expectOk(await project.deploy({ environment: 'test' }));
    });
    afterEach(() =>
      server.run(`DROP DATABASE IF EXISTS ${schema.name}_ledger`, `DROP USER IF EXISTS ${evil}@localhost`),
    );

    const isRefused = async (wanted: () => Promise<Result<unknown, Failure>>): Promise<void> => {
      const before = await takeSnapshot(server, schema.name);
      const { message } = expectFailure(await wanted(), 'bad-input');
      assert.match(
        message,
        /^The saved definition of procedure t_\w+\.p \(digest [0-9a-f]{12}\) in t_\w+_ledger\.saved_def/,
      );
      assert.match(message, /was changed after it was written\.$/);
      assert.deepEqual(await takeSnapshot(server, schema.name), before);
      const grants = await server.run(`SHOW GRANTS FOR ${evil}@localhost`);
      assert.doesNotMatch(JSON.stringify(grants), /ALL PRIVILEGES/);
    };

    for (const [what, forge] of [
      ['text', forgeText],
      ['grants', forgeGrants],
    ] as const) {
      it(`is not rolled back to: ${what}`, async () => {
        for (const [file, text] of Object.entries(next)) project.files.set(file, text);
        expectOk(await project.deploy({ environment: 'test' }));
        await server.run(forge);
        await isRefused(() => project.rollBack({ environment: 'test', routine: 'p' }));
        await isRefused(() => project.rollBack({ environment: 'test', routines: ['p', 'q'], overwrite: true }));
        expectFailure(await project.planRollback({ environment: 'test', routine: 'p' }), 'bad-input');
      });

      it(`is not recovered: ${what}`, async () => {
        await deployAndDie(server, { schema: schema.name, files: next }, ['finished-step', 2]);
        await server.run(forge);
        await isRefused(() => project.recover({ environment: 'test' }));
        await isRefused(() => project.deploy({ environment: 'test' }));
      });

      it(`is not what drift is reverted to, nor shown as deployed: ${what}`, async () => {
        await server.run(
          forge,
          `DROP PROCEDURE ${schema.name}.p`,
          `CREATE PROCEDURE ${schema.name}.p() SELECT 'by hand'`,
        );
        expectFailure(await project.drift({ environment: 'test' }), 'bad-input');
        await isRefused(() => project.drift({ environment: 'test', revert: true }));
      });
    }
  });
});
