/**
 * The privileges of an account are found however they were granted; a missing one is reported with a sufficient GRANT.
 */
import assert from 'node:assert/strict';
import { expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';
import { adviceText } from '../../cli/src/report/print-action';

/** Returns a file of every kind, one of them new. The account defines them itself. */
const files = (user: string, version: number): Record<string, string> => ({
  'p.sql': `CREATE DEFINER = ${user}@'%' PROCEDURE p() SELECT ${version};`,
  'f.sql': `CREATE DEFINER = ${user}@'%' FUNCTION f() RETURNS INT DETERMINISTIC RETURN ${version};`,
  't.sql': `CREATE DEFINER = ${user}@'%' TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET @seen = ${version};`,
  'e.sql': `CREATE DEFINER = ${user}@'%' EVENT e ON SCHEDULE EVERY ${version} DAY STARTS '2035-01-01' DISABLE DO SELECT 1;`,
  'v.sql': `CREATE DEFINER = ${user}@'%' VIEW v AS SELECT id, ${version} AS version FROM t;`,
  ...(version === 1 ? {} : { 'n.sql': `CREATE DEFINER = ${user}@'%' PROCEDURE n() SELECT 1;` }),
});

describe('privileges', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    const user = `holder_${server.flavor}`;
    const account = `'${user}'@'%'`;
    const role = `keeper_${server.flavor}`;
    /** Needed to make and change what is deployed. */
    const asked = ['CREATE ROUTINE', 'ALTER ROUTINE', 'TRIGGER', 'EVENT', 'CREATE VIEW', 'DROP'].concat(
      server.flavor === 'mysql' ? ['LOCK TABLES'] : [],
    );
    /** The privileges with those for reading the result back. */
    const all = [...asked, 'SELECT', 'SHOW VIEW'];

    const preflight = async (): Promise<readonly (readonly [string, string])[]> => {
      const project = liveProject(server, schema.name, {
        files: files(user, 2),
        environment: { user },
        password: 'secret',
      });
      const { findings } = expectOk(await project.preflight({ environment: 'test' }));
      return findings
        .filter(({ severity }) => severity === 'error')
        .map(({ code, remedy }) => [code, adviceText(remedy)]);
    };
    const makeAccount = (...grants: readonly string[]): Promise<unknown> =>
      server.run(
        `DROP USER IF EXISTS ${account}`,
        `CREATE USER ${account} IDENTIFIED BY 'secret'`,
        // MySQL would take a pattern of schemas that begins with more letters in place of a name with a bare \`_\`.
        `GRANT ALL ON \`${schema.name.replace('_', '\\_')}\\_ledger\`.* TO ${account}`,
        `GRANT SELECT ON mysql.procs_priv TO ${account}`,
        ...grants,
      );

    before(async () => {
      // A view whose definer may not read its tables is shown in another way.
      await makeAccount(`GRANT ${all.join(', ')} ON ${schema.name}.* TO ${account}`);
      await server.run(`CREATE TABLE ${schema.name}.t (id INT)`);
      const first = liveProject(server, schema.name, { files: files(user, 1) });
      assert.equal(expectOk(await first.deploy({ environment: 'test' })).outcome, 'deployed');
    });
    after(() =>
      server.run(
        `DROP DATABASE IF EXISTS ${schema.name}_ledger`,
        `DROP USER IF EXISTS ${account}`,
        `DROP ROLE IF EXISTS ${role}`,
      ),
    );

    const list = all.join(', ');
    const pattern = `\`${schema.name.replace('_', '\\_').slice(0, -2)}%\``;
    const toDefault = server.flavor === 'mysql' ? 'TO' : 'FOR';
    for (const [how, grants] of [
      ['on the schema', [`GRANT ${list} ON ${schema.name}.* TO ${account}`]],
      ['by a pattern of schemas', [`GRANT ${list} ON ${pattern}.* TO ${account}`]],
      ['on the whole server', [`GRANT ${list} ON *.* TO ${account}`]],
      [
        'by a role',
        [
          `DROP ROLE IF EXISTS ${role}`,
          `CREATE ROLE ${role}`,
          `GRANT ${list} ON ${schema.name}.* TO ${role}`,
          `GRANT ${role} TO ${account}`,
          // A definer has no roles, and a view whose definer may not read its tables is shown differently.
          `GRANT SELECT ON ${schema.name}.* TO ${account}`,
          `SET DEFAULT ROLE ${role} ${toDefault} ${account}`,
        ],
      ],
      [
        'in part on the routines themselves',
        [
          `GRANT ${all.filter((one) => one !== 'ALTER ROUTINE').join(', ')} ON ${schema.name}.* TO ${account}`,
          `GRANT ALTER ROUTINE ON PROCEDURE ${schema.name}.p TO ${account}`,
          `GRANT ALTER ROUTINE ON FUNCTION ${schema.name}.f TO ${account}`,
        ],
      ],
    ] as const)
      // On MySQL its own grants on the routines have to be given back, which takes more.
      if (server.flavor === 'mariadb' || !how.startsWith('in part'))
        it(`that are given ${how} are seen`, async () => {
          await makeAccount(...grants);
          assert.deepEqual(await preflight(), []);
        });

    for (const missing of asked)
      it(`without ${missing} are told by its very GRANT, which is enough`, async () => {
        const others = all.filter((privilege) => privilege !== missing).join(', ');
        await makeAccount(`GRANT ${others} ON ${schema.name}.* TO ${account}`);
        const told = `GRANT ${missing} ON \`${schema.name}\`.* TO ${account};`;
        assert.deepEqual(await preflight(), [['missing-privilege', told]]);
        await server.run(told);
        assert.deepEqual(await preflight(), []);
      });

    it('that are missing are told together, also where texts and the ledger are hidden: each round needs no other', async () => {
      const owner = `owner_${server.flavor}`;
      const asker = `asker_${server.flavor}`;
      const other = `caller_${server.flavor}`;
      const own = (version: number) => ({
        'h.sql': `CREATE DEFINER = ${owner}@'%' PROCEDURE hidden_one() SELECT ${version};`,
      });
      await server.run(
        ...[owner, asker, other].flatMap((name) => [
          `DROP USER IF EXISTS ${name}`,
          `CREATE USER ${name} IDENTIFIED BY 'secret'`,
        ]),
        `GRANT SELECT, CREATE ROUTINE ON ${schema.name}.* TO ${asker}`,
      );
      expectOk(await liveProject(server, schema.name, { files: own(1) }).deploy({ environment: 'test' }));
      await server.run(`GRANT EXECUTE ON PROCEDURE ${schema.name}.hidden_one TO ${other}`);
      const project = liveProject(server, schema.name, {
        files: own(2),
        environment: { user: asker },
        password: 'secret',
      });
      const look = async (): Promise<readonly string[]> =>
        expectOk(await project.preflight({ environment: 'test' }))
          .findings.filter(({ severity }) => severity === 'error')
          .map(({ remedy }) => adviceText(remedy));
      const told = await look();
      assert.ok(told.length >= (server.flavor === 'mysql' ? 5 : 4), told.join('\n'));
      await server.run(...told.map((remedy) => /^GRANT [^;]+/.exec(remedy)?.[0] ?? remedy));
      const rest = await look();
      // Who was granted what is known only now.
      await server.run(...rest.map((remedy) => /^GRANT [^;]+/.exec(remedy)?.[0] ?? remedy));
      assert.ok(
        server.flavor === 'mysql'
          ? rest.every((remedy) => /WITH GRANT OPTION|EXECUTE/.test(remedy))
          : rest.length === 0,
        rest.join('\n'),
      );
      assert.deepEqual(await look(), []);
      const answer = expectOk(await project.deploy({ environment: 'test' }));
      assert.equal(answer.outcome, 'deployed', JSON.stringify(answer));
      await server.run(...[owner, asker, other].map((name) => `DROP USER ${name}`));
      await server.run(`DROP PROCEDURE ${schema.name}.hidden_one`);
    });

    it('that lie in a role which is not active do not count', async () => {
      await server.run(`DROP ROLE IF EXISTS ${role}`, `CREATE ROLE ${role}`);
      await makeAccount(
        `GRANT ${list} ON ${schema.name}.* TO ${role}`,
        `GRANT SELECT, SHOW VIEW ON ${schema.name}.* TO ${account}`,
      );
      await server.run(`GRANT ${role} TO ${account}`);
      const codes = (await preflight()).map(([code]) => code);
      assert.ok(codes.includes('missing-privilege'), codes.join());
    });

    it('that were told are enough to deploy with', async () => {
      await makeAccount(`GRANT ${list} ON ${schema.name}.* TO ${account}`);
      const project = liveProject(server, schema.name, {
        files: files(user, 2),
        environment: { user },
        password: 'secret',
      });
      const answer = expectOk(await project.deploy({ environment: 'test' }));
      assert.equal(answer.outcome, 'deployed', JSON.stringify(answer));
    });
  });
});
