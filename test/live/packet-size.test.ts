/**
 * A server with small packets: a statement that does not fit is reported before anything is sent, and the others are
 * split.
 */
import assert from 'node:assert/strict';
import { expectFailure, expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';
import { takeSnapshot } from '../support/live-snapshot';

const environment = { environment: 'test' };
const procedure = (name: string, text: string): Readonly<Record<string, string>> => ({
  [`${name}.sql`]: `CREATE PROCEDURE ${name}() BEGIN SELECT '${text}'; END`,
});

describe('a server that takes packets of 16 KB', () => {
  onEachServer(
    (server) => {
      const schema = freshSchema(server);
      const open = (files: Readonly<Record<string, string>>) => liveProject(server, schema.name, { files });
      before(() => server.run('SET GLOBAL max_allowed_packet = 16384'));
      after(() => server.run(`DROP DATABASE IF EXISTS ${schema.name}_ledger`));

      for (const [what, text] of [
        ['quotes, which the ledger keeps escaped twice', '"'.repeat(7_500)],
        ['backslashes', '\\\\'.repeat(3_000)],
        ['plain letters that are too many', 'x'.repeat(20_000)],
      ] as const)
        it(`is sent no text of ${what}`, async () => {
          const project = open(procedure('large', text));
          const before = await takeSnapshot(server, schema.name);
          const { ok, findings } = expectOk(await project.preflight(environment));
          assert.equal(ok, false);
          const [finding] = findings.filter(({ code }) => code === 'too-large');
          assert.match(finding?.message ?? '', /it needs [\d.]+ KiB with its ledger rows, and 16 KiB are allowed\.$/);
          expectFailure(await project.deploy(environment), 'could-not');
          assert.deepEqual(await takeSnapshot(server, schema.name), before);
        });

      it('takes a text that fits in every packet, twice', async () => {
        for (const text of ['"'.repeat(900), "''".repeat(700)]) {
          const project = open(procedure('quotes', text));
          assert.equal(expectOk(await project.preflight({ ...environment, overwrite: true })).ok, true);
          assert.equal(expectOk(await project.deploy({ ...environment, overwrite: true })).outcome, 'deployed');
        }
      });

      it('takes many texts, which go in packets of their own', async () => {
        const crowd = (text: string) =>
          Object.assign(
            {},
            ...Array.from({ length: 30 }, (_, i) => procedure(`p${i}`, `${text} ${i} ${'"'.repeat(300)}`)),
          ) as Record<string, string>;
        assert.equal(expectOk(await open(crowd('one')).deploy(environment)).outcome, 'deployed');
        assert.equal(expectOk(await open(crowd('two')).deploy(environment)).outcome, 'deployed');
      });
    },
    { own: {} },
  );
});
