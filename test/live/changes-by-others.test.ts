/** A change by someone else while a deployment runs is never overwritten when the deployment is undone. */
import assert from 'node:assert/strict';
import type { OnFaultPoint } from '../../engine/src/lifecycle/target/fault-point';
import { adviceText } from '../../cli/src/report/print-action';
import { printDeployment } from '../../cli/src/report/deployment-report';
import { printRecovery } from '../../cli/src/report/recovery-report';
import { plain } from '../../cli/src/report/style';
import { deployAndDie } from '../support/dying-deployment';
import { expectOk } from '../support/expect';
import { liveProject, type LiveProject } from '../support/live-project';
import { freshSchema, onEachServer, type LiveServer } from '../support/live-servers';
import { takeSnapshot } from '../support/live-snapshot';
import { summarizeOutcome } from '../../engine/src/lifecycle/summarize-outcome';

const environment = { environment: 'test' };

const old = {
  'f1.sql': 'CREATE FUNCTION f1() RETURNS INT DETERMINISTIC RETURN 1;',
  'p1.sql': "CREATE PROCEDURE p1() SELECT 'old';",
  'v1.sql': 'CREATE VIEW v1 AS SELECT x FROM base;',
  't_b.sql': 'CREATE TRIGGER t_b BEFORE INSERT ON base FOR EACH ROW SET @b = 1;',
};

/** The view needs a column that is renamed while the deployment runs, so that its step, the last one, fails. */
const next = {
  'f1.sql': 'CREATE FUNCTION f1() RETURNS INT DETERMINISTIC RETURN 2;',
  'p1.sql': "CREATE PROCEDURE p1() SELECT 'new';",
  'v1.sql': 'CREATE VIEW v1 AS SELECT x + 1 AS x FROM extra;',
  't_b.sql': 'CREATE TRIGGER t_b BEFORE INSERT ON base FOR EACH ROW SET @b = NEW.x;',
};

class Scene {
  readonly server: LiveServer;
  readonly schema: string;

  constructor(server: LiveServer, schema: string) {
    this.server = server;
    this.schema = schema;
  }

  get caller(): string {
    return `'caller_${this.server.flavor}'@'%'`;
  }

  /** Deploys the old texts over everything, with grants for the caller. */
  async reset(): Promise<void> {
    const { server, schema, caller } = this;
    await server.run(
      `DROP DATABASE IF EXISTS ${schema}_ledger`,
      `DROP DATABASE IF EXISTS ${schema}`,
      `CREATE DATABASE ${schema}`,
      `CREATE TABLE ${schema}.base (x INT)`,
      `CREATE TABLE ${schema}.extra (x INT)`,
      `CREATE USER IF NOT EXISTS ${caller}`,
      `CREATE USER IF NOT EXISTS 'later_${server.flavor}'@'%'`,
    );
    expectOk(await this.project(old).deploy(environment));
    await server.run(
      `GRANT EXECUTE ON FUNCTION ${schema}.f1 TO ${caller}`,
      `GRANT EXECUTE ON PROCEDURE ${schema}.p1 TO ${caller}`,
    );
  }

  project(files: Readonly<Record<string, string>>, onFaultPoint?: OnFaultPoint): LiveProject {
    return liveProject(this.server, this.schema, { files, ...(onFaultPoint === undefined ? {} : { onFaultPoint }) });
  }

  /** Returns the texts and grants of the objects with these names. */
  async snapshot(...names: readonly string[]): Promise<string> {
    const { grants, ...all } = await takeSnapshot(this.server, this.schema);
    const chosen = Object.entries(all).filter(([name]) => names.some((one) => name.endsWith(` ${one}`)));
    const granted = (grants as readonly Record<string, unknown>[]).filter((row) =>
      names.includes(String(row['Routine_name'])),
    );
    return JSON.stringify([chosen, granted]);
  }

  async replaceFunction(): Promise<void> {
    await this.server.run(
      `DROP FUNCTION ${this.schema}.f1`,
      `CREATE FUNCTION ${this.schema}.f1() RETURNS INT DETERMINISTIC RETURN 777`,
    );
  }

  /** Deploys the new texts; the change by someone else comes when three steps are done, and the fourth fails. */
  async failAfter(change: () => Promise<unknown>) {
    const { server, schema } = this;
    let isDone = false;
    const project = this.project(next, async (faultPoint, step) => {
      if (faultPoint !== 'intended' || step !== 4 || isDone) return;
      isDone = true;
      await change();
      await server.run(`ALTER TABLE ${schema}.extra RENAME COLUMN x TO y`);
    });
    const answer = expectOk(await project.deploy(environment));
    await server.run(`ALTER TABLE ${schema}.extra RENAME COLUMN y TO x`);
    return answer;
  }

