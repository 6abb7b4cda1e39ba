/** A definer must be able to run its routines: where it cannot, this is an error before the deployment. */
import assert from 'node:assert/strict';
import type { Finding } from '../../engine/src/lifecycle/answers/finding';
import { adviceText } from '../../cli/src/report/print-action';
import { expectFailure, expectOk } from '../support/expect';
import { liveProject, type LiveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';

const environment = { environment: 'test' } as const;

describe('the privileges of definers', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    const ledger = `${schema.name}_ledger`;
    const [deployer, owner] = [`d_${schema.name}`, `o_${schema.name}`];
    beforeEach(() =>
      server.run(
        ...[deployer, owner].map((name) => `CREATE USER '${name}'@'%' IDENTIFIED BY 'secret'`),
        `CREATE TABLE ${schema.name}.orders (id INT, n INT)`,
        'SET GLOBAL log_bin_trust_function_creators = 1',
      ),
    );
    afterEach(() =>
      server.run(
        ...[deployer, owner].map((name) => `DROP USER '${name}'@'%'`),
        `DROP DATABASE ${schema.name}`,
        `CREATE DATABASE ${schema.name}`,
        `DROP DATABASE IF EXISTS ${ledger}`,
      ),
    );

    const files = {
      'add.sql': 'CREATE PROCEDURE add_order(a INT) BEGIN INSERT INTO orders VALUES (a, 1); CALL note(a); END;',
      'note.sql': 'CREATE PROCEDURE note(a INT) UPDATE orders SET n = 2 WHERE id = a;',
      'trg.sql': 'CREATE TRIGGER trg BEFORE INSERT ON orders FOR EACH ROW SET NEW.n = 1;',
      'mine.sql': 'CREATE PROCEDURE mine() SQL SECURITY INVOKER DELETE FROM orders;',
    };
    const open = (texts: Readonly<Record<string, string>>, user: string): LiveProject =>
      liveProject(server, schema.name, {
        files: texts,
        ...(user === 'root' ? {} : { environment: { user }, password: 'secret' }),
      });
    const faults = (findings: readonly Finding[]): readonly string[] =>
      findings
        .filter(({ code }) => code.startsWith('definer-privileges'))
        .map(({ severity, message }) =>
          `${severity}: ${message}`.replaceAll(schema.name, 's').replaceAll(/127\.0\.0\.1:\d+\/s/g, 'host'),
        );

    it('that deploys and is none of the printed accounts stop a deployment, and suffice as printed', async () => {
      const project = open(files, deployer);
      const { accounts } = expectOk(await open(files, 'root').grants({ ...environment, deployer: `${deployer}@%` }));
      const statementsOf = (role: string): readonly string[] =>
        accounts.filter((one) => one.role === role).flatMap(({ statements }) => statements);
      await server.run(...statementsOf('deployer'));
      assert.deepEqual(
        accounts.map(({ role }) => role),
        ['deployer', 'reader', 'application', 'definer'],
      );
      const { ok, findings } = expectOk(await project.preflight(environment));
      assert.equal(ok, false);
      const lacks = `runs with the rights of d_s@%, which lacks`;
      assert.deepEqual(faults(findings).toSorted(), [
        `error: procedure s.add_order on host ${lacks} INSERT on s.orders. Calls that need this fail.`,
        server.flavor === 'mysql'
          ? `error: procedure s.note on host ${lacks} UPDATE on s.orders. Calls that need this fail.`
          : `error: procedure s.note on host ${lacks} UPDATE on s.orders, SELECT on s.orders. Calls that need this fail.`,
        `error: trigger s.trg on host ${lacks} UPDATE on s.orders. Calls that need this fail.`,
      ]);
      expectFailure(await project.deploy(environment), 'could-not');
      await server.run(...statementsOf('definer'));
      const allowed = expectOk(await project.preflight(environment));
      assert.deepEqual([allowed.ok, faults(allowed.findings)], [true, []]);
      assert.equal(expectOk(await project.deploy(environment)).outcome, 'deployed');
      await server.run(`CALL ${schema.name}.add_order(1)`);
    });

    it('of another account are read, with the remedy for that account', async () => {
      const foreign = { 'note.sql': `CREATE DEFINER=${owner}@'%' PROCEDURE note(a INT) UPDATE orders SET n = a;` };
      const project = open(foreign, 'root');
      const { findings } = expectOk(await project.preflight(environment));
      assert.deepEqual(faults(findings), [
        'error: procedure s.note on host runs with the rights of o_s@%, which lacks UPDATE on s.orders, EXECUTE on procedure s.note. Calls that need this fail.',
      ]);
      const remedy = findings.map((finding) => adviceText(finding.remedy)).join();
      assert.match(remedy, new RegExp(`GRANT UPDATE ON .*orders. TO '${owner}'@'%';`));
      await server.run(`GRANT UPDATE ON ${schema.name}.orders TO '${owner}'@'%'`);
      // EXECUTE on a routine that does not exist cannot be granted.
      assert.match(
        faults(expectOk(await project.preflight(environment)).findings).join(),
        /^warning: .*lacks EXECUTE on/,
      );
      assert.equal(expectOk(await project.deploy(environment)).outcome, 'deployed');
      await server.run(
        `GRANT EXECUTE ON PROCEDURE ${schema.name}.note TO '${owner}'@'%'`,
        `CALL ${schema.name}.note(1)`,
      );
      project.files.set('note.sql', `CREATE DEFINER=${owner}@'%' PROCEDURE note(a INT) UPDATE orders SET n = a + 1;`);
      assert.deepEqual(faults(expectOk(await project.preflight(environment)).findings), []);
    });

    it('are unknown where they may not be read, with the reason', async () => {
      const foreign = { 'note.sql': `CREATE DEFINER=${owner}@'%' PROCEDURE note(a INT) UPDATE orders SET n = a;` };
      const { accounts } = expectOk(await open(foreign, 'root').grants({ ...environment, deployer: `${deployer}@%` }));
      await server.run(...(accounts[0]?.statements ?? []));
      const { findings } = expectOk(await open(foreign, deployer).preflight(environment));
      assert.match(
        faults(findings).join('\n'),
        /^warning: It is unknown whether o_s@%, the definer of procedure s\.note on host, has the privileges that their statements need: .*denied.*\.$/,
      );
    });

    it('of default roles count', async () => {
      const role = `r_${schema.name}`;
      await server.run(
        `CREATE ROLE ${role}`,
        `GRANT UPDATE, EXECUTE ON ${schema.name}.* TO ${role}`,
        `GRANT ${role} TO '${owner}'@'%'`,
      );
      const foreign = { 'note.sql': `CREATE DEFINER=${owner}@'%' PROCEDURE note(a INT) UPDATE orders SET n = a;` };
      const project = open(foreign, 'root');
      const check = async (): Promise<string> => faults(expectOk(await project.preflight(environment)).findings).join();
      if (server.flavor === 'mariadb')
        assert.match(await check(), /^warning: .*: it has roles, whose privileges are not read\.$/);
      else {
        assert.match(await check(), /^error: /);
        await server.run(`SET DEFAULT ROLE ${role} TO '${owner}'@'%'`);
        assert.equal(await check(), '');
      }
      await server.run(`DROP ROLE ${role}`);
    });
  });
});
