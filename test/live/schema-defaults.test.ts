/** The meaning of a type without a character set depends on its schema, whatever the server's own default. */
import assert from 'node:assert/strict';
import { expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';

describe('types without a character set', () => {
  onEachServer((server) => {
    const [one, two] = [freshSchema(server), freshSchema(server)];
    before(async () => {
      const [unlike] = server.flavor === 'mysql' ? ['latin1'] : ['utf8mb4'];
      await server.run(`ALTER DATABASE ${one.name} CHARACTER SET ${unlike}`);
      await server.run(`ALTER DATABASE ${two.name} CHARACTER SET ${unlike === 'latin1' ? 'utf8mb4' : 'latin1'}`);
    });
    after(() => server.run(`DROP DATABASE IF EXISTS ${one.name}_ledger`, `DROP DATABASE IF EXISTS ${two.name}_ledger`));

    /** Returns a text that is valid in `one` only. */
    const text = (schema: string, value: number): string =>
      server.flavor === 'mysql'
        ? `CREATE FUNCTION ${schema}.f(a VARCHAR(40000)) RETURNS INT DETERMINISTIC RETURN ${value};`
        : `CREATE FUNCTION ${schema}.f(a CHAR(5) COLLATE uca1400_ai_ci) RETURNS CHAR(5) COLLATE uca1400_as_ci RETURN ${value};`;

    for (const home of [one, two])
      it(`are tried and created as their schema has them, ${home === one ? 'the target' : 'another'}`, async () => {
        const environment = { ledgerSchema: `${home.name}_ledger`, schemas: { [one.name]: one.name } };
        const project = liveProject(server, home.name, { files: { 'f.sql': text(one.name, 1) }, environment });
        const first = expectOk(await project.deploy({ environment: 'test', overwrite: true }));
        assert.ok(['deployed', 'nothing-to-do'].includes(first.outcome), JSON.stringify(first));
        for (const value of [2, 3]) {
          project.files.set('f.sql', text(one.name, value + (home === one ? 0 : 10)));
          const answer = expectOk(await project.deploy({ environment: 'test', overwrite: true }));
          assert.equal(answer.outcome, 'deployed', JSON.stringify(answer));
        }
        const again = expectOk(await project.deploy({ environment: 'test' }));
        assert.equal(again.outcome, 'nothing-to-do', JSON.stringify(again));
      });
  });
});
