/** The printed privileges: enough for deploying, reading and calling, and none of the deployer's too many. */
import assert from 'node:assert/strict';
import type { GrantsAnswer } from '#engine';
import { expectFailure, expectOk } from '../support/expect';
import { liveProject, type LiveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';
import { adviceText } from '../../cli/src/report/print-action';

describe('the privileges that accounts need', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    const names = ['deployer', 'reader', 'application', 'owner'].map((role) => `${role}_${schema.name}`);
    const [deployer = '', reader = '', application = '', owner = ''] = names;
    const ledger = `${schema.name}_ledger`;
    let answer: GrantsAnswer;

    const files = (text: string): Readonly<Record<string, string>> => ({
      'pay.sql': `CREATE DEFINER=${owner}@localhost PROCEDURE pay(IN a INT) BEGIN INSERT INTO entry VALUES (a); SELECT ${text}; END;`,
      'own.sql': `CREATE DEFINER=${owner}@localhost PROCEDURE own() SQL SECURITY INVOKER SELECT n + ${text} FROM entry;`,
      'tax.sql': `CREATE DEFINER=${owner}@localhost FUNCTION tax(a INT) RETURNS INT DETERMINISTIC RETURN a + ${text};`,
      'log.sql': `CREATE DEFINER=${owner}@localhost TRIGGER log_it BEFORE INSERT ON entry FOR EACH ROW SET NEW.n = NEW.n + ${text};`,
      'tick.sql': `CREATE DEFINER=${owner}@localhost EVENT tick ON SCHEDULE EVERY 1 DAY DISABLE DO SELECT ${text};`,
    });
    const as = (user: string, text: string): LiveProject =>
      liveProject(server, schema.name, {
        files: files(text),
        environment: user === 'root' ? {} : { user },
        ...(user === 'root' ? {} : { password: 'secret' }),
      });
    const statementsOf = (role: string): readonly string[] =>
      answer.accounts.find((each) => each.role === role)?.statements ?? [];

    before(async () => {
      await server.run(
        `CREATE TABLE ${schema.name}.entry (n INT)`,
        ...names.map((name) => `CREATE USER '${name}'@'${name === owner ? 'localhost' : '%'}' IDENTIFIED BY 'secret'`),
        `GRANT SELECT, INSERT, UPDATE, TRIGGER, EXECUTE, EVENT ON ${schema.name}.* TO ${owner}@localhost`,
        'SET GLOBAL log_bin_trust_function_creators = 1',
      );
      expectOk(await as('root', '1').deploy({ environment: 'test' }));
      await server.run(
        `GRANT EXECUTE ON PROCEDURE ${schema.name}.pay TO ${owner}@localhost`,
        `DROP DATABASE ${ledger}`,
      );
    });
    after(() =>
      server.run(
        ...names.map((name) => `DROP USER '${name}'@'${name === owner ? 'localhost' : '%'}'`),
        `DROP DATABASE IF EXISTS ${ledger}`,
      ),
    );

    it('are statements that run, told to an account that has none of them', async () => {
      const asked = { environment: 'test', reader: `${reader}@%`, application: `${application}@%` };
      const untold = expectOk(await as(deployer, '2').grants(asked));
      assert.match(untold.notes.join(), /It is unknown whether 3 routines exist, because deployer_/);
      answer = expectOk(await as('root', '2').grants({ ...asked, deployer: `${deployer}@%` }));
      assert.deepEqual(untold.accounts[0]?.statements, statementsOf('deployer'));
      await server.run(...answer.accounts.flatMap(({ statements }) => statements));
    });

    it('say of accounts that do not exist that they do not, as far as that may be known', async () => {
      const asked = { environment: 'test', reader: `${reader}@%`, application: 'nobody_at_all@%' };
      const existing = async (user: string): Promise<readonly (boolean | null)[]> => {
        const { accounts, notes } = expectOk(await as(user, '2').grants(asked));
        const isUnknown = accounts.every(({ exists }) => exists === null);
        assert.equal(accounts.at(-1)?.account, `${owner}@localhost`);
        assert.equal(/It is unknown whether these accounts exist/.test(notes.join()), isUnknown);
        return accounts.map(({ exists }) => exists);
      };
      assert.deepEqual(await existing('root'), [true, true, false, true]);
      assert.deepEqual(await existing(application), [null, null, null, null]);
    });

    it('are given to a role as the server takes them, whoever may look for it', async () => {
      const role = `role_${schema.name}`;
      await server.run(`CREATE ROLE ${role}`);
      const host = server.flavor === 'mysql' ? "@'%'" : '';
      for (const user of ['root', application]) {
        const asked = { environment: 'test', application: role, deployer: role, reader: role };
        const { accounts } = expectOk(await as(user, '2').grants(asked));
        assert.deepEqual(
          accounts.map(({ exists }) => exists),
          accounts.map(() => (user === 'root' ? true : null)),
        );
        const statements = accounts.filter((each) => each.role !== 'definer').flatMap((each) => each.statements);
        for (const statement of statements) assert.match(statement, new RegExp(` TO '${role}'${host}(?: WITH.*)?$`));
        await server.run(...statements);
      }
      await server.run(`DROP ROLE ${role}`);
    });

    it('are not asked for where no password is set, which is told apart from a wrong one', async () => {
      const without = liveProject(server, schema.name, { files: files('2'), environment: { user: deployer } });
      const none = expectFailure(await without.grants({ environment: 'test' }), 'not-permitted');
      assert.match(none.message, /: no password is set\.$/);
      const wrong = liveProject(server, schema.name, { environment: { user: deployer }, password: 'wrong' });
      const other = expectFailure(await wrong.grants({ environment: 'test' }), 'not-permitted');
      assert.match(other.message, /: wrong password, or no such account for this host\.$/);
    });

    it('let the deployer deploy and take back', async () => {
      const project = as(deployer, '2');
      const wanted = { environment: 'test', overwrite: true };
      const look = async (): Promise<readonly string[]> =>
        expectOk(await project.preflight(wanted))
          .findings.map(({ code }) => code)
          // The definer is another account, whose privileges this one may not read.
          .filter((code) => !['event-scheduler', 'hazard', 'definer-privileges-unknown'].includes(code));
      // Optional privileges are listed separately; MariaDB has no privilege for its locks, but a plugin.
      const optional = answer.notes.flatMap((note) => /^(GRANT .*), to (?!show )/.exec(note)?.[1] ?? []);
      assert.equal(optional.length, 2);
      if (server.flavor === 'mysql') assert.deepEqual(await look(), ['locks-unknown']);
      await server.run(...optional);
      if (server.flavor === 'mysql') assert.deepEqual(await look(), []);
      const deployed = expectOk(await project.deploy(wanted));
      assert.equal(deployed.outcome, 'deployed', JSON.stringify(deployed));
      assert.equal(deployed.steps.length, 5);
      const back = expectOk(await project.rollBack({ environment: 'test', deployment: deployed.deployment ?? '' }));
      assert.equal(back.outcome, 'deployed', JSON.stringify(back));
    });

    it('let the reader compare and look, and change nothing', async () => {
      const project = as(reader, '1');
      assert.deepEqual(expectOk(await project.compare({ left: 'workspace', right: 'test' })).differences, []);
      assert.equal(expectOk(await project.history({ environment: 'test', verify: true })).chain, 'intact');
      assert.deepEqual(expectOk(await project.drift({ environment: 'test' })).drifted, []);
      expectFailure(await as(reader, '3').deploy({ environment: 'test' }), 'not-permitted');
    });

    it('let the application call, and touch nothing else', async () => {
      await server.run(...statementsOf('application'));
      const connection = await server.connect({ user: application, password: 'secret', database: schema.name });
      for (const statement of ['CALL pay(1)', 'CALL own()', 'SELECT tax(1)']) await connection.query(statement);
      await assert.rejects(connection.query('DELETE FROM entry'), /denied/);
      await assert.rejects(connection.query('CREATE PROCEDURE x() SELECT 1'), /denied/);
    });

    it('are each named by preflight where one is missing, and no other with it', async () => {
      // MariaDB grants the creator of a routine rights on it, which would hide that one on the schema is missing.
      for (const routine of ['PROCEDURE pay', 'PROCEDURE own', 'FUNCTION tax']) {
        const on = routine.replace(' ', ` ${schema.name}.`);
        await server.run(`REVOKE ALTER ROUTINE, EXECUTE ON ${on} FROM '${deployer}'@'%'`).catch(() => undefined);
      }
      for (const statement of statementsOf('deployer')) {
        const [, list = '', on = ''] = /^GRANT (.+) ON (\S+) TO /.exec(statement) ?? [];
        const account = `'${deployer}'@'%'`;
        const privileges = [...list.split(', '), ...(statement.endsWith('WITH GRANT OPTION') ? ['GRANT OPTION'] : [])];
        for (const privilege of privileges) {
          // The ledger exists by then.
          if (on.includes(ledger) && privilege === 'CREATE') continue;
          // Tables show themselves by other rights on the schema, too.
          if (privilege === 'SHOW VIEW' && privileges.length > 3) continue;
          await server.run(`REVOKE ${privilege} ON ${on} FROM ${account}`);
          const read = await as(deployer, '3').preflight({ environment: 'test', overwrite: true });
          await server.run(statement);
          const remedies = read.ok
            ? read.value.findings.filter(({ severity }) => severity === 'error').map(({ remedy }) => adviceText(remedy))
            : [adviceText(read.error.remedy ?? '')];
          assert.ok(remedies.length > 0, `${privilege} on ${on} was revoked, and nothing is said`);
          for (const remedy of remedies) {
            const [, told = ''] = /GRANT (.+?) ON /.exec(remedy) ?? [];
            const isIt = privilege === 'GRANT OPTION' ? /WITH GRANT OPTION/.test(remedy) : told === privilege;
            assert.ok(isIt, `${privilege} on ${on} was revoked, and this is said: ${remedies.join(' | ')}`);
          }
        }
      }
    }).timeout(120_000);

    it('are told with their schema where tables cannot be seen', async () => {
      const account = `'${deployer}'@'%'`;
      await server.run(
        `REVOKE ALL PRIVILEGES, GRANT OPTION FROM ${account}`,
        ...statementsOf('deployer').map((statement) =>
          statement.replace(/^GRANT .+ (ON `t_[0-9a-f]+`\.\*)/, 'GRANT CREATE ROUTINE, ALTER ROUTINE, EXECUTE $1'),
        ),
      );
      const { findings } = expectOk(
        await as(deployer, '3').preflight({ environment: 'test', routines: ['own'], overwrite: true }),
      );
      const unseen = findings.find(({ code }) => code === 'tables-unseen');
      assert.equal(unseen?.remedy, `GRANT SHOW VIEW ON \`${schema.name}\`.* TO '${deployer}'@'%';`);
      assert.equal(
        findings.some(({ code }) => code === 'missing-dependency'),
        false,
      );
    });
  });
});
