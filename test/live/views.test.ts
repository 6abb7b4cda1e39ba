/** Views: the server keeps its own rendering of them, and still every difference is seen, and none is made up. */
import assert from 'node:assert/strict';
import { expectOk } from '../support/expect';
import { liveProject, type LiveProject, type LiveProjectOptions } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';

const environment = { environment: 'test' } as const;

async function stateOf(project: LiveProject): Promise<string | undefined> {
  const { routines } = expectOk(await project.status({}));
  const state = routines.find(({ routine }) => routine.endsWith('.v'))?.environments['test'];
  return state?.isChangedOutside === true ? `${state.state}, changed outside` : state?.state;
}

async function compare(project: LiveProject, left: string, right: string): Promise<readonly string[]> {
  const { same, differences } = expectOk(await project.compare({ left, right }));
  assert.equal(same, differences.length === 0);
  return differences.map(({ kind }) => kind);
}

async function plannedActions(project: LiveProject): Promise<readonly string[]> {
  return expectOk(await project.plan(environment)).steps.map(({ action }) => action);
}

describe('views', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    beforeEach(() => server.run(`CREATE TABLE ${schema.name}.t (id INT PRIMARY KEY, b INT)`));
    afterEach(() =>
      server.run(
        `DROP DATABASE ${schema.name}`,
        `CREATE DATABASE ${schema.name}`,
        `DROP DATABASE IF EXISTS ${schema.name}_ledger`,
      ),
    );
    const open = (text: string, more: Omit<LiveProjectOptions, 'files'> = {}): LiveProject =>
      liveProject(server, schema.name, { ...more, files: { 'v.sql': text } });
    const deployed = async (text: string): Promise<LiveProject> => {
      const project = open(text);
      expectOk(await project.register({}));
      assert.equal(expectOk(await project.deploy(environment)).outcome, 'deployed');
      return project;
    };

    it('are the same once deployed, in status, compare and plan alike', async () => {
      const project = await deployed('CREATE VIEW v AS SELECT id, b FROM t WHERE b > 0');
      assert.equal(await stateOf(project), 'in-sync');
      assert.deepEqual(await compare(project, 'workspace', 'test'), []);
      assert.deepEqual(await compare(project, 'test', 'registry'), []);
      assert.deepEqual(await plannedActions(project), []);
    });

    it('differ in their queries between source, registry, versions and server', async () => {
      const project = await deployed('CREATE VIEW v AS SELECT 1 AS a');
      project.files.set('v.sql', 'CREATE VIEW v AS SELECT 2 AS b');
      expectOk(await project.register({}));
      assert.equal(await stateOf(project), 'behind');
      assert.deepEqual(await compare(project, 'workspace', 'test'), ['body']);
      assert.deepEqual(await compare(project, 'registry', 'test'), ['body']);
      assert.deepEqual(await compare(project, 'registry@1.0.0', 'test'), []);
      assert.deepEqual(await compare(project, 'registry@1.0.0', 'registry'), ['body']);
      assert.deepEqual(await plannedActions(project), ['replace']);
    });

    for (const [what, before, after] of [
      [
        'check option',
        'CREATE VIEW v AS SELECT id FROM t',
        'CREATE VIEW v AS SELECT id FROM t WITH LOCAL CHECK OPTION',
      ],
      ['algorithm', 'CREATE VIEW v AS SELECT id FROM t', 'CREATE ALGORITHM=MERGE VIEW v AS SELECT id FROM t'],
      [
        'own column names',
        'CREATE VIEW v (x, y) AS SELECT id, b FROM t',
        'CREATE VIEW v (x, z) AS SELECT id, b FROM t',
      ],
      ['SQL SECURITY', 'CREATE VIEW v AS SELECT id FROM t', 'CREATE SQL SECURITY INVOKER VIEW v AS SELECT id FROM t'],
    ] as const) {
      it(`differ in their ${what}, which is registered and deployed`, async () => {
        const project = await deployed(before);
        project.files.set('v.sql', after);
        assert.equal(await stateOf(project), 'behind');
        assert.notDeepEqual(await compare(project, 'workspace', 'test'), []);
        assert.equal(expectOk(await project.register({})).registered.length, 1);
        assert.equal(expectOk(await project.deploy(environment)).outcome, 'deployed');
        assert.equal(await stateOf(project), 'in-sync');
        assert.deepEqual(await plannedActions(project), []);
      });

      it(`have drifted where somebody changed their ${what}`, async () => {
        const project = await deployed(before);
        await server.run(
          after
            .replace('CREATE ', 'CREATE OR REPLACE ')
            .replace(' v ', ` ${schema.name}.v `)
            .replace('FROM t', `FROM ${schema.name}.t`),
        );
        assert.equal(expectOk(await project.drift(environment)).drifted.length, 1);
        assert.match((await stateOf(project)) ?? '', /drifted|changed outside/);
        assert.notDeepEqual(await compare(project, 'workspace', 'test'), []);
      });
    }

    it('of nobody’s deployment cannot be told from a text, unless the text is the rendering itself', async () => {
      await server.run(`CREATE VIEW ${schema.name}.v AS SELECT 1 AS a`);
      const project = open('CREATE VIEW v AS SELECT 1 AS a');
      expectOk(await project.register({}));
      assert.equal(await stateOf(project), 'unknown');
      assert.deepEqual(await compare(project, 'workspace', 'test'), ['unknown']);
      project.files.delete('v.sql');
      assert.equal(expectOk(await project.importRoutines(environment)).written.length, 1);
      expectOk(await project.register({}));
      assert.equal(await stateOf(project), 'in-sync');
      assert.deepEqual(await compare(project, 'workspace', 'test'), []);
      assert.deepEqual(await plannedActions(project), []);
    });

    it('are compared from server to server by their renderings', async () => {
      const other = `${schema.name}_2`;
      await server.run(`CREATE DATABASE ${other}`, `CREATE TABLE ${other}.t (id INT PRIMARY KEY, b INT)`);
      try {
        const target = { ...server.login, stage: 'DEVELOPMENT' };
        const one = { ...target, schema: schema.name, ledgerSchema: `${schema.name}_ledger` };
        const two = { ...target, schema: other, ledgerSchema: `${schema.name}_ledger` };
        const project = open('CREATE VIEW v AS SELECT id FROM t', { settings: { environments: { one, two } } });
        for (const name of ['one', 'two']) expectOk(await project.deploy({ environment: name }));
        assert.deepEqual(await compare(project, 'one', 'two'), []);
        await server.run(`CREATE OR REPLACE VIEW ${other}.v AS SELECT b AS id FROM ${other}.t`);
        assert.ok((await compare(project, 'one', 'two')).includes('body'));
      } finally {
        await server.run(`DROP DATABASE ${other}`);
      }
    });

    it('are taken over into the file, and the next deployment has nothing to do', async () => {
      const project = await deployed('CREATE VIEW v AS SELECT 1 AS a');
      await server.run(`CREATE OR REPLACE VIEW ${schema.name}.v AS SELECT 2 AS a`);
      const { adopted } = expectOk(await project.drift({ ...environment, adopt: true }));
      assert.deepEqual(
        adopted.map(({ file }) => file),
        ['v.sql'],
      );
      assert.match(project.files.get('v.sql') ?? '', /select 2 AS `?a/i);
      assert.deepEqual(await compare(project, 'workspace', 'test'), []);
      assert.deepEqual(await plannedActions(project), []);
      assert.deepEqual(expectOk(await project.drift(environment)).drifted, []);
    });

    const back: readonly (readonly [string, (project: LiveProject) => Promise<string | undefined>])[] = [
      [
        'that is reverted after a change by hand',
        async (project) => {
          await server.run(`CREATE OR REPLACE VIEW ${schema.name}.v AS SELECT 2 AS a`);
          return expectOk(await project.drift({ ...environment, revert: true })).reverted?.outcome;
        },
      ],
      [
        'that is rolled back',
        async (project) => {
          project.files.set('v.sql', 'CREATE VIEW v AS SELECT b FROM t');
          expectOk(await project.deploy(environment));
          project.files.set('v.sql', source);
          return expectOk(await project.rollBack({ ...environment, routines: ['v'] })).outcome;
        },
      ],
      [
        'of a deployment that is rolled back',
        async (project) => {
          project.files.set('v.sql', 'CREATE VIEW v AS SELECT b FROM t');
          const { deployment } = expectOk(await project.deploy(environment));
          project.files.set('v.sql', source);
          return expectOk(await project.rollBack({ ...environment, deployment: deployment ?? '' })).outcome;
        },
      ],
      [
        'that returns after it was pruned',
        async (project) => {
          project.files.clear();
          project.files.set('p.sql', 'CREATE PROCEDURE p() SELECT 1');
          expectOk(await project.deploy({ ...environment, prune: true }));
          project.files.set('v.sql', source);
          return expectOk(await project.rollBack({ ...environment, routines: ['v'] })).outcome;
        },
      ],
    ];
    const source = 'CREATE VIEW v AS SELECT id FROM t WHERE id > 0';
    for (const [what, restore] of back)
      it(`is known again by its text: a view ${what}`, async () => {
        const project = await deployed(source);
        assert.equal(await restore(project), 'deployed');
        assert.equal(await stateOf(project), 'in-sync');
        assert.deepEqual(await compare(project, 'workspace', 'test'), []);
        assert.deepEqual(await plannedActions(project), []);
      });
  });
});
