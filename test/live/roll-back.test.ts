/** Going back: to what ran before, to a named version, a whole deployment; and forward again. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { findServerProgram } from '../../scripts/servers/server-program';
import { expectFailure, expectOk } from '../support/expect';
import { liveProject, type LiveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';
import { takeSnapshot } from '../support/live-snapshot';
import { adviceText } from '../../cli/src/report/print-action';

describe('rolling back', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    after(() => server.run(`DROP DATABASE IF EXISTS ${schema.name}_ledger`));

    const deploy = async (project: LiveProject, files: Readonly<Record<string, string>>): Promise<string> => {
      for (const [file, text] of Object.entries(files)) project.files.set(file, text);
      const answer = expectOk(await project.deploy({ environment: 'test' }));
      assert.equal(answer.outcome, 'deployed', JSON.stringify(answer));
      return answer.deployment ?? '';
    };
    const rollBack = async (project: LiveProject, routine: string): Promise<void> => {
      const answer = expectOk(await project.rollBack({ environment: 'test', routine }));
      assert.equal(answer.outcome, 'deployed', JSON.stringify(answer));
    };

    it('goes back step by step, down to where there was nothing', async () => {
      const project = liveProject(server, schema.name);
      const states = [await takeSnapshot(server, schema.name)];
      for (const version of [1, 2, 3]) {
        await deploy(project, { 'p.sql': `CREATE PROCEDURE p() /* ${version} */ BEGIN SELECT ${version}; END` });
        states.push(await takeSnapshot(server, schema.name));
      }
      const hazards = async (): Promise<readonly string[]> =>
        expectOk(await project.planRollback({ environment: 'test', routine: 'p', overwrite: true })).steps.flatMap(
          (step) => step.hazards,
        );
      for (const state of [states[2], states[1], states[0]]) {
        if (state === states[0]) {
          // Once more than there are versions: it was more likely meant for something else.
          const failure = expectFailure(await project.rollBack({ environment: 'test', routine: 'p' }), 'could-not');
          assert.match(failure.message, /p on .* is already rolled back to its first deployment\. .* would drop it\./);
          assert.match(adviceText(failure.remedy ?? ''), /`--overwrite` to drop it/);
          assert.match((await hazards()).join(), /is dropped/);
          expectOk(await project.rollBack({ environment: 'test', routine: 'p', overwrite: true }));
        } else {
          assert.doesNotMatch((await hazards()).join(), /is dropped/);
          await rollBack(project, 'p');
        }
        assert.deepEqual(await takeSnapshot(server, schema.name), state);
      }
      assert.match(
        expectFailure(await project.rollBack({ environment: 'test', routine: 'p' }), 'not-found').message,
        /^[^ ]+\.p on .* is already rolled back: it does not exist, and the ledger has no earlier version of it\.$/,
      );
      assert.match(
        expectFailure(await project.rollBack({ environment: 'test', routine: 'p*' }), 'not-found').message,
        /^Nothing to roll back: the ledger of test has no earlier version of p\*\.$/,
      );
      await deploy(project, {});
      assert.deepEqual(await takeSnapshot(server, schema.name), states[3]);
      await rollBack(project, 'p');
      assert.deepEqual(await takeSnapshot(server, schema.name), states[0]);
    });

    it('takes a whole deployment back in reverse order', async () => {
      const project = liveProject(server, schema.name);
      await deploy(project, { 'a.sql': 'CREATE PROCEDURE a() SELECT 1;', 'b.sql': 'CREATE PROCEDURE b() CALL a();' });
      const before = await takeSnapshot(server, schema.name);
      const deployment = await deploy(project, {
        'a.sql': "CREATE PROCEDURE a() COMMENT 'x' SELECT 1;",
        'b.sql': 'CREATE PROCEDURE b() BEGIN CALL a(); CALL c(); END',
        'c.sql': 'CREATE PROCEDURE c() SELECT 3;',
      });
      const plan = expectOk(await project.planRollback({ environment: 'test', deployment }));
      assert.deepEqual(
        plan.order,
        ['b', 'c', 'a'].map((name) => `${schema.name}.${name}`),
      );
      const answer = expectOk(
        await project.rollBack({ environment: 'test', deployment, fingerprint: plan.fingerprint }),
      );
      assert.equal(answer.outcome, 'deployed', JSON.stringify(answer));
      assert.deepEqual(await takeSnapshot(server, schema.name), before);
      const { deployments } = expectOk(await project.history({ environment: 'test' }));
      assert.deepEqual(
        [deployments[0]?.kind, deployments[0]?.steps.map(({ action }) => action)],
        ['rollback', ['replace', 'drop', server.flavor === 'mysql' ? 'replace' : 'alter']],
      );
    });

    it('says of what was there before Sproc that it is back, when it is to go further', async () => {
      await server.run(`CREATE PROCEDURE ${schema.name}.mine() SELECT 'by hand'`);
      const project = liveProject(server, schema.name, { files: { 'm.sql': "CREATE PROCEDURE mine() SELECT 'new';" } });
      const answer = expectOk(await project.deploy({ environment: 'test', overwrite: true }));
      await rollBack(project, 'mine');
      assert.match(
        expectFailure(await project.rollBack({ environment: 'test', routine: 'mine' }), 'not-found').message,
        /mine on .* is already rolled back to before its first deployment, and the ledger has no earlier version/,
      );
      assert.match(
        expectFailure(await project.rollBack({ environment: 'test', deployment: answer.deployment ?? '' }), 'could-not')
          .message,
        /mine was rolled back on .* after .*, by 2025/,
      );
    });

    it('says of a deployment that it is rolled back already, and by which', async () => {
      const project = liveProject(server, schema.name);
      const deployment = await deploy(project, { 'twice.sql': 'CREATE PROCEDURE twice() SELECT 1;' });
      const undone = expectOk(await project.rollBack({ environment: 'test', deployment })).deployment ?? '';
      const failure = expectFailure(await project.rollBack({ environment: 'test', deployment }), 'could-not');
      assert.match(
        failure.message,
        new RegExp(`^Deployment ${deployment} to .* is already rolled back, by ${undone}\\.$`),
      );
      assert.match(adviceText(failure.remedy ?? ''), new RegExp(`--deployment ${undone}`));
      const back = expectOk(await project.rollBack({ environment: 'test', deployment: undone }));
      assert.equal(back.outcome, 'deployed');
      expectOk(await project.rollBack({ environment: 'test', routine: 'twice', overwrite: true }));
    });

    it('refuses to take a deployment back that others were built on', async () => {
      const project = liveProject(server, schema.name);
      const first = await deploy(project, { 'd.sql': 'CREATE PROCEDURE d() SELECT 1;' });
      await deploy(project, { 'd.sql': 'CREATE PROCEDURE d() SELECT 2;' });
      const failure = expectFailure(await project.rollBack({ environment: 'test', deployment: first }), 'could-not');
      assert.match(failure.message, /d was deployed .* again/);
      const unknown = expectFailure(
        await project.rollBack({ environment: 'test', deployment: 'no-such' }),
        'not-found',
      );
      assert.equal(unknown.message, 'The ledger of test has no deployment no-such.');
      assert.match(
        adviceText(unknown.remedy ?? ''),
        /^The latest are \d{8}T\d{6}-[0-9a-f]{6}, .*\. List all of them with `sproc history test`\.$/,
      );
      const stranger = expectFailure(await project.rollBack({ environment: 'test', routine: 'nix' }), 'not-found');
      assert.equal(stranger.message, 'Nothing to roll back: nix was never deployed to test.');
      expectFailure(await project.rollBack({ environment: 'test' }), 'usage');
    });

    it('goes to a named version, and the history says where it came from', async () => {
      const project = liveProject(server, schema.name);
      for (const version of ['1.0.0', '1.1.0']) {
        project.files.set('v.sql', `CREATE PROCEDURE v() SELECT '${version}';`);
        expectOk(await project.register({ version }));
        await deploy(project, {});
      }
      await rollBack(project, 'v@1.0.0');
      const shown = expectOk(await project.show({ ref: 'v@test' }));
      assert.match(shown.text, /1\.0\.0/);
      const { deployments } = expectOk(await project.history({ environment: 'test' }));
      assert.deepEqual(
        deployments[0]?.steps.map(({ from, to }) => [from, to]),
        [['1.1.0', '1.0.0']],
      );
    });

    for (const [characterSet, letters] of [
      ['latin1', 'Grüße, Æ £'],
      ['cp1251', 'Привет'],
      ['utf8', 'naïve ♥'],
    ] as const)
      it(`keeps what was made in ${characterSet} to the byte`, async () => {
        const old = await server.connect({ charset: characterSet, database: schema.name });
        await old.query(
          `CREATE PROCEDURE in_${characterSet}() COMMENT '${letters}' SELECT '${letters}' AS \`${letters}\``,
        );
        const before = await takeSnapshot(server, schema.name);
        assert.match(JSON.stringify(before), new RegExp(letters));
        const stored = async (): Promise<unknown> =>
          server.flavor === 'mysql'
            ? null
            : (
                await server.run(
                  `SELECT HEX(body) AS body, HEX(comment) AS comment FROM mysql.proc WHERE db = '${schema.name}' AND name = 'in_${characterSet}'`,
                )
              )[0];
        const bytes = await stored();
        const file = `CREATE PROCEDURE in_${characterSet}() SELECT 'new 😀';`;
        const project = liveProject(server, schema.name, { files: { 'c.sql': file } });
        assert.equal(expectOk(await project.deploy({ environment: 'test', overwrite: true })).outcome, 'deployed');
        await rollBack(project, `in_${characterSet}`);
        assert.deepEqual(await takeSnapshot(server, schema.name), before);
        assert.deepEqual(await stored(), bytes);
      });

    it('brings back the grants of what was dropped', async () => {
      const reader = `'r_${schema.name}'@'localhost'`;
      const gone = `'g_${schema.name}'@'localhost'`;
      await server.run(`CREATE USER ${reader}`, `CREATE USER ${gone}`);
      const project = liveProject(server, schema.name);
      await deploy(project, {
        'a.sql': 'CREATE PROCEDURE kept() SELECT 1;',
        'b.sql': 'CREATE PROCEDURE lost() SELECT 1;',
      });
      await server.run(
        `GRANT EXECUTE, ALTER ROUTINE ON PROCEDURE ${schema.name}.lost TO ${reader} WITH GRANT OPTION`,
        `GRANT EXECUTE ON PROCEDURE ${schema.name}.lost TO ${gone}`,
      );
      project.files.delete('b.sql');
      const { deployment } = expectOk(await project.deploy({ environment: 'test', prune: true }));
      await server.run(`DROP USER ${gone}`);
      const way = { environment: 'test', deployment: deployment ?? '' };
      const { steps } = expectOk(await project.planRollback(way));
      assert.deepEqual(
        steps.flatMap(({ hazards }) => hazards),
        [
          '1 grant on it is restored.',
          `Grants to g_${schema.name}@localhost are not restored: the account does not exist.`,
        ],
      );
      assert.equal(expectOk(await project.rollBack(way)).outcome, 'deployed');
      const rows = await server.run(
        `SELECT User AS user, Proc_priv AS privileges FROM mysql.procs_priv WHERE Db = '${schema.name}' AND Routine_name = 'lost'`,
      );
      assert.deepEqual(
        rows.filter(({ user }) => user !== 'root').map(({ user, privileges }) => [user, privileges]),
        [[`r_${schema.name}`, 'Execute,Alter Routine,Grant']],
      );
      await server.run(`DROP USER ${reader}`);
    });

    it('takes several routines back together, callers first', async () => {
      const project = liveProject(server, schema.name);
      const files = (version: number): Record<string, string> => ({
        'sa.sql': `CREATE PROCEDURE set_a() SELECT ${version};`,
        'sb.sql': `CREATE PROCEDURE set_b() BEGIN CALL set_a(); SELECT ${version}; END`,
        'other.sql': `CREATE PROCEDURE other() SELECT ${version};`,
      });
      await deploy(project, files(1));
      const before = await takeSnapshot(server, schema.name);
      await deploy(project, files(2));
      const request = { environment: 'test', routines: ['set_*', 'other'] };
      const plan = expectOk(await project.planRollback(request));
      const order = plan.order.map((name) => name.split('.')[1]);
      assert.ok(order.indexOf('set_b') < order.indexOf('set_a'), order.join());
      assert.equal(order.length, 3);
      assert.equal(expectOk(await project.rollBack(request)).outcome, 'deployed');
      assert.deepEqual(await takeSnapshot(server, schema.name), before);
      expectFailure(await project.rollBack({ environment: 'test', routines: ['other', 'set_a@1.0.0'] }), 'usage');
    });

    it('names the callers that a changed signature breaks, and those of what is dropped', async () => {
      const project = liveProject(server, schema.name);
      await deploy(project, { 'sig.sql': 'CREATE PROCEDURE sig(a INT) SELECT a;' });
      await deploy(project, {
        'sig.sql': 'CREATE PROCEDURE sig(a INT, b INT) SELECT a, b;',
        'user.sql': 'CREATE PROCEDURE sig_user() CALL sig(1, 2);',
      });
      const hazards = async (): Promise<string> =>
        expectOk(await project.planRollback({ environment: 'test', routine: 'sig', overwrite: true }))
          .steps.flatMap((step) => step.hazards)
          .join('\n');
      assert.match(
        await hazards(),
        /^Its parameters change from .*\n.*sig_user calls it and is not part of this plan\.$/m,
      );
      await rollBack(project, 'sig');
      assert.match(await hazards(), /sig is dropped.*\n.*sig_user calls it and will fail/);
    });

    it('of a first deployment drops what it created, and shows so in a dry run', async () => {
      const before = await takeSnapshot(server, schema.name);
      const project = liveProject(server, schema.name);
      const deployment = await deploy(project, {
        'n1.sql': 'CREATE FUNCTION new_one() RETURNS INT DETERMINISTIC RETURN 1;',
        'n2.sql': 'CREATE PROCEDURE new_two() SELECT new_one();',
      });
      const made = await takeSnapshot(server, schema.name);
      const request = { environment: 'test', deployment };
      const dry = expectOk(await project.rollBack({ ...request, dryRun: true }));
      assert.deepEqual(
        [dry.outcome, ...dry.steps.map(({ outcome }) => outcome)],
        ['would-deploy', 'not-run', 'not-run'],
      );
      assert.deepEqual(
        dry.steps.map(({ action }) => action),
        ['drop', 'drop'],
      );
      assert.match(
        dry.warnings?.map(adviceText).join('\n') ?? '',
        /^procedure .*new_two is dropped: it did not exist before\./m,
      );
      assert.deepEqual(await takeSnapshot(server, schema.name), made);
      const rolledBack = expectOk(await project.rollBack(request));
      assert.deepEqual([rolledBack.outcome, rolledBack.steps[0]?.action], ['deployed', 'drop']);
      assert.deepEqual(await takeSnapshot(server, schema.name), before);
    });

    it('overwrites what somebody changed by hand if it is told to, and keeps that text', async () => {
      const project = liveProject(server, schema.name);
      await deploy(project, { 'o.sql': 'CREATE PROCEDURE o() SELECT 1;' });
      const before = await takeSnapshot(server, schema.name);
      await deploy(project, { 'o.sql': 'CREATE PROCEDURE o() SELECT 2;' });
      await server.run(`DROP PROCEDURE ${schema.name}.o`, `CREATE PROCEDURE ${schema.name}.o() SELECT 'by hand'`);
      const request = { environment: 'test', routine: 'o' };
      expectFailure(await project.rollBack(request), 'could-not');
      const plan = expectOk(await project.planRollback({ ...request, overwrite: true }));
      assert.match(plan.steps[0]?.hazards.join() ?? '', /That change is overwritten, and saved in the ledger/);
      assert.equal(expectOk(await project.rollBack({ ...request, overwrite: true })).outcome, 'deployed');
      assert.deepEqual(await takeSnapshot(server, schema.name), before);
      const saved = await server.run(
        `SELECT definition FROM ${schema.name}_ledger.saved_definition WHERE routine_name = 'o'`,
      );
      assert.match(JSON.stringify(saved), /by hand/);
    });

    it('is possible by hand: the plain client runs what show prints', async () => {
      const project = liveProject(server, schema.name);
      const body = "BEGIN\n  DECLARE a INT DEFAULT 1; -- it's `so`; really\n  SELECT 'x;\\\\', \"y\", a;\nEND";
      await deploy(project, {
        'hand.sql': `DELIMITER $$\nSET sql_mode = 'ANSI,NO_BACKSLASH_ESCAPES'$$\nCREATE PROCEDURE by_hand() COMMENT 'it''s' ${body.replace('"y"', '1 AS "y"')}$$\n`,
        'hand_f.sql': `DELIMITER $$\nCREATE FUNCTION f_by_hand(a VARCHAR(9) CHARSET latin1) RETURNS INT DETERMINISTIC BEGIN RETURN 1; END$$\n`,
      });
      const before = await takeSnapshot(server, schema.name);
      const program = await findServerProgram(server.flavor);
      assert.ok(program.ok);
      for (const [kind, name] of [
        ['PROCEDURE', 'by_hand'],
        ['FUNCTION', 'f_by_hand'],
      ]) {
        const { text } = expectOk(await project.show({ ref: `${name ?? ''}@test` }));
        await server.run(`DROP ${kind ?? ''} ${schema.name}.${name ?? ''}`);
        // Without --comments MariaDB's client leaves them out.
        const login = [`-h${server.host}`, `-P${server.port}`, `-u${server.user}`, `--password=${server.password}`];
        const words = ['--no-defaults', '--comments', ...login, schema.name];
        const said: { readonly status: number | null; readonly stderr: string } = spawnSync(
          program.value.client,
          words,
          {
            input: text,
            encoding: 'utf8',
          },
        );
        assert.equal(said.status, 0, `${said.stderr}\n${text}`);
      }
      assert.deepEqual(await takeSnapshot(server, schema.name), before);
    });

    it('is refused where somebody changed the routine by hand', async () => {
      const project = liveProject(server, schema.name);
      await deploy(project, { 'h.sql': 'CREATE PROCEDURE h() SELECT 1;' });
      await deploy(project, { 'h.sql': 'CREATE PROCEDURE h() SELECT 2;' });
      await server.run(`DROP PROCEDURE ${schema.name}.h`, `CREATE PROCEDURE ${schema.name}.h() SELECT 'by hand'`);
      expectFailure(await project.rollBack({ environment: 'test', routine: 'h' }), 'could-not');
      assert.match(JSON.stringify(await takeSnapshot(server, schema.name)), /by hand/);
    });
  });
});
