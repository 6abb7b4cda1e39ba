/** The order of triggers while single ones are replaced, moved to another table or moment, reverted and rolled back. */
import assert from 'node:assert/strict';
import { deployAndDie } from '../support/dying-deployment';
import { expectOk } from '../support/expect';
import { liveProject, type LiveProject } from '../support/live-project';
import { emptiedSchema, onEachServer } from '../support/live-servers';

const environment = { environment: 'test' } as const;

interface Written {
  readonly place?: string;
  readonly table?: string;
  readonly moment?: string;
  readonly body?: string;
}

const trigger = (name: string, written: Written = {}): string => {
  const { place = '', table = 't', moment = 'BEFORE INSERT', body = `SET @seen = '${name}'` } = written;
  return `CREATE TRIGGER ${name} ${moment} ON ${table} FOR EACH ROW ${place} ${body};`;
};

describe('triggers of one table', () => {
  onEachServer((server) => {
    const schema = emptiedSchema(server);
    const run = (...statements: readonly string[]): Promise<unknown> => server.run(`USE ${schema.name}`, ...statements);
    beforeEach(() => run('CREATE TABLE t (a INT)', 'CREATE TABLE u (a INT)'));

    const order = async (table = 't', event = 'INSERT'): Promise<string> => {
      const rows = await server.run(
        `SELECT TRIGGER_NAME AS name FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = '${schema.name}'
          AND EVENT_OBJECT_TABLE = '${table}' AND EVENT_MANIPULATION = '${event}' ORDER BY ACTION_ORDER`,
      );
      return rows.map((row) => String(row['name'])).join(' ');
    };
    const open = (...triggers: readonly string[]): LiveProject =>
      liveProject(server, schema.name, { files: { 't.sql': triggers.join('\n') } });
    const write = (project: LiveProject, ...triggers: readonly string[]): unknown =>
      project.files.set('t.sql', triggers.join('\n'));
    const deploy = async (project: LiveProject, options: object = {}): Promise<readonly string[]> => {
      expectOk(await project.register({}));
      const plan = expectOk(await project.plan({ ...environment, ...options }));
      const preflight = expectOk(await project.preflight({ ...environment, ...options }));
      const errors = preflight.findings.filter(({ severity }) => severity === 'error');
      assert.deepEqual(errors, []);
      const done = expectOk(await project.deploy({ ...environment, ...options }));
      assert.equal(done.outcome, 'deployed');
      return plan.steps.map(({ action, routine }) => `${action} ${routine.split('.')[1] ?? ''}`);
    };
    const deployed = async (...triggers: readonly string[]): Promise<LiveProject> => {
      const project = open(...triggers);
      await deploy(project);
      return project;
    };
    const inSync = async (project: LiveProject): Promise<void> => {
      assert.deepEqual(
        expectOk(await project.drift(environment)).drifted.map(({ routine }) => routine),
        [],
      );
      const { routines } = expectOk(await project.status({}));
      const states = routines
        .filter(({ workspace }) => workspace !== null)
        .map(({ environments }) => environments['test']?.state);
      assert.deepEqual([...new Set(states)], ['in-sync']);
      assert.deepEqual(expectOk(await project.plan(environment)).steps, []);
    };
    const chain = (body?: string): readonly string[] => [
      trigger('b1'),
      trigger('b2', { place: 'PRECEDES b1', ...(body !== undefined && { body }) }),
      trigger('b3', { place: 'FOLLOWS b2' }),
    ];

    it('keep their order where one is replaced', async () => {
      const project = await deployed(...chain());
      assert.equal(await order(), 'b2 b3 b1');
      write(project, ...chain('SET @other = 1'));
      assert.deepEqual(await deploy(project), ['replace b2']);
      assert.equal(await order(), 'b2 b3 b1');
      await inSync(project);
      expectOk(await project.rollBack({ ...environment, routine: 'b2' }));
      assert.equal(await order(), 'b2 b3 b1');
    });

    it('keep their order where a wrapped one is replaced', async () => {
      const wrapped = (body: string): string =>
        `/*!50003 CREATE*/ /*!50003 TRIGGER b2 BEFORE INSERT ON t FOR EACH ROW PRECEDES b1 SET @x = ${body} */;`;
      const project = await deployed(trigger('b1'), wrapped('1'), trigger('b3', { place: 'FOLLOWS b2' }));
      write(project, trigger('b1'), wrapped('2'), trigger('b3', { place: 'FOLLOWS b2' }));
      assert.deepEqual(await deploy(project), ['replace b2']);
      assert.equal(await order(), 'b2 b3 b1');
      await inSync(project);
    });

    it('are created again where the new order needs that', async () => {
      const project = await deployed(trigger('a'), trigger('b'), trigger('c', { place: 'FOLLOWS b' }), trigger('d'));
      assert.equal(await order(), 'a b c d');
      write(
        project,
        trigger('a'),
        trigger('d'),
        trigger('b', { place: 'FOLLOWS d' }),
        trigger('c', { place: 'FOLLOWS b' }),
      );
      assert.deepEqual(await deploy(project), ['replace b', 'replace c']);
      assert.equal(await order(), 'a d b c');
      await inSync(project);
      const { deployments } = expectOk(await project.history(environment));
      const last = deployments[0]?.deployment ?? '';
      expectOk(await project.rollBack({ ...environment, deployment: last }));
      assert.equal(await order(), 'a b c d');
    });

    it('keep the order that others made', async () => {
      const project = await deployed(...chain());
      await run('CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW FOLLOWS b2 SET @x = 1');
      write(project, ...chain('SET @other = 1'));
      await deploy(project);
      assert.equal(await order(), 'b2 x b3 b1');
      expectOk(await project.rollBack({ ...environment, routine: 'b2' }));
      assert.equal(await order(), 'b2 x b3 b1');
    });

    it('move to another table, and back', async () => {
      const project = await deployed(trigger('one'));
      write(project, trigger('one', { table: 'u' }));
      assert.deepEqual(await deploy(project), ['replace one']);
      assert.deepEqual([await order('t'), await order('u')], ['', 'one']);
      await inSync(project);
      assert.equal(expectOk(await project.rollBack({ ...environment, routine: 'one' })).outcome, 'deployed');
      assert.deepEqual([await order('t'), await order('u')], ['one', '']);
      await run('DROP TRIGGER one', `CREATE TRIGGER one BEFORE INSERT ON u FOR EACH ROW SET @seen = 'one'`);
      const { reverted } = expectOk(await project.drift({ ...environment, revert: true }));
      assert.equal(reverted?.outcome, 'deployed');
      assert.deepEqual([await order('t'), await order('u')], ['one', '']);
    });

    for (const [how, target] of [
      ['another table', { table: 'u' }],
      ['another event', { moment: 'BEFORE UPDATE' }],
    ] as const)
      it(`move together to ${how}`, async () => {
        const three = (to: Written): readonly string[] => [
          trigger('c3', to),
          trigger('c2', { ...to, place: 'PRECEDES c3' }),
          trigger('c1', { ...to, place: 'PRECEDES c2' }),
        ];
        const project = await deployed(...three({}));
        write(project, ...three(target));
        assert.equal((await deploy(project)).length, 3);
        const [table, event] = 'table' in target ? ['u', 'INSERT'] : ['t', 'UPDATE'];
        assert.equal(await order(table, event), 'c1 c2 c3');
        await inSync(project);
        const { deployments } = expectOk(await project.history(environment));
        expectOk(await project.rollBack({ ...environment, deployment: deployments[0]?.deployment ?? '' }));
        assert.equal(await order(), 'c1 c2 c3');
        assert.equal(await order(table, event), '');
      });

    it('return to the table that a schema change replaced', async () => {
      const project = await deployed(trigger('c1'), trigger('c2', { place: 'FOLLOWS c1' }), trigger('c3'));
      await run('CREATE TABLE _t_new LIKE t', 'RENAME TABLE t TO _t_old, _t_new TO t');
      assert.equal(await order('_t_old'), 'c1 c2 c3');
      assert.equal((await deploy(project, { overwrite: true })).length, 3);
      assert.deepEqual([await order('t'), await order('_t_old')], ['c1 c2 c3', '']);
      await inSync(project);
      await run('DROP TABLE _t_old');
    });

    for (const [how, changed, expected] of [
      ['the first', ['DROP TRIGGER c1', trigger('c1')], 'c2 c3 c1'],
      ['the last', ['DROP TRIGGER c3', trigger('c3', { place: 'PRECEDES c1' })], 'c3 c1 c2'],
      ['all', ['DROP TRIGGER c1', 'DROP TRIGGER c2', trigger('c2'), trigger('c1')], 'c3 c2 c1'],
    ] as const)
      it(`get their order back after ${how} moved by hand`, async () => {
        const project = await deployed(trigger('c1'), trigger('c2'), trigger('c3'));
        assert.equal(await order(), 'c1 c2 c3');
        await run(...changed.map((statement) => statement.replace(/;$/, '')));
        assert.equal(await order(), expected);
        const { reverted } = expectOk(await project.drift({ ...environment, revert: true }));
        assert.equal(reverted?.outcome, 'deployed');
        assert.equal(await order(), 'c1 c2 c3');
        await inSync(project);
      });

    it('get their order back after one was dropped by hand', async () => {
      const project = await deployed(trigger('c1'), trigger('c2'), trigger('c3'));
      await run('DROP TRIGGER c1');
      expectOk(await project.drift({ ...environment, revert: true }));
      assert.equal(await order(), 'c1 c2 c3');
      await inSync(project);
    });

    const four = [trigger('a'), trigger('b'), trigger('c', { place: 'FOLLOWS b' }), trigger('d')];
    const moved = [
      trigger('a'),
      trigger('d'),
      trigger('b', { place: 'FOLLOWS d', body: 'SET @y = 1' }),
      trigger('c', { place: 'FOLLOWS b' }),
      trigger('e', { table: 'u' }),
    ];

    it('are as before where a deployment fails', async () => {
      const project = await deployed(...four);
      write(project, ...moved, '-- sproc:smoke CALL p(2)\nCREATE PROCEDURE p(a INT) INSERT INTO missing VALUES (1);');
      assert.equal(expectOk(await project.deploy(environment)).outcome, 'rolled-back');
      assert.deepEqual([await order('t'), await order('u')], ['a b c d', '']);
      await run('CREATE TABLE missing (a INT)');
      assert.equal(expectOk(await project.deploy(environment)).outcome, 'deployed');
      assert.deepEqual([await order('t'), await order('u')], ['a d b c', 'e']);
    });

    for (const point of ['intended', 'statements-run', 'read-back', 'finished-step'] as const)
      for (const step of [1, 2])
        it(`are as before where the process dies at ${point} of step ${step}`, async () => {
          const project = await deployed(...four);
          await deployAndDie(server, { schema: schema.name, files: { 't.sql': moved.join('\n') } }, [point, step]);
          const recovered = expectOk(await project.recover(environment));
          assert.equal(recovered.outcome, 'rolled-back', JSON.stringify(recovered));
          assert.deepEqual([await order('t'), await order('u')], ['a b c d', '']);
          await inSync(project);
        });
  });
});
