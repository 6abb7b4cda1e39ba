/** Views on views of the same plan, and triggers that name the one that they follow. */
import assert from 'node:assert/strict';
import { expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';

describe('what needs a neighbour', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    const environment = { environment: 'test' };
    before(() => server.run(`CREATE TABLE ${schema.name}.t (id INT)`));
    after(() => server.run(`DROP DATABASE IF EXISTS ${schema.name}_ledger`));
    const bodies = async (): Promise<readonly string[]> => {
      const rows = await server.run(
        `SELECT TRIGGER_NAME AS name, ACTION_STATEMENT AS body FROM information_schema.TRIGGERS
          WHERE TRIGGER_SCHEMA = '${schema.name}' ORDER BY ACTION_ORDER`,
      );
      return rows.map(({ name, body }) => `${String(name)}: ${String(body)}`);
    };

    it('deploys views that read each other into an empty schema', async () => {
      const files = {
        'v.sql':
          'CREATE VIEW a1 AS SELECT 1 AS x; CREATE VIEW a2 AS SELECT x FROM a1; CREATE VIEW a0 AS SELECT x FROM a2;',
      };
      const answer = expectOk(await liveProject(server, schema.name, { files }).deploy(environment));
      assert.equal(answer.outcome, 'deployed', JSON.stringify(answer));
      assert.deepEqual(await server.run(`SELECT x FROM ${schema.name}.a0`), [{ x: 1 }]);
    });

    it('still finds the view that reads what nobody has', async () => {
      const files = { 'v.sql': 'CREATE VIEW b1 AS SELECT 1 AS x; CREATE VIEW b2 AS SELECT x FROM nobody_has;' };
      const answer = expectOk(await liveProject(server, schema.name, { files }).plan(environment));
      assert.ok(
        answer.findings.some(({ code }) => code === 'refused-by-server'),
        JSON.stringify(answer.findings),
      );
    });

    for (const prefix of ['', 'x_'])
      it(`deploys and changes triggers in the order that they name${prefix && ', under a prefix'}`, async () => {
        const text = (value: number): string =>
          `CREATE TRIGGER b_late BEFORE INSERT ON t FOR EACH ROW FOLLOWS z_first SET @late = ${value};
           CREATE TRIGGER z_first BEFORE INSERT ON t FOR EACH ROW SET @first = ${value};`;
        const project = liveProject(server, schema.name, { files: { 't.sql': text(1) }, environment: { prefix } });
        for (const value of [1, 2]) {
          project.files.set('t.sql', text(value));
          const answer = expectOk(await project.deploy(environment));
          assert.equal(answer.outcome, 'deployed', JSON.stringify(answer));
          const own = (await bodies()).filter(
            (body) => body.startsWith(`${prefix}z_`) || body.startsWith(`${prefix}b_`),
          );
          assert.deepEqual(own, [`${prefix}z_first: SET @first = ${value}`, `${prefix}b_late: SET @late = ${value}`]);
        }
        project.files.set('t.sql', text(2).replace('SET @late = 2', 'SET @late = 3'));
        assert.equal(expectOk(await project.deploy(environment)).outcome, 'deployed');
        project.files.set('t.sql', '');
        expectOk(await project.deploy({ ...environment, prune: true }));
      });

    it('says so, and not that the connection is lost, where the neighbour is nowhere', async () => {
      const files = { 't.sql': 'CREATE TRIGGER c BEFORE INSERT ON t FOR EACH ROW FOLLOWS nobody SET @c = 1;' };
      const answer = expectOk(await liveProject(server, schema.name, { files }).deploy(environment));
      assert.equal(answer.outcome, 'failed', JSON.stringify(answer));
      assert.match(JSON.stringify(answer.steps), /nobody/);
    });
  });
});
