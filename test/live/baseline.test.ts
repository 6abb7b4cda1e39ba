/** The routines that live on a server are taken over in bulk: files, versions with the status of the stage, and ledger. */
import assert from 'node:assert/strict';
import { expectFailure, expectOk } from '../support/expect';
import { liveProject, type LiveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';
import { adviceText } from '../../cli/src/report/print-action';

describe('baseline', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    const environment = { environment: 'test' };
    const open = (stage: string, more: Readonly<Record<string, unknown>> = {}): LiveProject =>
      liveProject(server, schema.name, {
        settings: { project: 'shop-1' },
        environment: { stage, ...more },
      });
    beforeEach(async () => {
      await server.run(`DROP DATABASE IF EXISTS ${schema.name}_ledger`);
      await server.run(`DROP DATABASE ${schema.name}`);
      const [s] = [schema.name];
      await server.run(
        `CREATE DATABASE ${s}`,
        `CREATE TABLE ${s}.t (a INT, b VARCHAR(20))`,
        `CREATE PROCEDURE ${s}.p(IN a INT) COMMENT 'It''s' SELECT a + 1`,
        `CREATE FUNCTION ${s}.f() RETURNS INT DETERMINISTIC RETURN 1`,
        `CREATE VIEW ${s}.v AS SELECT a, count(*) AS n FROM ${s}.t GROUP BY a`,
        `CREATE VIEW ${s}.w AS SELECT n FROM ${s}.v`,
        `CREATE TRIGGER ${s}.tr BEFORE INSERT ON ${s}.t FOR EACH ROW SET NEW.b = ${s}.f()`,
        `CREATE EVENT ${s}.e ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:00:00' DISABLE DO DELETE FROM ${s}.t`,
      );
    });
    after(() => server.run(`DROP DATABASE IF EXISTS ${schema.name}_ledger`));

    const expectTakenOver = async (project: LiveProject): Promise<void> => {
      assert.deepEqual(expectOk(await project.compare({ left: 'workspace', right: 'test' })).differences, []);
      assert.deepEqual(expectOk(await project.plan(environment)).steps, []);
      const { routines } = expectOk(await project.status({ environments: ['test'] }));
      assert.deepEqual(
        routines.map(({ routine, environments: { test } }) => [routine, test?.version, test?.state]),
        routines.map(({ routine }) => [routine, '1.0.0', 'in-sync']),
      );
      assert.equal(routines.length, 6);
      assert.deepEqual(expectOk(await project.drift(environment)).drifted, []);
    };

    for (const stage of ['DEVELOPMENT', 'TESTING', 'PRODUCTION'])
      it(`takes over everything, in ${stage}`, async () => {
        const project = open(stage);
        const foreseen = expectOk(await project.baseline({ ...environment, dryRun: true }));
        assert.equal(foreseen.adopted.length, 6);
        assert.deepEqual([...project.files.keys()], []);
        assert.deepEqual(expectOk(await project.registry.list()), []);
        const answer = expectOk(await project.baseline({ ...environment, reason: 'begun' }));
        assert.deepEqual(answer.adopted, foreseen.adopted);
        assert.deepEqual(answer.skipped, []);
        for (const { version, status, isImported } of answer.adopted)
          assert.deepEqual([version, status, isImported], ['1.0.0', stage, true]);
        await expectTakenOver(project);
        const { deployments, chain } = expectOk(await project.history({ ...environment, verify: true }));
        assert.deepEqual(
          deployments.map(({ kind, reason, project: id, steps }) => [kind, reason, id, steps.length]),
          [['adopt', 'begun', 'shop-1', 6]],
        );
        assert.equal(chain, 'intact');
        const again = expectOk(await project.baseline(environment));
        assert.deepEqual([again.adopted, again.unchanged, again.skipped], [[], 6, []]);
        assert.equal(expectOk(await project.history(environment)).deployments.length, 1);
      });

    it('takes over what was deployed by hand since, and names it in the history of a rollback', async () => {
      const project = open('DEVELOPMENT');
      expectOk(await project.baseline(environment));
      const file = [...project.files.keys()].find((path) =>
        /procedure/.test(project.files.get(path)?.toLowerCase() ?? ''),
      );
      project.files.set(file ?? '', (project.files.get(file ?? '') ?? '').replace('a + 1', 'a + 2'));
      expectOk(await project.deploy(environment));
      expectOk(await project.rollBack({ ...environment, routines: [`${schema.name}.p`] }));
      const [row] = await server.run(`SHOW CREATE PROCEDURE ${schema.name}.p`);
      assert.match(String(row?.['Create Procedure']), /SELECT a \+ 1/);
    });

    it('drops nothing that it took over in a rollback', async () => {
      const project = open('DEVELOPMENT');
      expectOk(await project.baseline(environment));
      await project.rollBack({ ...environment, routines: [`${schema.name}.*`] });
      const [row] = await server.run(
        `SELECT COUNT(*) AS n FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = '${schema.name}'`,
      );
      assert.equal(Number(row?.['n']), 2);
    });

    it('leaves a routine that a file defines otherwise, and takes over the rest', async () => {
      const project = open('TESTING');
      project.files.set('mine.sql', 'CREATE PROCEDURE p(IN a INT) SELECT a + 5;\n');
      const answer = expectOk(await project.baseline(environment));
      assert.equal(answer.adopted.length, 5);
      assert.deepEqual(
        answer.skipped.map(({ routine, kind, reason }) => `${kind} ${routine}: ${adviceText(reason)}`),
        [
          `procedure ${schema.name}.p: mine.sql defines it otherwise than 127.0.0.1:${server.port}/${schema.name}; see the differences with \`sproc compare\``,
        ],
      );
    });

    it('needs the name of a protected environment', async () => {
      const project = open('PRODUCTION', { protected: true });
      assert.match(expectFailure(await project.baseline(environment), 'not-permitted').message, /is protected/);
      expectOk(await project.baseline({ ...environment, confirm: 'test' }));
      await expectTakenOver(project);
    });
  });
});
