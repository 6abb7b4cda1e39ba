/** The order of the triggers of one table, time and event: part of what is compared, deployed, and found changed by hand. */
import assert from 'node:assert/strict';
import { expectOk } from '../support/expect';
import { liveProject, type LiveProject, type LiveProjectOptions } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';

const environment = { environment: 'test' } as const;
const trigger = (name: string, place: string, value: string): string =>
  `CREATE TRIGGER ${name} BEFORE INSERT ON t FOR EACH ROW ${place} SET NEW.b = ${value};`;
const adds = (place = ''): string => trigger('t1', place, 'NEW.b + 1');
const multiplies = (place = ''): string => trigger('t2', place, 'NEW.b * 10');

async function differences(project: LiveProject): Promise<readonly string[]> {
  return expectOk(await project.compare({ left: 'workspace', right: 'test' })).differences.map(
    ({ kind, detail }) => `${kind}: ${detail}`,
  );
}

async function steps(project: LiveProject): Promise<readonly string[]> {
  return expectOk(await project.plan(environment)).steps.map(
    ({ action, routine }) => `${action} ${routine.split('.')[1] ?? ''}`,
  );
}

describe('the order of triggers', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    beforeEach(() => server.run(`CREATE TABLE ${schema.name}.t (b INT)`));
    afterEach(() =>
      server.run(
        `DROP DATABASE ${schema.name}`,
        `CREATE DATABASE ${schema.name}`,
        `DROP DATABASE IF EXISTS ${schema.name}_ledger`,
      ),
    );
    const deployed = async (text: string, options: LiveProjectOptions = {}): Promise<LiveProject> => {
      const project = liveProject(server, schema.name, { ...options, files: { 't.sql': text } });
      expectOk(await project.register({}));
      assert.equal(expectOk(await project.deploy(environment)).outcome, 'deployed');
      return project;
    };
    const insertOne = async (): Promise<unknown> => {
      await server.run(`DELETE FROM ${schema.name}.t`, `INSERT INTO ${schema.name}.t VALUES (1)`);
      return (await server.run(`SELECT b FROM ${schema.name}.t`))[0]?.['b'];
    };
    const inSync = async (project: LiveProject): Promise<void> => {
      assert.deepEqual(await differences(project), []);
      assert.deepEqual(await steps(project), []);
      assert.deepEqual(expectOk(await project.drift(environment)).drifted, []);
      const { routines: all } = expectOk(await project.status({}));
      const routines = all.filter(({ workspace }) => workspace !== null);
      assert.deepEqual([...new Set(routines.map(({ environments }) => environments['test']?.state))], ['in-sync']);
    };

    it('is deployed, and changed as the file changes', async () => {
      const project = await deployed(`${adds()}\n${multiplies('FOLLOWS t1')}`);
      assert.equal(await insertOne(), 20);
      await inSync(project);
      project.files.set('t.sql', `${multiplies()}\n${adds('FOLLOWS t2')}`);
      assert.deepEqual(await differences(project), ['characteristics: order after t2 → before t2']);
      assert.deepEqual(await steps(project), ['replace t1']);
      assert.equal(expectOk(await project.register({})).registered.length, 2);
      assert.equal(expectOk(await project.deploy(environment)).outcome, 'deployed');
      assert.equal(await insertOne(), 11);
      await inSync(project);
      project.files.set('t.sql', `${multiplies()}\n${adds('PRECEDES t2')}`);
      assert.equal(expectOk(await project.deploy(environment)).outcome, 'deployed');
      assert.equal(await insertOne(), 20);
    });

    for (const place of ['', 'FOLLOWS t1'])
      it(`has drifted when somebody changed it ${place}`, async () => {
        const project = await deployed(`${adds()}\n${multiplies(place)}`);
        await server.run(
          `USE ${schema.name}`,
          'DROP TRIGGER t1',
          'CREATE TRIGGER t1 BEFORE INSERT ON t FOR EACH ROW SET NEW.b = NEW.b + 1',
        );
        assert.equal(await insertOne(), 11);
        const { drifted } = expectOk(await project.drift(environment));
        const order = drifted.find(({ routine }) => routine === `${schema.name}.t2`);
        assert.deepEqual(
          order?.differences.map(({ kind, detail }) => `${kind}: ${detail}`),
          ['characteristics: order after t1 → before t1'],
        );
        assert.equal(place === '' ? 0 : 1, (await differences(project)).length);
        assert.deepEqual(await steps(project), place === '' ? [] : ['replace t2']);
        const reverted = expectOk(await project.drift({ ...environment, revert: true })).reverted;
        assert.equal(reverted?.outcome, 'deployed');
        assert.equal(await insertOne(), 20);
        await inSync(project);
      });

    it('is none of its business where another project adds a trigger in between', async () => {
      const project = await deployed(`${adds()}\n${multiplies('FOLLOWS t1')}`);
      await server.run(
        `USE ${schema.name}`,
        'CREATE TRIGGER t0 BEFORE INSERT ON t FOR EACH ROW FOLLOWS t1 SET @seen = 1',
        'CREATE TRIGGER t9 BEFORE INSERT ON t FOR EACH ROW PRECEDES t1 SET @seen = 2',
      );
      await inSync(project);
    });

    const byHand = async (): Promise<void> => {
      await server.run(
        `USE ${schema.name}`,
        'CREATE TRIGGER z_first BEFORE INSERT ON t FOR EACH ROW SET NEW.b = NEW.b + 1',
        'CREATE TRIGGER a_second BEFORE INSERT ON t FOR EACH ROW SET NEW.b = NEW.b * 10',
        'CREATE TRIGGER m_third BEFORE INSERT ON t FOR EACH ROW SET NEW.b = NEW.b - 3',
        'CREATE TRIGGER alone AFTER INSERT ON t FOR EACH ROW SET @seen = 1',
      );
    };
    const placesIn = (project: LiveProject): readonly string[] =>
      [...project.files.values()].flatMap((text) => {
        const name = /TRIGGER `?(\w+)/.exec(text)?.[1] ?? '';
        return `${name} ${/(?:FOLLOWS|PRECEDES) `?\w+`?/.exec(text)?.[0] ?? '-'}`;
      });

    for (const way of ['baseline', 'importRoutines'] as const)
      it(`is in the files that ${way} writes, so that another schema gets it`, async () => {
        const project = liveProject(server, schema.name);
        await byHand();
        const taken = await project[way](environment);
        assert.ok(taken.ok);
        assert.deepEqual([...placesIn(project)].sort(), [
          'a_second FOLLOWS `z_first`',
          'alone -',
          'm_third FOLLOWS `a_second`',
          'z_first -',
        ]);
        assert.deepEqual(await differences(project), []);
        assert.deepEqual(await steps(project), []);
        await server.run(
          `DROP DATABASE ${schema.name}`,
          `CREATE DATABASE ${schema.name}`,
          `CREATE TABLE ${schema.name}.t (b INT)`,
        );
        assert.equal(expectOk(await project.deploy(environment)).outcome, 'deployed');
        assert.equal(await insertOne(), 17);
        await inSync(project);
      });

    it('is stated by an import of some triggers with those alone that the project has', async () => {
      const project = liveProject(server, schema.name);
      await byHand();
      expectOk(await project.importRoutines({ ...environment, routines: ['z_first', 'm_third'] }));
      assert.deepEqual([...placesIn(project)].sort(), ['m_third FOLLOWS `z_first`', 'z_first -']);
    });

    for (const [dropped, place] of [
      [['z_first'], 'PRECEDES `a_second`'],
      [['a_second'], 'FOLLOWS `z_first`'],
      [['m_third'], 'TRIGGER'], // the last one needs no clause
      [['z_first', 'a_second'], 'PRECEDES `m_third`'],
    ] as const)
      it(`is that of the ledger where ${dropped.join(' and ')} is deployed again from a file without an order`, async () => {
        const project = liveProject(server, schema.name);
        await byHand();
        expectOk(await project.importRoutines(environment));
        for (const [file, text] of project.files) project.files.set(file, text.replace(/FOLLOWS `\w+` /, ''));
        expectOk(await project.baseline(environment));
        assert.equal(await insertOne(), 17);
        await server.run(`USE ${schema.name}`, ...dropped.map((name) => `DROP TRIGGER ${name}`));
        const { steps: planned } = expectOk(await project.plan(environment));
        assert.match(planned.map(({ sql }) => sql.join()).join(), new RegExp(place));
        assert.equal(expectOk(await project.deploy(environment)).outcome, 'deployed');
        assert.equal(await insertOne(), 17);
        await inSync(project);
      });

    it('is written into the file that adopts it', async () => {
      const project = await deployed(`${adds()}\n${multiplies()}`);
      await server.run(
        `USE ${schema.name}`,
        'DROP TRIGGER t1',
        'CREATE TRIGGER t1 BEFORE INSERT ON t FOR EACH ROW SET NEW.b = NEW.b + 1',
      );
      expectOk(await project.drift({ ...environment, adopt: true }));
      assert.match(project.files.get('t.sql') ?? '', /TRIGGER \S*t2\S* [^;]*PRECEDES `t1`/);
      await inSync(project);
      await server.run(`DROP TRIGGER ${schema.name}.t1`, `DROP TRIGGER ${schema.name}.t2`);
      expectOk(await project.deploy(environment));
      assert.equal(await insertOne(), 11);
    });

    it('is compared under the names of an environment with a prefix', async () => {
      const project = await deployed(`${adds()}\n${multiplies('FOLLOWS t1')}`, { environment: { prefix: 'jo_' } });
      assert.equal(await insertOne(), 20);
      await inSync(project);
      project.files.set('t.sql', `${multiplies()}\n${adds('FOLLOWS t2')}`);
      assert.deepEqual(await differences(project), ['characteristics: order after t2 → before t2']);
      expectOk(await project.deploy(environment));
      assert.equal(await insertOne(), 11);
    });
  });
});
