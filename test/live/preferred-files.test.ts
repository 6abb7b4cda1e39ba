/** The same routine in many files: what is deployed is the text of the file that counts. */
import assert from 'node:assert/strict';
import type { RowDataPacket } from 'mysql2/promise';
import { freshSchema, onEachServer } from '../support/live-servers';
import { liveProject, type LiveProject } from '../support/live-project';
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
        assert.deepEqual(await tellAll(project), { status: 'in-sync', compare: [], plan: [] });
      }
    });

    it('is compared by that text alone, also where the text of another file lives there', async () => {
      const dump = {
        'db/legacy/a.sql': 'CREATE PROCEDURE a() SELECT 1;\n',
        'db/prod_dump_2024.sql': 'CREATE PROCEDURE a() SELECT 2;\n',
      };
      const settings = { duplicates: { prefer: ['db/legacy/**'] } };
      const project = liveProject(server, schema.name, { files: dump, settings });
      await server.run(`CREATE PROCEDURE ${schema.name}.a() SELECT 2`);
      assert.deepEqual(await tellAll(project, 'a'), { status: 'different', compare: ['body'], plan: ['replace'] });
      assert.match(expectOk(await project.show({ ref: 'a' })).text, /SELECT 1/);
    });

    for (const [name, number] of [
      ['V9', 9],
      ['V10', 10],
    ] as const)
      it(`is one text for status and compare where no file counts and ${name} lives there`, async () => {
        const undecided = {
          'V9.sql': 'CREATE PROCEDURE b() SELECT 9;\n',
          'V10.sql': 'CREATE PROCEDURE b() SELECT 10;\n',
        };
        const project = liveProject(server, schema.name, { files: undecided });
        await server.run(
          `DROP PROCEDURE IF EXISTS ${schema.name}.b`,
          `CREATE PROCEDURE ${schema.name}.b() SELECT ${number}`,
        );
        const { routines } = expectOk(await project.status({}));
        const { differences } = expectOk(await project.compare({ left: 'workspace', right: 'test', routines: ['b'] }));
        const cell = routines.find(({ routine }) => routine === `${schema.name}.b`)?.environments['test'];
        assert.deepEqual([cell?.state, differences.length], number === 10 ? ['in-sync', 0] : ['different', 1]);
      });

    /** Returns the reports on one routine of status, compare and plan. */
    async function tellAll(project: LiveProject, name = 'pay') {
      const { routines } = expectOk(await project.status({}));
      const { differences } = expectOk(await project.compare({ left: 'workspace', right: 'test', routines: [name] }));
      const { steps } = expectOk(await project.plan({ environment: 'test', routines: [name], overwrite: true }));
      return {
        status: routines.find(({ routine }) => routine === `${schema.name}.${name}`)?.environments['test']?.state,
        compare: differences.map(({ kind }) => kind),
        plan: steps.map(({ action }) => action),
      };
    }
  });
});