  lastOutcome = async (kind: 'deploy' | 'recover'): Promise<string | undefined> => {
    const { deployments, chain } = expectOk(await this.project(old).history({ ...environment, verify: true }));
    assert.equal(chain, 'intact');
    return deployments.find((one) => one.kind === kind)?.outcome;
  };
}

describe('a change by someone else while a deployment runs', () => {
  onEachServer((server) => {
    const scene = new Scene(server, freshSchema(server).name);
    const { schema, caller } = scene;

    beforeEach(() => scene.reset());
    after(() =>
      server.run(
        `DROP DATABASE IF EXISTS ${schema}_ledger`,
        `DROP USER IF EXISTS ${caller}`,
        `DROP USER IF EXISTS 'later_${server.flavor}'@'%'`,
      ),
    );

    it('is left untouched when a later step fails, and everything else is restored', async () => {
      const before = await scene.snapshot('p1', 'v1', 't_b');
      let theirs = '';
      const answer = await scene.failAfter(async () => {
        await scene.replaceFunction();
        theirs = await scene.snapshot('f1');
      });
      assert.equal(answer.outcome, 'failed', JSON.stringify(answer));
      assert.equal(await scene.snapshot('f1'), theirs);
      assert.equal(await scene.snapshot('p1', 'v1', 't_b'), before);
      const [left, ...others] = answer.steps.filter((step) => step.left !== undefined);
      assert.deepEqual([left?.routine, left?.outcome, left?.left, others], [`${schema}.f1`, 'failed', 'object', []]);
      assert.match(
        adviceText(left?.error ?? ''),
        /^It is left untouched: it was changed by someone else meanwhile\. Since then, 1 grant on it is missing\. See `sproc drift test`\.$/,
      );
      const text = printDeployment(answer, plain);
      assert.match(text, /Failed\. 1 change by someone else was left untouched\. Everything else was restored/);
      assert.equal(await scene.lastOutcome('deploy'), 'failed');
      assert.equal(expectOk(await scene.project(old).recover(environment)).outcome, 'nothing-to-do');
    });

    it('is left untouched when it drops the routine', async () => {
      const answer = await scene.failAfter(() => server.run(`DROP FUNCTION ${schema}.f1`));
      assert.equal(answer.outcome, 'failed');
      assert.match(JSON.stringify(answer.steps), /it was dropped by someone else meanwhile/);
      assert.equal(await scene.snapshot('f1'), '[[],[]]');
    });

    it('is left untouched when it falls between a CREATE and the check of it', async () => {
      const others = await scene.snapshot('p1', 'v1', 't_b');
      let isDone = false;
      const project = scene.project(next, async (faultPoint, step) => {
        if (faultPoint !== 'statements-run' || step !== 1 || isDone) return;
        isDone = true;
        await scene.replaceFunction();
      });
      const answer = expectOk(await project.deploy(environment));
      assert.equal(answer.outcome, 'failed', JSON.stringify(answer));
      assert.match(await scene.snapshot('f1'), /RETURN 777/);
      assert.equal(await scene.snapshot('p1', 'v1', 't_b'), others);
      assert.match(
        JSON.stringify(answer.steps[0]),
        /Verification failed for function .*left untouched: it was changed by someone else/,
      );
    });

    it('of grants is left: what was revoked stays revoked, and what was granted stays granted', async () => {
      const text = await scene.snapshot('f1', 'v1', 't_b');
      const answer = await scene.failAfter(() =>
        server.run(
          `REVOKE EXECUTE ON PROCEDURE ${schema}.p1 FROM ${caller}`,
          `GRANT EXECUTE ON PROCEDURE ${schema}.p1 TO 'later_${server.flavor}'@'%'`,
        ),
      );
      assert.equal(answer.outcome, 'failed', JSON.stringify(answer));
      assert.equal(await scene.snapshot('f1', 'v1', 't_b'), text);
      const procedure = await scene.snapshot('p1');
      assert.match(procedure, /SELECT 'old'/);
      assert.match(procedure, new RegExp(`later_${server.flavor}`));
      assert.doesNotMatch(procedure, new RegExp(`caller_${server.flavor}`));
      const step = answer.steps.find(({ left }) => left === 'grants');
      assert.equal(step?.outcome, 'restored');
      assert.match(
        adviceText(step.error ?? ''),
        /^Grants to caller_\w+@% were removed by someone else meanwhile and are not restored\. Grants to later_\w+@% were added by someone else meanwhile and are kept\.$/,
      );
    });

    describe('whose process dies', () => {
      const die = () => deployAndDie(server, { schema, files: next }, ['intended', 4]);

      it('is left untouched by the recovery, which is the end of that deployment', async () => {
        await die();
        await scene.replaceFunction();
        const project = scene.project(old);
        const foreseen = expectOk(await project.recover({ ...environment, dryRun: true }));
        assert.equal(
          summarizeOutcome(foreseen, true).isSuccess,
          false,
          'the dry run has the exit code of the real one',
        );
        const answer = expectOk(await project.recover(environment));
        assert.equal(answer.outcome, 'failed', JSON.stringify(answer));
        assert.match(printRecovery(answer, plain), /Ended the interrupted deployment\. 1 change by someone else was/);
        assert.match(await scene.snapshot('f1'), /RETURN 777/);
        assert.match(await scene.snapshot('p1'), /SELECT 'old'/);
        assert.equal(await scene.lastOutcome('deploy'), 'failed');
        assert.equal(await scene.lastOutcome('recover'), 'failed');
        assert.equal(expectOk(await project.recover(environment)).outcome, 'nothing-to-do');
        const { drifted } = expectOk(await project.drift(environment));
        assert.deepEqual(
          drifted.map(({ routine, state }) => [routine, state]),
          [[`${schema}.f1`, 'changed']],
        );
        const { adopted } = expectOk(await project.drift({ ...environment, adopt: true }));
        assert.deepEqual(
          adopted.map(({ routine }) => routine),
          [`${schema}.f1`],
        );
        assert.deepEqual(expectOk(await project.drift(environment)).drifted, []);
      });

      it('can be reverted after the recovery', async () => {
        await die();
        await scene.replaceFunction();
        const project = scene.project(old);
        expectOk(await project.recover(environment));
        expectOk(await project.drift({ ...environment, revert: true }));
        assert.match(await scene.snapshot('f1'), /RETURN 1/);
      });

      it('is not undone after a later deployment of the routine', async () => {
        await die();
        await scene.replaceFunction();
        expectOk(await scene.project(old).recover(environment));
        const later = { ...next, 'f1.sql': 'CREATE FUNCTION f1() RETURNS INT DETERMINISTIC RETURN 3;' };
        const deployed = expectOk(await scene.project(later).deploy({ ...environment, overwrite: true }));
        assert.equal(deployed.outcome, 'deployed');
        const status = expectOk(await scene.project(later).status({ environments: ['test'] }));
        assert.equal(status.unfinished, undefined);
        assert.equal(expectOk(await scene.project(later).recover(environment)).outcome, 'nothing-to-do');
        assert.match(await scene.snapshot('f1'), /RETURN 3/);
      });

      it('is superseded by a later deployment, where the recovery could not undo it', async () => {
        await die();
        const holder = await server.connect();
        const hold = async (): Promise<void> => {
          await holder.query('START TRANSACTION');
          await holder.query(`SELECT ${schema}.f1()`);
        };
        await hold();
        assert.equal(expectOk(await scene.project(old).recover(environment)).outcome, 'partial');
        assert.equal(await scene.lastOutcome('recover'), 'partial');
        const status = expectOk(await scene.project(old).status({ environments: ['test'] }));
        assert.equal(status.unfinished?.length, 1, JSON.stringify(status.unfinished));
        const later = scene.project(
          { ...next, 'f1.sql': 'CREATE FUNCTION f1() RETURNS INT DETERMINISTIC RETURN 3;' },
          async (faultPoint) => {
            if (faultPoint === 'started') await holder.query('COMMIT');
          },
        );
        const deployed = expectOk(await later.deploy(environment));
        assert.equal(deployed.outcome, 'deployed', JSON.stringify(deployed));
        assert.match(JSON.stringify(deployed.warnings), /Deployment \S+ was interrupted\. \S+f1 on/);
        const answer = expectOk(await later.recover(environment));
        assert.equal(answer.outcome, 'failed', JSON.stringify(answer));
        assert.match(JSON.stringify(answer.steps), /It is left untouched: deployment \S+ changed it later\./);
        assert.match(await scene.snapshot('f1'), /RETURN 3/);
        assert.equal(expectOk(await later.recover(environment)).outcome, 'nothing-to-do');
      });

      it('does not take away a revoked grant’s revocation', async () => {
        await die();
        await server.run(`REVOKE EXECUTE ON PROCEDURE ${schema}.p1 FROM ${caller}`);
        const answer = expectOk(await scene.project(old).recover(environment));
        assert.equal(answer.outcome, 'failed', JSON.stringify(answer));
        assert.match(JSON.stringify(answer.steps), /were removed by someone else meanwhile and are not restored/);
        assert.doesNotMatch(await scene.snapshot('p1'), new RegExp(`caller_${server.flavor}`));
      });
    });
  });
});
