/** Live texts replace those of the source files that define the same routines, and nothing else of these files. */
import assert from 'node:assert/strict';
import { adviceText } from '../../cli/src/report/print-action';
import { expectFailure, expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';

const files = {
  'l.sql': '-- The licence.\nDELIMITER $$\nCREATE PROCEDURE l() SELECT 2$$\nCREATE PROCEDURE beside() SELECT 1$$\n',
  'v.sql': 'CREATE VIEW v AS SELECT 2 AS x;\n',
};
const environment = { environment: 'test' };

describe('an import that overwrites', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    const open = (more: Readonly<Record<string, unknown>> = {}) =>
      liveProject(server, schema.name, { files, environment: more });
    const fill = async (prefix = ''): Promise<void> => {
      const [s] = [schema.name];
      await server.run(
        ...[`DROP DATABASE ${s}`, `DROP DATABASE IF EXISTS ${s}_ledger`, `CREATE DATABASE ${s}`],
        `CREATE PROCEDURE ${s}.${prefix}l() SELECT 1`,
        `CREATE VIEW ${s}.${prefix}v AS SELECT 1 AS x`,
        `CREATE PROCEDURE ${s}.${prefix}beside() SELECT 1`,
      );
    };
    after(() => server.run(`DROP DATABASE IF EXISTS ${schema.name}_ledger`));

    for (const prefix of ['', 'ann_'])
      it(`takes the live texts over${prefix === '' ? '' : ' under a prefix'}, after which nothing is to be done`, async () => {
        await fill(prefix);
        const project = open({ prefix });
        const planned = expectOk(await project.plan(environment));
        assert.deepEqual(
          planned.findings
            .filter(({ code }) => code === 'unmanaged')
            .map(({ remedy }) => adviceText(remedy).match(/`sproc import [^`]*`/)?.[0]),
          ['l', 'v'].map((name) => `\`sproc import test ${schema.name}.${name} --overwrite\``),
        );

        const seen = expectOk(await project.importRoutines({ ...environment, overwrite: true, dryRun: true }));
        assert.equal(project.files.get('l.sql'), files['l.sql']);
        const done = expectOk(await project.importRoutines({ ...environment, overwrite: true }));
        assert.deepEqual(done, seen);
        assert.deepEqual(done.written, [
          { routine: `${schema.name}.l`, file: 'l.sql' },
          { routine: `${schema.name}.v`, file: 'v.sql' },
        ]);
        assert.deepEqual(done.skipped, [
          { routine: `${schema.name}.beside`, kind: 'procedure', file: 'l.sql', reason: 'l.sql already has this text' },
        ]);

        assert.equal(project.files.get('l.sql'), files['l.sql'].replace('SELECT 2', 'SELECT 1'));
        assert.deepEqual(expectOk(await project.compare({ left: 'workspace', right: 'test' })).differences, []);
        assert.deepEqual(expectOk(await project.plan(environment)).steps, []);
      });

    it('takes nothing over unless it is asked to, and says how', async () => {
      await fill();
      const project = open();
      const { written, skipped } = expectOk(await project.importRoutines({ ...environment, routines: ['l'] }));
      assert.deepEqual(written, []);
      assert.deepEqual(
        skipped.map(({ reason }) => adviceText(reason)),
        ['l.sql already defines it; see the differences with `sproc compare`, or replace its text with `--overwrite`'],
      );
      assert.equal(project.files.get('l.sql'), files['l.sql']);
    });

    it('leaves a file alone that defines the routine twice', async () => {
      await fill();
      const project = open();
      const twice = `${files['l.sql']}CREATE PROCEDURE l() SELECT 3$$\n`;
      project.files.set('l.sql', twice);
      const failed = expectFailure(
        await project.importRoutines({ ...environment, routines: ['l'], overwrite: true }),
        'could-not',
      );
      assert.match(failed.message, /l\.sql/);
      assert.equal(project.files.get('l.sql'), twice);
    });
  });
});
