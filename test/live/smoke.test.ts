/** Smoke tests in the sources: run after the deployment, rolled back, and if one fails everything is restored. */
import assert from 'node:assert/strict';
import { adviceText } from '../../cli/src/report/print-action';
import { expectFailure, expectOk } from '../support/expect';
import { liveProject, type LiveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';
import { takeSnapshot } from '../support/live-snapshot';

describe('a smoke statement', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    before(() => server.run(`CREATE TABLE ${schema.name}.log (said VARCHAR(99)) ENGINE = InnoDB`));
    after(() => server.run(`DROP DATABASE IF EXISTS ${schema.name}_ledger`));

    const say = (smoke: string, body: string): string =>
      `-- sproc:smoke ${smoke}\nCREATE PROCEDURE say(a INT) ${body};`;
    const insert = "BEGIN INSERT INTO log VALUES (CONCAT('said ', a)); CALL told(@n); END";
    const told = 'CREATE PROCEDURE told(OUT n INT) SELECT COUNT(*) INTO n FROM log;';
    const deploy = async (project: LiveProject): Promise<string> => {
      const answer = expectOk(await project.deploy({ environment: 'test' }));
      return `${answer.outcome}: ${answer.steps.map(({ outcome, error }) => `${outcome} ${adviceText(error ?? '')}`.trim()).join(', ')}`;
    };
    const countRows = async (): Promise<number> =>
      Number((await server.run(`SELECT COUNT(*) AS n FROM ${schema.name}.log`))[0]?.['n']);

    it('is shown in the plan, run and rolled back', async () => {
      const project = liveProject(server, schema.name, {
        files: { 'say.sql': say('CALL say(1);', insert), 'told.sql': told },
      });
      const { steps } = expectOk(await project.plan({ environment: 'test' }));
      assert.deepEqual(
        steps.map(({ routine, smoke }) => [routine, smoke]),
        [
          [`${schema.name}.told`, []],
          [`${schema.name}.say`, ['CALL say(1)']],
        ],
      );
      assert.equal(await deploy(project), 'deployed: done, done');
      assert.equal(await countRows(), 0);
    });

    it('belongs to the registered version, and runs when that is deployed', async () => {
      const project = liveProject(server, schema.name, {
        files: { 'say.sql': say('CALL say(3)', insert.replace('said', 'told')), 'told.sql': told },
      });
      expectOk(await project.register({}));
      project.files.delete('say.sql');
      const { steps } = expectOk(await project.plan({ environment: 'test', routines: ['say@1.0.0'] }));
      assert.deepEqual(
        steps.flatMap(({ smoke }) => smoke),
        ['CALL say(3)'],
      );
    });

    it('that errs brings everything back, and is told', async () => {
      const before = await takeSnapshot(server, schema.name);
      const project = liveProject(server, schema.name, {
        files: {
          'say.sql': say('CALL say(2)', 'BEGIN INSERT INTO log VALUES (a); INSERT INTO lost VALUES (a); END'),
          'told.sql': told.replace('COUNT(*)', 'COUNT(*) + 1'),
        },
      });
      assert.match(await deploy(project), /^rolled-back: .*run the smoke statement CALL say\(2\) of .*1146/);
      assert.deepEqual(await takeSnapshot(server, schema.name), before);
      assert.equal(await countRows(), 0);
      const { deployments, chain } = expectOk(await project.history({ environment: 'test', verify: true }));
      assert.equal(chain, 'intact');
      assert.deepEqual(deployments[0]?.steps.map(({ outcome }) => outcome).sort(), ['failed', 'restored']);
      assert.equal(expectOk(await project.recover({ environment: 'test' })).outcome, 'nothing-to-do');
    });

    it('is run after a rollback too, which is undone if it errs', async () => {
      await server.run(`CREATE TABLE ${schema.name}.lent (n INT)`);
      const lend = (body: string, smoke = 'CALL lend(1)'): string =>
        `-- sproc:smoke ${smoke}\nCREATE PROCEDURE lend(a INT) ${body};`;
      const project = liveProject(server, schema.name, { files: { 'l.sql': lend('INSERT INTO lent VALUES (a)') } });
      const roll = async (): Promise<string> => {
        const { outcome, steps } = expectOk(await project.rollBack({ environment: 'test', routine: 'lend' }));
        return `${outcome}: ${steps.map(({ error }) => adviceText(error ?? '')).join()}`;
      };
      expectOk(await project.deploy({ environment: 'test' }));
      project.files.set('l.sql', lend('SELECT a'));
      expectOk(await project.deploy({ environment: 'test' }));
      await server.run(`RENAME TABLE ${schema.name}.lent TO ${schema.name}.away`);
      const before = await takeSnapshot(server, schema.name);
      assert.match(await roll(), /^rolled-back: .*run the smoke statement CALL lend\(1\) of .*1146/);
      assert.deepEqual(await takeSnapshot(server, schema.name), before);
      await server.run(`RENAME TABLE ${schema.name}.away TO ${schema.name}.lent`);
      const { steps } = expectOk(await project.planRollback({ environment: 'test', routine: 'lend' }));
      assert.deepEqual(steps[0]?.smoke, [`CALL lend(1)`]);
      assert.equal(await roll(), 'deployed: ');
      project.files.set('l.sql', '-- sproc:smoke CALL lend(1, 2)\nCREATE PROCEDURE lend(a INT, b INT) SELECT a, b;');
      expectOk(await project.deploy({ environment: 'test' }));
      const [back] = expectOk(await project.planRollback({ environment: 'test', routine: 'lend' })).steps;
      assert.ok(back);
      assert.deepEqual(back.smoke, []);
      assert.match(
        back.hazards.join(' '),
        /CALL lend\(1, 2\) is skipped, because the restored text has other parameters\./,
      );
      assert.equal(await roll(), 'deployed: ');
    });

    it('runs under the names of the target, for functions too', async () => {
      const project = liveProject(server, 'shop', {
        files: {
          'f.sql':
            'CREATE FUNCTION twice(a INT) RETURNS INT DETERMINISTIC\n  -- sproc:smoke SELECT shop.twice(4)\n  RETURN a * 2;',
        },
        environment: { schema: schema.name, prefix: 'dev_', ledgerSchema: `${schema.name}_ledger` },
      });
      const { steps } = expectOk(await project.plan({ environment: 'test' }));
      assert.deepEqual(steps[0]?.smoke, [`SELECT ${schema.name}.dev_twice(4)`]);
      assert.equal(await deploy(project), 'deployed: done');
    });

    for (const [what, file, reason] of [
      ['commits', 'CREATE PROCEDURE c() BEGIN INSERT INTO log VALUES (1); COMMIT; END', /c_commits contains COMMIT/],
      ['has DDL in what it calls', 'CREATE PROCEDURE c() CALL inner_one()', /inner_one contains CREATE TABLE/],
      ['calls what is not known', 'CREATE PROCEDURE c() CALL nobody_knows()', /nobody_knows is unknown/],
      [
        'prepares what is not known',
        'CREATE PROCEDURE c(a TEXT) BEGIN SET @s = a; PREPARE s FROM @s; EXECUTE s; END',
        /dynamic SQL whose text is unknown/,
      ],
    ] as const)
      it(`that ${what} is told, not run`, async () => {
        const name = `c_${what.replaceAll(' ', '_')}`;
        const call = file.includes('c(a TEXT)') ? `${name}('INSERT INTO log VALUES (1)')` : `${name}()`;
        const project = liveProject(server, schema.name, {
          files: {
            'c.sql': `-- sproc:smoke CALL ${call}\n${file.replace('PROCEDURE c(', `PROCEDURE ${name}(`)};`,
            'inner.sql': 'CREATE PROCEDURE inner_one() CREATE TABLE made (id INT);',
          },
        });
        const { steps } = expectOk(await project.plan({ environment: 'test' }));
        const step = steps.find(({ routine }) => routine.endsWith(name));
        assert.ok(step !== undefined);
        assert.deepEqual(step.smoke, []);
        assert.match(step.hazards.join(), reason);
        assert.match(await deploy(project), /^deployed: done/);
        assert.equal(await countRows(), 0);
      });

    it('that is none is refused before anything runs', async () => {
      for (const wrong of [
        'DROP TABLE log',
        'CALL say(',
        'CALL say(1); DELETE FROM log',
        'SELECT 1; DELETE FROM log',
      ]) {
        const project = liveProject(server, schema.name, {
          files: { 'x.sql': `-- sproc:smoke ${wrong}\nCREATE PROCEDURE x() SELECT 1;` },
        });
        const { findings } = expectOk(await project.plan({ environment: 'test' }));
        assert.deepEqual(
          findings.filter(({ severity }) => severity === 'error').map(({ code }) => code),
          ['smoke'],
          wrong,
        );
        expectFailure(await project.deploy({ environment: 'test' }), 'could-not');
      }
    });
  });
});
