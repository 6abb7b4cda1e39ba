/**
 * Grants on single routines remain, whatever letters the names of routine, schema and account have, and create no
 * account.
 */
import assert from 'node:assert/strict';
import { expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { freshSchema, onEachServer, type LiveServer } from '../support/live-servers';

/** Returns the grants as the server shows them; none of an account that does not exist. */
async function grantsOf(server: LiveServer, account: string): Promise<readonly string[]> {
  const rows = await server.run(`SHOW GRANTS FOR ${account}`);
  return rows.map((row) => String(Object.values(row)[0])).filter((grant) => /PROCEDURE|FUNCTION/.test(grant));
}

describe('grants on a routine', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    const [first, second] = [schema.name, `${schema.name}_schön`];
    const accounts = ["'jürg'@'%'", "'plain'@'%'"];
    before(() => server.run(`CREATE DATABASE \`${second}\``, ...accounts.map((one) => `CREATE USER ${one}`)));
    after(() =>
      server.run(
        ...[`${first}_ledger`, second].map((name) => `DROP DATABASE IF EXISTS \`${name}\``),
        ...accounts.map((one) => `DROP USER IF EXISTS ${one}`),
      ),
    );

    const text = (value: number): string =>
      [`größe`, `\`${second}\`.größe`, 'plain_name']
        .map((name) => `CREATE PROCEDURE ${name}() SELECT ${value};\n`)
        .join('');
    const open = (files: Readonly<Record<string, string>>) =>
      liveProject(server, first, { files, environment: { schemas: { [second]: second } } });
    const all = async (): Promise<readonly string[]> =>
      (await Promise.all(accounts.map((one) => grantsOf(server, one)))).flat().sort();

    it('stays over every way of replacing it, and comes back with it', async () => {
      const project = open({ 'p.sql': text(1) });
      expectOk(await project.deploy({ environment: 'test' }));
      for (const account of accounts)
        for (const name of ['größe', `\`${second}\`.größe`, 'plain_name'])
          await server.run(
            `GRANT EXECUTE ON PROCEDURE ${name.includes('.') ? name : `${first}.${name}`} TO ${account}`,
          );
      const before = await all();
      assert.equal(before.length, 6);
      for (const [value, strategy] of [
        [2, undefined],
        [3, 'replace'],
      ] as const) {
        project.files.set('p.sql', text(value));
        const answer = expectOk(await project.deploy({ environment: 'test', ...(strategy && { strategy }) }));
        assert.equal(answer.outcome, 'deployed', JSON.stringify(answer));
        assert.deepEqual(await all(), before, `after ${strategy ?? 'the strategy that was chosen'}`);
      }
      project.files.set('p.sql', '');
      const pruned = expectOk(await project.deploy({ environment: 'test', prune: true }));
      assert.deepEqual(await all(), []);
      expectOk(await project.rollBack({ environment: 'test', deployment: pruned.deployment ?? '' }));
      assert.deepEqual(await all(), before);
    });

    it('is given to nobody who does not exist', async () => {
      const project = open({ 'q.sql': 'CREATE PROCEDURE q() SELECT 1;' });
      expectOk(await project.deploy({ environment: 'test' }));
      await server.run(
        `INSERT INTO mysql.procs_priv (Host, Db, User, Routine_name, Routine_type, Grantor, Proc_priv)
          VALUES ('%', '${first}', 'ghost', 'q', 'PROCEDURE', 'root@localhost', 'Execute')`,
        `GRANT EXECUTE ON PROCEDURE ${first}.q TO 'plain'@'%'`,
      );
      project.files.set('q.sql', 'CREATE PROCEDURE q() SELECT 2;');
      const answer = expectOk(await project.deploy({ environment: 'test', strategy: 'replace' }));
      assert.equal(answer.outcome, 'deployed', JSON.stringify(answer));
      const ghosts = await server.run("SELECT User FROM mysql.user WHERE User = 'ghost'");
      assert.deepEqual(ghosts, []);
      assert.ok((await grantsOf(server, "'plain'@'%'")).some((grant) => grant.includes('`q`')));
    });

    it('that cannot be given back, for its account is gone, stops no recovery', async () => {
      await server.run("CREATE USER IF NOT EXISTS 'leaver'@'%'");
      const files = { 'r.sql': 'CREATE PROCEDURE r1() SELECT 1; CREATE PROCEDURE r2() SELECT 1;' };
      expectOk(await open(files).deploy({ environment: 'test' }));
      for (const account of ["'leaver'@'%'", "'plain'@'%'"])
        await server.run(`GRANT EXECUTE ON PROCEDURE ${first}.r1 TO ${account}`);
      const project = liveProject(server, first, {
        files: { 'r.sql': files['r.sql'].replaceAll('1;', '2;') },
        onFaultPoint: async (faultPoint, step) => {
          if (faultPoint !== 'finished-step' || step !== 1) return;
          await server.run("DROP USER 'leaver'@'%'", `CREATE OR REPLACE VIEW ${first}.late AS SELECT 1 AS x`);
          await server.run(`DROP PROCEDURE ${first}.r2`, `CREATE PROCEDURE ${first}.r2() SELECT 'a stranger'`);
        },
      });
      const answer = expectOk(await project.deploy({ environment: 'test', strategy: 'replace' }));
      assert.equal(answer.outcome, 'failed', JSON.stringify(answer));
      assert.match(JSON.stringify(answer.steps), /Grants to leaver@% were removed .* and are not restored/);
      assert.ok((await grantsOf(server, "'plain'@'%'")).some((grant) => grant.includes('`r1`')));
      assert.deepEqual(await server.run("SELECT User FROM mysql.user WHERE User = 'leaver'"), []);
    });
  });
});
