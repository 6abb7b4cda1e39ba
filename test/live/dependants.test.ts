/** The routines and views that a plan breaks are hazards by name: in plan, preflight, deployment and rollback. */
import assert from 'node:assert/strict';
import type { Finding } from '../../engine/src/lifecycle/answers/finding';
import { expectOk } from '../support/expect';
import { liveProject, type LiveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';

const environment = { environment: 'test' } as const;

describe('dependants', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    const other = `${schema.name}_other`;
    beforeEach(() => server.run(`CREATE TABLE ${schema.name}.t (id INT, extra INT)`, `CREATE DATABASE ${other}`));
    afterEach(() =>
      server.run(
        `DROP DATABASE ${schema.name}`,
        `CREATE DATABASE ${schema.name}`,
        `DROP DATABASE ${other}`,
        `DROP DATABASE IF EXISTS ${schema.name}_ledger`,
      ),
    );

    const deployed = async (files: Readonly<Record<string, string>>): Promise<LiveProject> => {
      const project = liveProject(server, schema.name, { files });
      expectOk(await project.deploy(environment));
      return project;
    };
    const own = (text: string): string => text.replaceAll(schema.name, 's').replaceAll(/127\.0\.0\.1:\d+/g, 'host');
    const hazards = (findings: readonly Finding[] | undefined): readonly string[] =>
      (findings ?? []).filter(({ code }) => code === 'hazard').map(({ message }) => own(message));
    /** The hazards of a plan, which the preflight and the deployment must show as well. */
    const everywhere = async (project: LiveProject, request: object = {}): Promise<readonly string[]> => {
      const asked = { ...environment, ...request };
      const shown = expectOk(await project.plan(asked)).steps.flatMap((step) =>
        step.hazards.map((hazard) => own(`${step.routine} on ${step.target}: ${hazard}`)),
      );
      assert.deepEqual(hazards(expectOk(await project.preflight(asked)).findings), shown);
      const tried = expectOk(await project.deploy({ ...asked, dryRun: true }));
      assert.deepEqual(hazards(tried.findings), shown);
      const done = expectOk(await project.deploy(asked));
      assert.equal(done.outcome, 'deployed');
      assert.deepEqual(hazards(done.findings), shown);
      return shown
        .filter((hazard) => / (?:call|read|lose)s? /.test(hazard))
        .map((hazard) => hazard.replace(/^.*?: /, ''));
    };

    it('of a view that loses a column are named, in the project and on the server', async () => {
      const project = await deployed({
        'a.sql': 'CREATE VIEW v_base AS SELECT id, extra FROM t;',
        'b.sql': 'CREATE VIEW v_top AS SELECT * FROM v_base;',
        'c.sql': 'CREATE PROCEDURE pp() SELECT extra FROM v_base;',
        'd.sql': 'CREATE PROCEDURE unconcerned() SELECT id FROM v_base;',
      });
      await server.run(`CREATE PROCEDURE ${other}.hand() SELECT v.extra FROM ${schema.name}.v_base v`);
      project.files.set('a.sql', 'CREATE VIEW v_base AS SELECT id FROM t;');
      assert.deepEqual(await everywhere(project), [
        'It loses the column extra.',
        's.v_top, s.pp read it and may fail.',
        'procedure s_other.hand on the server reads it and may fail.',
      ]);
    });

    it('of a view that keeps its columns are not named, a star included', async () => {
      const project = await deployed({
        'a.sql': 'CREATE VIEW v_base AS SELECT id, extra FROM t;',
        'b.sql': 'CREATE VIEW v_top AS SELECT * FROM v_base;',
      });
      project.files.set('a.sql', 'CREATE VIEW v_base AS SELECT t.*, 1 AS more FROM t;');
      assert.deepEqual(await everywhere(project), []);
    });

    it('of what is pruned are named', async () => {
      const project = await deployed({
        'leaf.sql': 'CREATE PROCEDURE leaf() SELECT 1;',
        'caller.sql': 'CREATE PROCEDURE caller() CALL leaf();',
      });
      await server.run(
        `CREATE EVENT ${schema.name}.nightly ON SCHEDULE EVERY 1 DAY DO CALL leaf()`,
        `CREATE PROCEDURE ${other}.leaf() SELECT 2`,
        `CREATE PROCEDURE ${other}.unconcerned() CALL leaf()`,
      );
      project.files.delete('leaf.sql');
      assert.deepEqual(await everywhere(project, { prune: true }), [
        's.caller calls it and will fail.',
        'event s.nightly on the server calls it and will fail.',
      ]);
    });

    it('of a changed signature are named, also those that are part of the request and unchanged', async () => {
      const project = await deployed({
        'leaf.sql': 'CREATE FUNCTION leaf(a INT) RETURNS INT DETERMINISTIC RETURN a;',
        'caller.sql': 'CREATE PROCEDURE caller() SELECT leaf(1);',
        'adapted.sql': 'CREATE PROCEDURE adapted() SELECT leaf(1);',
      });
      await server.run(
        `CREATE TRIGGER ${schema.name}.by_hand BEFORE INSERT ON ${schema.name}.t FOR EACH ROW SET NEW.id = leaf(1)`,
      );
      project.files.set('leaf.sql', 'CREATE FUNCTION leaf(a INT, b INT) RETURNS INT DETERMINISTIC RETURN a + b;');
      project.files.set('adapted.sql', 'CREATE PROCEDURE adapted() SELECT leaf(1, 2);');
      assert.deepEqual(await everywhere(project), [
        's.caller calls it and is not part of this plan.',
        'trigger s.by_hand on the server calls it and is not part of this plan.',
      ]);
    });

    it('are named by a rollback, of what it drops and of whose signature it changes back', async () => {
      const project = await deployed({ 'leaf.sql': 'CREATE PROCEDURE leaf(a INT) SELECT a;' });
      project.files.set('leaf.sql', 'CREATE PROCEDURE leaf(a INT, b INT) SELECT a, b;');
      expectOk(await project.deploy(environment));
      await server.run(`CREATE PROCEDURE ${other}.hand() CALL ${schema.name}.leaf(1, 2)`);
      const back = { ...environment, routine: 'leaf', overwrite: true };
      const rolledBack = expectOk(await project.rollBack(back));
      assert.ok(
        hazards(rolledBack.findings).some((hazard) =>
          hazard.endsWith('procedure s_other.hand on the server calls it and is not part of this plan.'),
        ),
      );
      const dropped = expectOk(await project.rollBack(back));
      assert.ok(
        hazards(dropped.findings).some((hazard) =>
          hazard.endsWith('procedure s_other.hand on the server calls it and will fail.'),
        ),
      );
    });
  });
});
