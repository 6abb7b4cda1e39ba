/** Promotion: what is registered, checked, deployed and marked, and that nothing is marked when anything fails. */
import assert from 'node:assert/strict';
import { expectFailure, expectOk } from '../support/expect';
import { liveProject, type LiveProject, type LiveProjectOptions } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';
import { adviceText } from '../../cli/src/report/print-action';

const promotion = /`sproc promote (\S+) --to (\S+)`/g;

describe('a promotion', () => {
  onEachServer((server) => {
    const testing = freshSchema(server);
    const production = freshSchema(server);
    const open = (options: LiveProjectOptions = {}): LiveProject => {
      const at = (name: string, stage: string, more: object = {}): object => ({
        ...{ ...server.login, schema: name, stage },
        ...{ ledgerSchema: `${name}_ledger`, ...more },
      });
      return liveProject(server, testing.name, {
        files: { 'pay.sql': 'CREATE PROCEDURE pay(IN a INT) SELECT a;' },
        ...options,
        settings: {
          schema: 'shop',
          environments: {
            staging: at(testing.name, 'TESTING'),
            prod: at(production.name, 'PRODUCTION', { protected: true, branches: ['main'], prefix: 'live_' }),
          },
          ...options.settings,
        },
      });
    };
    const prodOnly = (): object => ({
      ...{ host: '127.0.0.1', port: server.port, user: 'root', stage: 'PRODUCTION', prefix: 'live_' },
      ledgerSchema: `${production.name}_ledger`,
    });
    const statusesOf = async (project: LiveProject): Promise<readonly string[]> =>
      expectOk(await project.versions({})).versions.map(({ version, status }) => `${version} ${status}`);
    after(() => server.run(...[testing, production].map(({ name }) => `DROP DATABASE IF EXISTS ${name}_ledger`)));
    afterEach(() =>
      server.run(
        `DROP PROCEDURE IF EXISTS ${testing.name}.pay`,
        `DROP PROCEDURE IF EXISTS ${production.name}.live_pay`,
        `DROP DATABASE IF EXISTS ${testing.name}_ledger`,
        `DROP DATABASE IF EXISTS ${production.name}_ledger`,
      ),
    );

    it('is checked with the tables and columns of its target, and with the rules as they are set', async () => {
      await server.run(`CREATE TABLE ${testing.name}.orders (id INT)`);
      const promote = (text: string, rules: object = {}): ReturnType<LiveProject['promote']> =>
        open({ files: { 'pay.sql': `CREATE PROCEDURE pay(IN a INT) ${text};` }, settings: { rules } }).promote({
          environment: 'staging',
          routines: ['pay'],
        });
      const column = expectFailure(await promote('SELECT nocol FROM orders'), 'could-not');
      assert.match(column.message, /pay\.sql:1: .*`nocol`/);
      const table = expectFailure(await promote('UPDATE nosuch SET n = a'), 'could-not');
      assert.match(table.message, /Unknown table or view `shop\.nosuch` in staging/);
      const unused = 'BEGIN DECLARE unused INT; SELECT a; END';
      assert.match(expectFailure(await promote(unused), 'could-not').message, /unused/);
      assert.equal(expectOk(await promote(unused, { 'unused-variable': 'off' })).outcome, 'deployed');
      await server.run(`DROP TABLE ${testing.name}.orders`);
    });

    it('is what the remedy for a version of DEVELOPMENT names step by step, and doing that deploys it', async () => {
      for (const [settings, count] of [
        [{}, 2],
        [{ environments: { prod: { ...prodOnly(), schema: production.name } } }, 1],
      ] as const) {
        const project = open({ settings });
        expectOk(await project.register({ routines: ['pay'] }));
        for (const routine of ['pay', 'pay@1.0.0']) {
          const { findings } = expectOk(await project.plan({ environment: 'prod', routines: [routine] }));
          const remedy = adviceText(findings.find(({ code }) => code === 'status')?.remedy ?? '');
          assert.equal([...remedy.matchAll(promotion)].length, count, remedy);
        }
        const { findings } = expectOk(await project.plan({ environment: 'prod', routines: ['pay@1.0.0'] }));
        const remedy = adviceText(findings.find(({ code }) => code === 'status')?.remedy ?? '');
        for (const [, ref = '', environment = ''] of remedy.matchAll(promotion))
          expectOk(await project.promote({ environment, routines: [ref], confirm: environment }));
        await server.run(`CALL ${production.name}.live_pay(1)`, `DROP PROCEDURE ${production.name}.live_pay`);
      }
    });

    it('is what the remedy for an unregistered text names, too', async () => {
      const project = open();
      const { findings } = expectOk(await project.plan({ environment: 'prod', routines: ['pay'] }));
      const remedy = adviceText(findings.find(({ code }) => code === 'unregistered')?.remedy ?? '');
      for (const [, ref = '', environment = ''] of remedy.matchAll(promotion))
        expectOk(await project.promote({ environment, routines: [ref], confirm: environment }));
      await server.run(`CALL ${production.name}.live_pay(1)`);
    });

    it('goes from the workspace to testing and on to production, and every change says why', async () => {
      const project = open();
      const first = expectOk(await project.promote({ environment: 'staging', routines: ['pay'], message: 'Pays.' }));
      assert.deepEqual(
        [first.outcome, first.registered.map(({ version }) => version), first.marked],
        ['deployed', ['1.0.0'], [{ routine: 'shop.pay', version: '1.0.0', from: 'DEVELOPMENT', to: 'TESTING' }]],
      );
      await server.run(`CALL ${testing.name}.pay(1)`);
      const second = expectOk(
        await project.promote({ environment: 'prod', routines: ['pay@1.0.0'], confirm: 'prod', reason: 'approved' }),
      );
      assert.deepEqual([second.outcome, second.registered], ['deployed', []]);
      await server.run(`CALL ${production.name}.live_pay(1)`);
      assert.deepEqual(await statusesOf(project), ['1.0.0 PRODUCTION']);
      const [record] = expectOk(await project.registry.list());
      assert.deepEqual(
        record?.changes.map(({ to, reason }) => `${to}: ${reason}`),
        [
          'DEVELOPMENT: registered',
          `TESTING: promoted to staging by deployment ${first.deployment ?? ''}`,
          'PRODUCTION: approved',
        ],
      );
      const again = expectOk(await project.promote({ environment: 'prod', routines: ['pay'], confirm: 'prod' }));
      assert.deepEqual([again.outcome, again.registered, again.marked], ['nothing-to-do', [], []]);
    });

    it('does not pass testing by, where there is an environment for it', async () => {
      const project = open();
      const wanted = { environment: 'prod', routines: ['pay'], confirm: 'prod' };
      const { message, remedy } = expectFailure(await project.promote(wanted), 'not-permitted');
      assert.match(message, /^shop\.pay 1\.0\.0 is DEVELOPMENT and cannot be promoted to prod \(PRODUCTION\)/);
      assert.equal(adviceText(remedy ?? ''), 'Test it first: `sproc promote shop.pay@1.0.0 --to staging`.');
      assert.deepEqual(await statusesOf(project), []);
    });

    it('leaves nothing registered, marked or deployed for a wrong branch, a missing confirmation or a dry run', async () => {
      const project = open({ branch: 'feature' });
      expectOk(await project.promote({ environment: 'staging', routines: ['pay'] }));
      project.files.set('pay.sql', 'CREATE PROCEDURE pay(IN a INT) SELECT a + 1;');
      const wanted = { environment: 'prod', routines: ['pay@1.0.0'] };
      assert.match(expectFailure(await project.promote(wanted), 'not-permitted').message, /prod is protected/);
      const guarded = expectFailure(await project.promote({ ...wanted, confirm: 'prod' }), 'not-permitted');
      assert.equal(
        guarded.message,
        'Environment prod accepts deployments from main only, but the current branch is feature.',
      );
      const tried = expectOk(await project.promote({ environment: 'staging', routines: ['pay'], dryRun: true }));
      assert.deepEqual([tried.outcome, tried.registered, tried.marked], ['would-deploy', [], []]);
      assert.deepEqual(await statusesOf(project), ['1.0.0 TESTING']);
      assert.equal(
        expectOk(await project.planPromotion({ environment: 'staging', routines: ['pay'] })).steps.length,
        1,
      );
    });

    it('is stopped by what the check finds: in the workspace, and in a version', async () => {
      const warned = 'CREATE PROCEDURE pay(IN a INT)\nBEGIN\n  DECLARE unused INT;\n  SELECT a;\nEND';
      const project = open({ files: { 'pay.sql': warned } });
      const wanted = { environment: 'staging', routines: ['pay'] };
      assert.match(
        expectFailure(await project.promote(wanted), 'could-not').message,
        /^Nothing was promoted\. The check reports: pay\.sql:3: /,
      );
      assert.deepEqual(await statusesOf(project), []);
      expectOk(await project.register({}));
      project.files.set('pay.sql', 'CREATE PROCEDURE pay(IN a INT) SELECT a;');
      const old = expectFailure(await project.promote({ ...wanted, routines: ['pay@1.0.0'] }), 'could-not');
      assert.match(old.message, /reports: shop\.pay@1\.0\.0:\d+: /);
      const allowed = await project.promote({ ...wanted, routines: ['pay@1.0.0'], allowWarnings: true });
      assert.equal(expectOk(allowed).outcome, 'deployed');
    });

    it('marks nothing when the server refuses the text', async () => {
      const text = "CREATE PROCEDURE pay() SELECT CONVERT('a' USING klingon);";
      const project = open({ files: { 'pay.sql': text } });
      const wanted = { environment: 'staging', routines: ['pay'], allowWarnings: true };
      const answer = expectOk(await project.promote(wanted));
      assert.deepEqual([answer.outcome, answer.registered, answer.marked], ['failed', [], []]);
      assert.deepEqual(await statusesOf(project), []);
    });

    it('marks nothing when it is stopped in the middle', async () => {
      const stop = new AbortController();
      const project = open({
        onFaultPoint: async (faultPoint) => {
          if (faultPoint === 'started') stop.abort();
          return Promise.resolve();
        },
      });
      const wanted = { environment: 'staging', routines: ['pay'], signal: stop.signal };
      const answer = expectOk(await project.promote(wanted));
      assert.notEqual(answer.outcome, 'deployed');
      assert.deepEqual([answer.registered.length, answer.marked], [1, []]);
      assert.deepEqual(await statusesOf(project), ['1.0.0 DEVELOPMENT']);
    });

    it('tells when somebody has moved the version while it was deployed', async () => {
      const own = open();
      const { registry } = own;
      const project = open({
        registry,
        onFaultPoint: async (faultPoint) => {
          if (faultPoint !== 'all-steps-done') return;
          expectOk(await own.mark({ ref: 'pay@1.0.0', status: 'RETIRED', reason: 'a mistake' }));
        },
      });
      const { message } = expectFailure(
        await project.promote({ environment: 'staging', routines: ['pay'] }),
        'could-not',
      );
      assert.match(
        message,
        /^It was deployed to staging \(.+\), but could not be marked: Somebody else was faster: procedure shop\.pay 1\.0\.0 is already RETIRED, no longer DEVELOPMENT: Ada.+ changed it at .+ \(a mistake\)\./,
      );
      assert.deepEqual(await statusesOf(own), ['1.0.0 RETIRED']);
    });

    it('tells when somebody has registered the version meanwhile', async () => {
      const own = open();
      const { registry } = own;
      let isFirst = true;
      const project = open({
        registry: {
          ...registry,
          append: async (...appended) => {
            if (isFirst) expectOk(await own.promote({ environment: 'staging', routines: ['pay'] }));
            isFirst = false;
            return registry.append(...appended);
          },
        },
      });
      const { message } = expectFailure(
        await project.promote({ environment: 'staging', routines: ['pay'] }),
        'could-not',
      );
      assert.match(message, /^Somebody else was faster: procedure shop\.pay already has a version 1\.0\.0 /);
      assert.deepEqual(await statusesOf(own), ['1.0.0 TESTING']);
    });

    it('passes testing where the project has nowhere to test, with both changes in the log', async () => {
      const only = { ...server.login, schema: production.name, stage: 'PRODUCTION' };
      const project = open({
        settings: {
          schema: 'shop',
          environments: { prod: { ...only, ledgerSchema: `${production.name}_ledger`, prefix: 'live_' } },
        },
      });
      const answer = expectOk(await project.promote({ environment: 'prod', routines: ['pay'] }));
      assert.deepEqual(
        answer.marked.map(({ from, to }) => `${from} ${to}`),
        ['DEVELOPMENT TESTING', 'TESTING PRODUCTION'],
      );
    });
  });
});
