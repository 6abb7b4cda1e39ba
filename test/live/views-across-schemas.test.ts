/** Views on what the same plan creates in another schema: each is validated where the rest of the plan was created. */
import assert from 'node:assert/strict';
import { adviceText } from '../../cli/src/report/print-action';
import { expectOk } from '../support/expect';
import { liveProject, type LiveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';

const environment = { environment: 'test' } as const;

describe('views across schemas', () => {
  onEachServer((server) => {
    const one = freshSchema(server);
    const two = freshSchema(server);
    afterEach(() =>
      server.run(
        ...[one, two].flatMap(({ name }) => [`DROP DATABASE ${name}`, `CREATE DATABASE ${name} CHARACTER SET utf8mb4`]),
        `DROP DATABASE IF EXISTS ${one.name}_ledger`,
      ),
    );
    beforeEach(() => server.run(...[one, two].map(({ name }) => `CREATE TABLE ${name}.t (id INT, xa INT)`)));

    const place = (text: string): string => text.replaceAll('xa.', `${one.name}.`).replaceAll('xb.', `${two.name}.`);
    /** Opens a project that calls the two schemas of this suite `xa` and `xb`, with a file for each statement. */
    const open = (...statements: readonly string[]): LiveProject =>
      liveProject(server, one.name, {
        files: Object.fromEntries(statements.map((text, i) => [`${i}.sql`, place(text)])),
      });
    const outcomeOf = async (project: LiveProject): Promise<string> => {
      const { outcome, ...answer } = expectOk(await project.deploy(environment));
      return outcome === 'deployed' ? outcome : JSON.stringify(answer);
    };

    const chains: readonly (readonly [string, ...string[]])[] = [
      [
        'a view of another schema',
        'CREATE VIEW xa.va AS SELECT id FROM xa.t',
        'CREATE VIEW xb.vb AS SELECT id FROM xa.va',
      ],
      [
        'a function of another schema',
        'CREATE VIEW xa.va AS SELECT xb.f() AS n',
        'CREATE FUNCTION xb.f() RETURNS INT DETERMINISTIC RETURN 1',
      ],
      [
        'a view and a function to and fro',
        'CREATE VIEW xa.v1 AS SELECT id FROM t',
        'CREATE VIEW xb.v2 AS SELECT xa.v1.id, xa.f() AS n FROM xa.v1',
        'CREATE VIEW xa.v3 AS SELECT v2.*, o.id AS other FROM xb.v2 JOIN v1 AS o',
        'CREATE FUNCTION xa.f() RETURNS INT DETERMINISTIC RETURN 1',
      ],
      [
        'views of one name',
        'CREATE VIEW xa.v AS SELECT id AS x FROM t',
        'CREATE VIEW xb.v AS SELECT x AS y, xb.f() AS n FROM xa.v',
        'CREATE FUNCTION xa.f() RETURNS INT DETERMINISTIC RETURN 1',
        'CREATE FUNCTION xb.f() RETURNS INT DETERMINISTIC RETURN 2',
        'CREATE VIEW xa.w AS SELECT xb.v.y, xa.f() AS n FROM xb.v',
      ],
      [
        'a view that has the name of a table that a trigger needs',
        'CREATE VIEW xa.w AS SELECT id FROM t',
        'CREATE VIEW xb.vb AS SELECT id FROM xa.w',
        'CREATE TRIGGER xb.tr BEFORE INSERT ON t FOR EACH ROW SET NEW.id = 1',
      ],
    ];
    for (const [what, ...statements] of chains)
      it(`on ${what} are deployed by one plan`, async () => {
        const project = open(...statements);
        assert.equal(await outcomeOf(project), 'deployed');
        assert.deepEqual(expectOk(await project.plan(environment)).steps, []);
      });

    it('that lose a column of a view of another schema are rejected before anything is changed', async () => {
      const project = open('CREATE VIEW xa.v AS SELECT id FROM t', 'CREATE VIEW xb.v AS SELECT id FROM xa.v');
      assert.equal(await outcomeOf(project), 'deployed');
      project.files.set('0.sql', place('CREATE VIEW xa.v AS SELECT xa AS other FROM t'));
      project.files.set('1.sql', place('CREATE VIEW xb.v AS SELECT id AS i FROM xa.v'));
      const { steps } = expectOk(await project.deploy(environment));
      assert.deepEqual(
        steps.map(({ outcome }) => outcome),
        ['not-run', 'failed'],
      );
      assert.match(
        adviceText(steps[1]?.error ?? ''),
        /^The server rejects view \w+\.v \(1\.sql, line 1\): Unknown column 'id'/,
      );
    });
  });
});
