/** An account that cannot see every kind of object adopts a schema: what it may have missed is reported, and with which GRANT. */
import assert from 'node:assert/strict';
import { adviceText } from '../../cli/src/report/print-action';
import { expectOk } from '../support/expect';
import { liveProject, type LiveProject } from '../support/live-project';
import { emptiedSchema, onEachServer } from '../support/live-servers';

const environment = { environment: 'test' } as const;

describe('adopting a schema with a limited account', () => {
  onEachServer((server) => {
    const schema = emptiedSchema(server);
    const user = 'adopter';
    const reads = server.flavor === 'mysql' ? 'SHOW_ROUTINE ON *.*' : 'SELECT ON mysql.proc';
    beforeEach(async () => {
      await server.run(
        `DROP USER IF EXISTS ${user}`,
        `CREATE USER ${user} IDENTIFIED BY 'secret'`,
        `GRANT SELECT ON ${schema.name}.* TO ${user}`,
        `GRANT ${reads} TO ${user}`,
        `GRANT ALL ON ${schema.name}_ledger.* TO ${user}`,
        `CREATE TABLE ${schema.name}.t (a INT)`,
        `CREATE PROCEDURE ${schema.name}.p() SELECT 1`,
        `CREATE VIEW ${schema.name}.v AS SELECT a FROM ${schema.name}.t`,
        `CREATE TRIGGER ${schema.name}.tr BEFORE INSERT ON ${schema.name}.t FOR EACH ROW SET NEW.a = 1`,
        `CREATE EVENT ${schema.name}.e ON SCHEDULE EVERY 1 DAY STARTS '2035-01-01' DISABLE DO SELECT 1`,
      );
    });
    after(() => server.run(`DROP USER IF EXISTS ${user}`));
    const open = (files: Readonly<Record<string, string>> = {}): LiveProject =>
      liveProject(server, schema.name, { files, environment: { user }, password: 'secret' });

    it('names what baseline, status and compare may have missed', async () => {
      const project = open();
      const { adopted, skipped, unlisted = [] } = expectOk(await project.baseline(environment));
      assert.deepEqual(skipped.map(({ kind }) => kind), ['view']); // prettier-ignore
      assert.deepEqual(adopted.map(({ kind }) => kind), ['procedure']); // prettier-ignore
      const [triggers = '', events = '', ...more] = unlisted;
      assert.match(triggers, /^Schema \S+ may have triggers that are not visible to adopter@%\. GRANT TRIGGER ON /);
      assert.match(events, /^Schema \S+ may have events that are not visible to adopter@%\. GRANT EVENT ON /);
      assert.deepEqual(more, []);
      const { same, unlisted: left = [] } = expectOk(await project.compare({ left: 'workspace', right: 'test' }));
      const { notes = [] } = expectOk(await project.status({}));
      const both =
        /^Schema \S+ may have triggers and events that are not visible to adopter@%\. GRANT TRIGGER ON \S+ TO \S+; GRANT EVENT ON /;
      const hidden = notes.map(adviceText).filter((note) => note.startsWith('Schema'));
      for (const sentences of [left, hidden]) {
        assert.equal(sentences.length, 1);
        assert.match(sentences[0] ?? '', both);
      }
      assert.equal(same, true);
      assert.deepEqual(expectOk(await project.compare({ left: 'workspace', right: 'test', routines: ['p'] })), {
        ...{ same: true, unmanaged: [], differences: [] },
      });
    });

    it('is given the missing privileges by grants, and then takes over everything', async () => {
      const project = open();
      const lines = expectOk(await project.doctor({})).lines.filter(({ area }) => area === 'environment');
      const hidden = lines.filter(({ code }) => code === 'incomplete-list');
      assert.deepEqual(
        hidden.map(({ state, message }) => [state, message.replace(schema.name, 'S')]),
        [
          [
            'warning',
            'Schema S may have triggers and events that are not visible to adopter@%. A baseline or an import would miss them.',
          ],
        ],
      );
      const { notes } = expectOk(await project.grants(environment));
      const note = notes.find((one) => one.includes('no files of yet')) ?? '';
      assert.match(
        note,
        /, to show what the project has no files of yet: triggers, events and views\. Without it they may be missing from baseline, import, status and compare\.$/,
      );
      await server.run(/^GRANT .+?(?=, to show)/.exec(note)?.[0] ?? '');
      const answer = expectOk(await project.baseline(environment));
      assert.deepEqual(answer.adopted.map(({ kind }) => kind).sort(), ['event', 'procedure', 'trigger', 'view']);
      assert.equal(answer.unlisted, undefined);
      assert.deepEqual(expectOk(await project.compare({ left: 'workspace', right: 'test' })), {
        ...{ same: true, unmanaged: [], differences: [] },
      });
      assert.equal(expectOk(await project.status({})).notes, undefined);
      const after = expectOk(await project.doctor({})).lines.filter(({ code }) => code === 'incomplete-list');
      assert.deepEqual(after, []);
      assert.ok(
        !expectOk(await project.grants(environment))
          .notes.join()
          .includes('no files of yet'),
      );
    });
  });
});
