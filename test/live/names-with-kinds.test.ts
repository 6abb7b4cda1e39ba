/** A procedure and a function of one name: every command takes either, and every list has them apart. */
import assert from 'node:assert/strict';
import type { LiveProject } from '../support/live-project';
import { adviceText } from '../../cli/src/report/print-action';
import { expectFailure, expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';

describe('a procedure and a function of one name', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    after(() => server.run(`DROP DATABASE IF EXISTS ${schema.name}_ledger`));
    const names = ['function:shop.add_order', 'procedure:shop.add_order'];
    const environment = 'test';
    let project: LiveProject;
    before(() => {
      project = liveProject(server, schema.name, {
        settings: { schema: 'shop' },
        files: {
          'procedure.sql': 'CREATE PROCEDURE add_order(a INT) SELECT a;',
          'function.sql': 'CREATE FUNCTION add_order(a INT) RETURNS INT DETERMINISTIC RETURN a;',
          'view.sql': 'CREATE VIEW other AS SELECT 1 AS a;',
        },
      });
    });

    it('are registered, listed and identified apart', async () => {
      const { registered } = expectOk(await project.register({}));
      assert.deepEqual(registered.map(({ routine }) => routine).sort(), [...names, 'shop.other']);
      assert.match(
        registered.find(({ routine }) => routine === names[0])?.identifier ?? '',
        /^function:add_order_v1\.0\.0_/,
      );
      const { versions } = expectOk(await project.versions({}));
      assert.equal(new Set(versions.map(({ identifier }) => identifier)).size, 3);
      assert.deepEqual(expectOk(await project.versions({ pattern: 'procedure:add_order' })).versions.length, 1);
      assert.deepEqual(expectOk(await project.register({})).unchanged.toSorted(), [...names, 'shop.other']);
      assert.equal(expectOk(await project.show({ ref: versions[0]?.identifier ?? '' })).kind, versions[0]?.kind);
    });

    it('are deployed and shown one by one', async () => {
      const plan = expectOk(await project.plan({ environment, routines: ['function:add_order'] }));
      assert.deepEqual(
        plan.steps.map(({ routine, kind }) => [routine, kind]),
        [[names[0], 'function']],
      );
      const one = expectOk(await project.deploy({ environment, routines: ['function:shop.add_order@1.0.0'] }));
      assert.deepEqual(
        one.steps.map(({ routine }) => routine),
        [names[0]],
      );
      const rest = expectOk(await project.deploy({ environment }));
      assert.deepEqual(rest.steps.map(({ routine }) => routine).sort(), [names[1], 'shop.other']);
      assert.deepEqual(expectOk(await project.plan({ environment })).steps, []);
      for (const at of ['', '@test', '@1.0.0']) {
        const failure = expectFailure(await project.show({ ref: `add_order${at}` }), 'usage');
        assert.match(
          failure.message,
          /can mean (function|procedure):shop\.add_order or (function|procedure):shop\.add_order/,
        );
        assert.match(
          adviceText(failure.remedy ?? ''),
          /^Write the kind before the name: (function|procedure):shop\.add_order\.$/,
        );
        assert.equal(expectOk(await project.show({ ref: `function:add_order${at}` })).kind, 'function');
        assert.equal(expectOk(await project.show({ ref: `procedure:shop.add_order${at}` })).kind, 'procedure');
      }
    });

    it('have a status, and are compared, marked and promoted apart', async () => {
      assert.deepEqual(
        expectOk(await project.status({}))
          .routines.map(({ routine }) => routine)
          .sort(),
        [...names, 'shop.other'],
      );
      assert.match(
        expectFailure(await project.mark({ ref: 'shop.add_order@1.0.0', status: 'TESTING', reason: 'ok' }), 'usage')
          .message,
        /can mean function:shop\.add_order or procedure:shop\.add_order/,
      );
      for (const name of names) {
        const marked = expectOk(await project.mark({ ref: `${name}@1.0.0`, status: 'TESTING', reason: 'ok' }));
        assert.equal(marked.routine, name);
      }
      const statuses = expectOk(await project.versions({ status: 'TESTING' })).versions;
      assert.deepEqual(statuses.map(({ routine }) => routine).sort(), names);
      project.files.set('function.sql', 'CREATE FUNCTION add_order(a INT) RETURNS INT DETERMINISTIC RETURN a + 1;');
      const { differences } = expectOk(await project.compare({ left: 'workspace', right: 'test' }));
      assert.deepEqual(
        differences.map(({ routine, kind }) => [routine, kind]),
        [[names[0], 'body']],
      );
      const of = async (routine: string) =>
        expectOk(await project.compare({ left: 'workspace', right: 'test', routines: [routine] })).differences.length;
      assert.deepEqual([await of('procedure:add_order'), await of('function:add_order')], [0, 1]);
      const promoted = expectOk(await project.promote({ environment, routines: ['function:add_order'] }));
      assert.deepEqual(
        promoted.steps.map(({ routine, to }) => [routine, to]),
        [[names[0], '1.0.1']],
      );
    });

    it('drift, are rolled back, and have a history apart', async () => {
      await server.run(
        `DROP PROCEDURE ${schema.name}.add_order`,
        `CREATE PROCEDURE ${schema.name}.add_order(a INT) SELECT a + 2`,
      );
      const { drifted } = expectOk(await project.drift({ environment }));
      assert.deepEqual(
        drifted.map(({ routine }) => routine),
        [names[1]],
      );
      assert.deepEqual(expectOk(await project.drift({ environment, routines: ['function:add_order'] })).drifted, []);
      const unclear = expectFailure(await project.rollBack({ environment, routine: 'shop.add_order' }), 'usage');
      assert.match(unclear.message, /can mean (function|procedure):shop/);
      const back = expectOk(await project.rollBack({ environment, routine: 'function:add_order' }));
      assert.deepEqual(
        back.steps.map(({ routine, to }) => [routine, to]),
        [[names[0], '1.0.0']],
      );
      const { deployments } = expectOk(await project.history({ environment }));
      const steps = deployments.flatMap((deployment) => deployment.steps.map(({ routine }) => routine));
      assert.deepEqual([...new Set(steps)].sort(), [...names, 'shop.other']);
    });

    it('are found, graphed and imported apart', async () => {
      const { matches } = expectOk(await project.grep({ pattern: 'RETURN a', places: ['test'] }));
      assert.deepEqual(
        matches.map((match) => 'routine' in match && match.routine),
        [names[0]],
      );
      const graph = expectOk(await project.graph({ routines: ['procedure:add_order'] }));
      assert.deepEqual(
        graph.nodes.map(({ kind }) => kind),
        ['procedure'],
      );
      const empty = liveProject(server, schema.name, { settings: { schema: 'shop' } });
      const imported = expectOk(await empty.importRoutines({ environment, routines: ['function:add_order'] }));
      assert.deepEqual(imported.written, [{ routine: names[0], file: 'add_order.sql' }]);
      assert.deepEqual(expectOk(await empty.importRoutines({ environment, routines: ['procedure:*'] })).written, [
        { routine: names[1], file: 'add_order.procedure.sql' },
      ]);
    });

    it('get files that no file system takes for one, where they differ in case only', async () => {
      const case_ = liveProject(server, schema.name, {
        settings: { schema: 'shop' },
        files: {
          'a.sql': 'CREATE FUNCTION same() RETURNS INT DETERMINISTIC RETURN 1;\nCREATE VIEW Same AS SELECT 1 AS a;',
          'b.sql': 'CREATE VIEW same AS SELECT 2 AS a;',
        },
      });
      assert.equal(expectOk(await case_.deploy({ environment })).outcome, 'deployed');
      const empty = liveProject(server, schema.name, { settings: { schema: 'shop' } });
      const { written } = expectOk(await empty.importRoutines({ environment, routines: ['same'] }));
      const files = written.map(({ file }) => file);
      assert.equal(new Set(files.map((file) => file.toLowerCase())).size, 3, files.join());
    });
  });
});
