/** A registry that is down or damaged: what needs the targets alone works without it, and nothing is claimed of versions. */
import assert from 'node:assert/strict';
import { adviceText } from '../../cli/src/report/print-action';
import { failure } from '../../engine/src/base/failure';
import type { Registry } from '../../engine/src/registry/records/registry';
import { deployAndDie } from '../support/dying-deployment';
import { expectFailure, expectOk } from '../support/expect';
import { liveProject, type LiveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';
import { memoryRegistry } from '../support/memory-registry';
import { registryOn } from '../support/server-registry';

const environment = { environment: 'test' };
const first = { 'p.sql': 'CREATE PROCEDURE p() SELECT 1;', 'q.sql': 'CREATE PROCEDURE q() CALL p();' };
const second = { ...first, 'p.sql': 'CREATE PROCEDURE p() SELECT 2;' };

describe('without a readable registry', () => {
  onEachServer((server) => {
    for (const prefix of ['', 'jo_']) {
      describe(prefix === '' ? 'in a schema of its own' : 'under a prefix', () => {
        const schema = freshSchema(server);
        const open = (files: Readonly<Record<string, string>>, registry: Registry): LiveProject =>
          liveProject(server, schema.name, { files, registry, environment: { prefix } });
        const down = (): Registry => registryOn({ port: 1 }, 'nowhere');
        const body = async (name: string): Promise<string> => {
          const [row] = await server.run(
            `SELECT ROUTINE_DEFINITION AS body FROM information_schema.ROUTINES
              WHERE ROUTINE_SCHEMA = '${schema.name}' AND ROUTINE_NAME = '${prefix}${name}'`,
          );
          return String(row?.['body']);
        };

        before(async () => {
          const registry = memoryRegistry();
          expectOk(await open(first, registry).deploy(environment));
          expectOk(await open(second, registry).deploy(environment));
        });
        after(() => server.run(`DROP DATABASE IF EXISTS ${schema.name}_ledger`));

        it('shows the history', async () => {
          const { deployments } = expectOk(await open(second, down()).history(environment));
          assert.deepEqual(
            deployments.map(({ outcome }) => outcome),
            ['deployed', 'deployed'],
          );
        });

        it('rolls back a routine whose file is gone', async () => {
          const gone = { 'q.sql': first['q.sql'] };
          expectOk(await open(gone, down()).rollBack({ ...environment, routine: 'p' }));
          assert.equal(await body('p'), 'SELECT 1');
        });

        if (prefix === '')
          it('recovers an interrupted deployment', async () => {
            const files = { ...first, 'p.sql': 'CREATE PROCEDURE p() SELECT 3;' };
            await deployAndDie(server, { schema: schema.name, files }, ['statements-run', 1]);
            const { outcome } = expectOk(await open(files, down()).recover(environment));
            assert.deepEqual([outcome, await body('p')], ['rolled-back', 'SELECT 1']);
          });

        it('finds drift, and reverts it', async () => {
          const deployed = await body('p');
          await server.run(
            `DROP PROCEDURE ${schema.name}.${prefix}p`,
            `CREATE PROCEDURE ${schema.name}.${prefix}p() SELECT 'by hand'`,
          );
          const project = open(second, down());
          const { drifted } = expectOk(await project.drift(environment));
          assert.deepEqual(
            drifted.map(({ routine }) => routine),
            [`${schema.name}.p`],
          );
          expectOk(await project.drift({ ...environment, revert: true }));
          assert.equal(await body('p'), deployed);
        });

        it('shows what runs, and says that versions are unknown', async () => {
          const project = open({ ...first, 'q.sql': 'CREATE PROCEDURE q() CALL p();' }, down());
          const { routines, notes = [] } = expectOk(await project.status({}));
          const row = routines.find(({ routine }) => routine === `${schema.name}.q`);
          assert.deepEqual(row, {
            ...{ routine: `${schema.name}.q`, kind: 'procedure', workspace: 'unknown', registry: 'unknown' },
            environments: { test: { version: null, state: 'in-sync' } },
          });
          assert.match(adviceText(notes[0] ?? ''), /^The registry could not be read, so versions are unknown\. /);
        });

        it('calls nothing unmanaged that it may have registered', async () => {
          await server.run(`CREATE PROCEDURE ${schema.name}.stranger() SELECT 1`);
          const { routines } = expectOk(await open(first, down()).status({}));
          const state = routines.find(({ routine }) => routine.endsWith('stranger'))?.environments['test']?.state;
          assert.equal(state, 'unknown');
        });

        it('deploys nothing, and says why', async () => {
          expectFailure(await open(second, down()).deploy(environment), 'unreachable');
          const damaged: Registry = {
            ...memoryRegistry(),
            list: () => Promise.resolve(failure('bad-input', '.sproc/p.json was changed.')),
          };
          const { message } = expectFailure(await open(second, damaged).deploy(environment), 'bad-input');
          assert.equal(message, '.sproc/p.json was changed.');
        });
      });
    }
  });
});
