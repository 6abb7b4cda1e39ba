/** An account as a managed server gives it: everything on the schema with GRANT OPTION, nothing on the server, and a binary log. */
import assert from 'node:assert/strict';
import { deployAndDie } from '../support/dying-deployment';
import { expectFailure, expectOk } from '../support/expect';
import { liveProject, type LiveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';
import { takeSnapshot } from '../support/live-snapshot';
import type { Finding } from '#engine';
import { adviceText } from '../../cli/src/report/print-action';

const test = { environment: 'test' };

type Files = Readonly<Record<string, string>>;

const makeFiles = (version: number): Files => ({
  'p.sql': `CREATE PROCEDURE p() SELECT ${version};`,
  'e.sql': `CREATE EVENT e ON SCHEDULE EVERY ${version} DAY STARTS '2035-01-01' DISABLE DO SELECT 1;`,
  'v.sql': `CREATE VIEW v AS SELECT id, ${version} AS version FROM t;`,
});

/**
 * Returns every kind, including those that a binary log denies the account until the server trusts creators of
 * functions.
 */
const makeAll = (version: number): Files => ({
  ...makeFiles(version),
  'f.sql': `CREATE FUNCTION f() RETURNS INT RETURN ${version};`,
  'tr.sql': `CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET NEW.id = ${version};`,
});

describe('a managed account', () => {
  onEachServer(
    (server) => {
      const schema = freshSchema(server);
      const account = { user: 'managed', password: 'secret' };
      const caller = 'caller';
      const open = (files: Files, definers: Readonly<Record<string, string>> = {}): LiveProject =>
        liveProject(server, schema.name, {
          files,
          environment: { user: account.user, definers },
          password: account.password,
        });
      const openAsRoot = (files: Files): LiveProject => liveProject(server, schema.name, { files });
      const trust = (value: 0 | 1) => server.run(`SET GLOBAL log_bin_trust_function_creators = ${value}`);
      const look = () => takeSnapshot(server, schema.name);
      const deploy = async (project: LiveProject): Promise<void> => {
        const answer = expectOk(await project.deploy({ ...test, overwrite: true }));
        assert.equal(answer.outcome, 'deployed', JSON.stringify(answer));
      };
      /**
       * Returns the findings that plan and preflight share, and checks that a deployment fails for them without
       * changing anything.
       */
      const findObstacles = async (project: LiveProject): Promise<readonly string[]> => {
        const before = await look();
        const tell = (findings: readonly Finding[]) =>
          findings
            .filter(({ severity }) => severity === 'error')
            .map(({ message, remedy }) => `${message} ${adviceText(remedy)}`);
        const found = tell(expectOk(await project.preflight({ ...test, overwrite: true })).findings);
        assert.deepEqual(tell(expectOk(await project.plan({ ...test, overwrite: true })).findings), found);
        expectFailure(await project.deploy({ ...test, overwrite: true }), 'not-permitted');
        assert.deepEqual(await look(), before);
        return found;
      };

      beforeEach(async () => {
        await server.run(
          `DROP DATABASE IF EXISTS ${schema.name}_ledger`,
          `DROP DATABASE ${schema.name}`,
          `CREATE DATABASE ${schema.name}`,
          `CREATE TABLE ${schema.name}.t (id INT)`,
          `DROP USER IF EXISTS ${account.user}, ${caller}`,
          `CREATE USER ${account.user} IDENTIFIED BY '${account.password}'`,
          `CREATE USER ${caller}`,
          `GRANT ALL PRIVILEGES ON ${schema.name}.* TO ${account.user} WITH GRANT OPTION`,
          `GRANT ALL PRIVILEGES ON ${schema.name}_ledger.* TO ${account.user}`,
          `GRANT SELECT ON mysql.procs_priv TO ${account.user}`,
          'SET GLOBAL event_scheduler = ON',
        );
        await trust(0);
      });
      after(() => server.run(`DROP DATABASE IF EXISTS ${schema.name}_ledger`));

      it('deploys, keeps grants, sees drift, rolls back and deploys again', async () => {
        await trust(1);
        await deploy(open(makeAll(1)));
        for (const routine of ['PROCEDURE p', 'FUNCTION f'])
          await server.run(`GRANT EXECUTE ON ${routine.replace(' ', ` ${schema.name}.`)} TO ${caller}`);
        const first = await look();
        const project = open(makeAll(2));
        const answer = expectOk(await project.deploy(test));
        assert.equal(answer.outcome, 'deployed', JSON.stringify(answer));
        const second = await look();
        assert.deepEqual(second['grants'], first['grants']);
        assert.deepEqual(expectOk(await project.drift(test)).drifted, []);
        const back = expectOk(await project.rollBack({ ...test, deployment: answer.deployment ?? '' }));
        assert.equal(back.outcome, 'deployed', JSON.stringify(back));
        const { grants: _grants, ...texts } = await look();
        const { grants: _before, ...expected } = first;
        assert.deepEqual(texts, expected);
        await server.run(`DROP PROCEDURE ${schema.name}.p`);
        const { drifted } = expectOk(await project.drift(test));
        assert.deepEqual(
          drifted.map(({ routine, state }) => [routine, state]),
          [[`${schema.name}.p`, 'missing']],
        );
        assert.equal(
          expectOk(await project.drift({ ...test, revert: true, reason: 'ours' })).reverted?.outcome,
          'deployed',
        );
      });

      for (const at of ['intended', 'statements-run'] as const)
        for (const step of [1, 2, 3, 4, 5])
          it(`recovers from its death at ${at} of step ${step}`, async () => {
            await trust(1);
            await deploy(open(makeAll(1)));
            await server.run(`GRANT EXECUTE ON PROCEDURE ${schema.name}.p TO ${caller}`);
            const before = await look();
            await deployAndDie(server, { schema: schema.name, files: makeAll(2), account }, [at, step]);
            const answer = expectOk(await open(makeAll(1)).recover(test));
            assert.equal(answer.outcome, 'rolled-back', JSON.stringify(answer));
            assert.deepEqual(await look(), before);
          });

      it('without trust deploys what the binary log does not concern', async () => {
        await deploy(open(makeFiles(1)));
        await deploy(open(makeFiles(2)));
      });

      for (const [what, file] of [
        ['a function', 'CREATE FUNCTION f() RETURNS INT RETURN 1;'],
        ['a DETERMINISTIC function', 'CREATE FUNCTION f() RETURNS INT DETERMINISTIC RETURN 1;'],
        ['a trigger', 'CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET NEW.id = 1;'],
      ] as const)
        it(`without trust hears of ${what} before anything runs, and how to allow it`, async () => {
          const found = await findObstacles(open({ ...makeFiles(1), 'x.sql': file }));
          assert.match(found[0] ?? '', /does not allow managed@% to create .* \(error 1419\)\. .*parameter group/);
        });

      it('hears that it could not restore a function which it is to drop', async () => {
        await trust(1);
        await deploy(open(makeAll(1)));
        await trust(0);
        const project = open(makeFiles(1));
        const { findings } = expectOk(await project.plan({ ...test, prune: true }));
        assert.match(
          findings.map(({ message }) => message).join('\n'),
          /does not allow managed@% to restore .* \(error 1419\)/,
        );
        const before = await look();
        expectFailure(await project.deploy({ ...test, prune: true }), 'not-permitted');
        assert.deepEqual(await look(), before);
      });

      for (const words of ['', 'MODIFIES SQL DATA', 'NOT DETERMINISTIC CONTAINS SQL'])
        it(`is told as root, too, of a function that is ${words || 'nothing special'}, and how to declare it`, async () => {
          const make = (declared: string) => ({ 'f.sql': `CREATE FUNCTION f() RETURNS INT ${declared} RETURN 1;` });
          const [told = ''] = await findObstacles(openAsRoot(make(words)));
          assert.match(told, /\(error 1418\)\. Declare it DETERMINISTIC, NO SQL or READS SQL DATA/);
          for (const remedy of ['DETERMINISTIC', 'NO SQL', 'READS SQL DATA', 'DETERMINISTIC MODIFIES SQL DATA'])
            await deploy(openAsRoot(make(remedy)));
        });

      it('is told as root that a function without such a word could not be restored', async () => {
        await trust(1);
        await deploy(openAsRoot({ 'f.sql': 'CREATE FUNCTION f() RETURNS INT RETURN 1;' }));
        await trust(0);
        const project = openAsRoot({ 'f.sql': 'CREATE FUNCTION f() RETURNS INT DETERMINISTIC RETURN 2;' });
        const [told = ''] = await findObstacles(project);
        assert.match(told, /function .*f could not be restored if the deployment fails \(error 1418\)/);
      });

      it('hears that it may not name another definer, and maps it to its own', async () => {
        const files = { 'q.sql': "CREATE DEFINER = 'root'@'localhost' PROCEDURE q() SELECT 1;" };
        const found = await findObstacles(open(files));
        assert.match(found.join('\n'), /map it to your own account .*: "root@localhost": "managed@%"/);
        await deploy(open(files, { 'root@localhost': 'managed@%' }));
      });

      it('is not let near a routine that it could not restore for its definer', async () => {
        // The first account of a managed server has it, to read other definers' routines.
        await server.run(`GRANT SELECT ON *.* TO ${account.user}`);
        await deploy(openAsRoot({ 'p.sql': 'CREATE PROCEDURE p() SELECT 1;' }));
        // Without a stated definer the source keeps the deployed one.
        const keeping = open({ 'p.sql': 'CREATE PROCEDURE p() SELECT 2;' });
        assert.match((await findObstacles(keeping)).join('\n'), /recreate it by hand with your own account as definer/);
        const project = open({ 'p.sql': `CREATE DEFINER = ${account.user} PROCEDURE p() SELECT 2;` });
        const found = await findObstacles(project);
        assert.match(found.join('\n'), /could not restore procedure .*p on .* if the deployment fails/);
        assert.match(found.join('\n'), /recreate it by hand with your own account as definer/);
        await server.run(
          `DROP PROCEDURE ${schema.name}.p`,
          `CREATE DEFINER = ${account.user} PROCEDURE ${schema.name}.p() SELECT 1`,
        );
        await deploy(project);
      });
    },
    { own: { binlog: true } },
  );
});
