/** The main job by the real command line on real servers: from files to versions to a server, and back. */
import assert from 'node:assert/strict';
import type {
  CheckAnswer,
  CompareAnswer,
  DeployAnswer,
  GraphAnswer,
  HistoryAnswer,
  ImportAnswer,
  InspectAnswer,
  PlanAnswer,
  RegisterAnswer,
  ShowAnswer,
  StatusAnswer,
} from '#engine';
import { onEachServer } from '../../support/live-servers';
import { bankFiles, bankProject, bankTables } from './bank';
import { SprocFolder } from './sproc-folder';
import { freshTarget } from './target';

const names = ['bank.balance_of', 'bank.post_entry', 'bank.total', 'bank.transfer', 'bank.undo_transfer'];

describe('the main job', () => {
  describe('with files of our own making', () => {
    onEachServer((server) => {
      const target = freshTarget(server, bankTables);
      const folder = new SprocFolder();
      before(() => {
        folder.write(bankFiles);
        folder.writeFile('sproc.json', bankProject({ dev: target.environment() }));
        folder.setVariables({ SPROC_PASSWORD_DEV: target.password });
      });
      after(() => folder.remove());

      it('inspects the files without a server', async () => {
        const { routines, errors } = await folder.ask<InspectAnswer>(0, 'inspect', 'procedures');
        assert.deepEqual(errors, []);
        assert.deepEqual(routines.map(({ name }) => `bank.${name}`).sort(), names);
        const transfer = routines.find(({ name }) => name === 'transfer');
        assert.deepEqual([transfer?.calls, transfer?.functions], [['post_entry'], ['balance_of']]);
      });

      it('checks them and finds nothing', async () => {
        assert.deepEqual((await folder.ask<CheckAnswer>(0, 'check')).diagnostics.filter(isError), []);
      });

      it('puts callees before callers in the graph', async () => {
        const { order, cycles } = await folder.ask<GraphAnswer>(0, 'graph');
        assert.deepEqual(cycles, []);
        assert.ok(order.indexOf('bank.post_entry') < order.indexOf('bank.transfer'), order.join());
        assert.ok(order.indexOf('bank.transfer') < order.indexOf('bank.undo_transfer'), order.join());
      });

      it('registers five first versions, and then none', async () => {
        const { registered } = await folder.ask<RegisterAnswer>(0, 'register', '--message', 'The first ones');
        assert.deepEqual(registered.map(({ routine }) => routine).sort(), names);
        assert.deepEqual([...new Set(registered.map(({ version }) => version))], ['1.0.0']);
        const again = await folder.ask<RegisterAnswer>(0, 'register');
        assert.deepEqual([again.registered, again.unchanged.length], [[], 5]);
      });

      it('plans without changing anything', async () => {
        const before = await target.snapshot();
        const { steps } = await folder.ask<PlanAnswer>(0, 'plan', 'dev');
        assert.deepEqual(steps.map(({ routine }) => routine).sort(), names);
        assert.deepEqual([...new Set(steps.map(({ action, to }) => `${action} ${to}`))], ['create 1.0.0']);
        assert.equal(await target.snapshot(), before);
      });

      it('deploys', async () => {
        const { outcome, steps } = await folder.ask<DeployAnswer>(0, 'deploy', 'dev', '--yes');
        assert.equal(outcome, 'deployed');
        assert.deepEqual([...new Set(steps.map((step) => step.outcome))], ['done']);
        await server.run(
          `INSERT INTO ${target.schema}.account (id, owner, balance) VALUES (1, 'Ada', 100), (2, 'Bo', 0)`,
          `CALL ${target.schema}.transfer(1, 2, 40, @left)`,
        );
        assert.equal(await balances(), '60.00 40.00');
      });

      it('finds nothing between the files and the server, nor anything left to deploy', async () => {
        const same = await folder.ask<CompareAnswer>(0, 'compare', 'workspace', 'dev');
        assert.deepEqual([same.same, same.differences], [true, []]);
        const again = await folder.ask<DeployAnswer>(0, 'deploy', 'dev', '--yes');
        assert.deepEqual([again.outcome, again.steps], ['nothing-to-do', []]);
      });

      it('finds an edit, and says so by its exit code', async () => {
        folder.edit('procedures/accounts.sql', 'p_amount, NOW()', 'ROUND(p_amount, 2), NOW()');
        const found = await folder.ask<CompareAnswer>(1, 'compare', 'workspace', 'dev', '--patch');
        assert.deepEqual(
          found.differences.map(({ routine, kind }) => `${routine}: ${kind}`),
          ['bank.post_entry: body'],
        );
        assert.match(found.differences[0]?.patch ?? '', /^[-+].*ROUND\(p_amount, 2\)/m);
      });

      it('deploys the edit alone, under its new version, and leaves grants as they were', async () => {
        await server.run(`GRANT EXECUTE ON PROCEDURE ${target.schema}.post_entry TO ${target.user}@'%'`);
        const grants = await target.grants();
        const { registered } = await folder.ask<RegisterAnswer>(0, 'register');
        assert.deepEqual(
          registered.map(({ routine, version }) => `${routine} ${version}`),
          ['bank.post_entry 1.0.1'],
        );
        const { steps } = await folder.ask<DeployAnswer>(0, 'deploy', 'dev', '--yes', '--reason', 'Cents');
        assert.deepEqual(
          steps.map(({ routine, outcome }) => `${routine} ${outcome}`),
          ['bank.post_entry done'],
        );
        assert.equal(await target.grants(), grants);
        await folder.ask<CompareAnswer>(0, 'compare', 'workspace', 'dev');
        const { routines } = await folder.ask<StatusAnswer>(0, 'status', 'dev');
        const row = routines.find(({ routine }) => routine === 'bank.post_entry');
        assert.deepEqual(row?.environments['dev'], { version: '1.0.1', state: 'in-sync' });
      });

      it('remembers both deployments', async () => {
        const { deployments, chain } = await folder.ask<HistoryAnswer>(0, 'history', 'dev', '--verify');
        assert.equal(chain, 'intact');
        assert.deepEqual(
          deployments.map(({ kind, outcome, reason, steps }) => [kind, outcome, reason, steps.length]),
          [
            ['deploy', 'deployed', 'Cents', 1],
            ['deploy', 'deployed', null, 5],
          ],
        );
      });

      it('rolls back to the version before, which then stands there', async () => {
        const { steps } = await folder.ask<DeployAnswer>(0, 'rollback', 'dev', 'post_entry', '--yes');
        assert.deepEqual(
          steps.map(({ routine, outcome }) => `${routine} ${outcome}`),
          ['bank.post_entry done'],
        );
        await folder.ask<CompareAnswer>(0, 'compare', 'registry@1.0.0', 'dev', 'post_entry');
        await folder.ask<CompareAnswer>(1, 'compare', 'workspace', 'dev', 'post_entry');
        await server.run(`CALL ${target.schema}.transfer(2, 1, 40, @left)`);
        assert.equal(await balances(), '100.00 0.00');
      });

      async function balances(): Promise<string> {
        const rows = await server.run(`SELECT balance FROM ${target.schema}.account ORDER BY id`);
        return rows.map(({ balance }) => String(balance)).join(' ');
      }
    });
  });

  describe('with files exported from a live schema', () => {
    onEachServer((server) => {
      const target = freshTarget(server, bankTables);
      const folder = new SprocFolder();
      const owner = `o_${target.schema.slice(2)}@localhost`;
      before(async () => {
        const connection = await server.connect({ database: target.schema });
        await connection.query(`SET sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT'`);
        await connection.query(`CREATE USER ${owner}`);
        await connection.query(`CREATE DEFINER = ${owner} PROCEDURE greet(IN "who" VARCHAR(20)) SQL SECURITY INVOKER COMMENT 'It''s old'
          /* kept as it is */ SELECT 'Hello ' || "who" AS "greeting"`);
        await connection.query(`SET sql_mode = ''`);
        await connection.query(
          `CREATE DEFINER = ${owner} FUNCTION \`twice it\`(n INT) RETURNS INT DETERMINISTIC RETURN n * 2`,
        );
        await connection.query(`CREATE DEFINER = ${owner} PROCEDURE count_twice(OUT n INT)
          BEGIN SELECT \`twice it\`(COUNT(*)) INTO n FROM account; END`);
        await connection.query(`GRANT EXECUTE ON PROCEDURE greet TO ${target.user}@'%'`);
        folder.writeFile('sproc.json', bankProject({ dev: target.environment() }));
        folder.setVariables({ SPROC_PASSWORD_DEV: target.password });
      });
      after(() => server.run(`DROP USER IF EXISTS ${owner}`));
      after(() => folder.remove());

      it('imports every routine, and then finds no difference', async () => {
        const { written, skipped } = await folder.ask<ImportAnswer>(0, 'import', 'dev');
        assert.deepEqual(written.map(({ routine }) => routine).sort(), [
          'bank.count_twice',
          'bank.greet',
          'bank.twice it',
        ]);
        assert.deepEqual(skipped, []);
        const { same, differences } = await folder.ask<CompareAnswer>(0, 'compare', 'workspace', 'dev');
        assert.deepEqual([same, differences], [true, []]);
      });

      it('checks, registers and finds nothing to deploy', async () => {
        assert.deepEqual((await folder.ask<CheckAnswer>(0, 'check')).diagnostics.filter(isError), []);
        assert.equal((await folder.ask<RegisterAnswer>(0, 'register')).registered.length, 3);
        assert.equal((await folder.ask<DeployAnswer>(0, 'deploy', 'dev', '--yes')).outcome, 'nothing-to-do');
      });

      it('deploys an edit under the settings that the routine was created with, and rolls it back to the byte', async () => {
        const before = await target.snapshot();
        const { file } = await folder.ask<ShowAnswer>(0, 'show', 'greet');
        folder.edit(file ?? '', 'Hello ', 'Welcome ');
        const found = await folder.ask<CompareAnswer>(1, 'compare', 'workspace', 'dev');
        assert.deepEqual(
          found.differences.map(({ routine, kind }) => `${routine}: ${kind}`),
          ['bank.greet: body'],
        );
        const { outcome } = await folder.ask<DeployAnswer>(0, 'deploy', 'dev', '--yes');
        assert.equal(outcome, 'deployed');
        await folder.ask<CompareAnswer>(0, 'compare', 'workspace', 'dev');
        const [row] = (await server.run(`CALL ${target.schema}.greet('Ada')`))[0] as unknown as { greeting: string }[];
        assert.equal(row?.greeting, 'Welcome Ada');

        await folder.ask<DeployAnswer>(0, 'rollback', 'dev', 'greet', '--yes');
        await folder.ask<CompareAnswer>(0, 'compare', 'registry@1.0.0', 'dev', 'greet');
        assert.equal(await target.snapshot(), before);
      });
    });
  });
});

function isError({ severity }: { readonly severity: string }): boolean {
  return severity === 'error';
}
