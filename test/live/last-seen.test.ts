/** A status shows what was last seen of an environment that cannot be read, and never as its present state. */
import assert from 'node:assert/strict';
import { adviceText } from '../../cli/src/report/print-action';
import type { KeptTexts } from '../../engine/src/base/kept-texts';
import { expectFailure, expectOk } from '../support/expect';
import { liveProject, type LiveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';

describe('the last seen state of an environment', () => {
  onEachServer((server) => {
    const shop = freshSchema(server);
    const spare = freshSchema(server);
    const texts = new Map<string, string>();
    const lastSeen: KeptTexts = {
      read: (name) => Promise.resolve(texts.get(name) ?? null),
      write: (name, text) => Promise.resolve(void texts.set(name, text)),
    };
    after(() => server.run(...[shop, spare].map(({ name }) => `DROP DATABASE IF EXISTS ${name}_ledger`)));

    /** Opens the project; with a wrong password its environment `test` cannot be read. */
    const open = (password?: string, stage = 'DEVELOPMENT'): LiveProject =>
      liveProject(server, shop.name, {
        files: { 'p.sql': 'CREATE PROCEDURE p() SELECT 1;', 'q.sql': 'CREATE PROCEDURE q() SELECT 1;' },
        lastSeen,
        ...(password !== undefined && { password }),
        settings: {
          schema: 'shop',
          environments: Object.fromEntries(
            [shop, spare].map(({ name }, i) => [
              ['test', 'other'][i],
              { ...server.login, port: server.port, schema: name, stage, ledgerSchema: `${name}_ledger` },
            ]),
          ),
        },
      });

    it('is kept by each status, and shown of what is down', async () => {
      const up = open();
      expectOk(await up.deploy({ environment: 'test', routines: ['p'] }));
      assert.equal(expectOk(await up.status({})).lastSeen, undefined);
      const answer = expectOk(await open('wrong').status({}));
      assert.deepEqual(
        answer.unread?.map(({ environment }) => environment),
        ['test'],
      );
      assert.deepEqual(
        answer.routines.map(({ environments }) => environments['test']?.state),
        ['unknown', 'unknown'],
      );
      assert.deepEqual(
        answer.lastSeen?.map(({ environment, routines }) => [environment, routines]),
        [
          [
            'test',
            [
              { routine: 'shop.p', kind: 'procedure', version: null, state: 'in-sync' },
              { routine: 'shop.q', kind: 'procedure', version: null, state: 'missing', isNeverDeployed: true },
            ],
          ],
        ],
      );
      assert.ok([...texts.values()].every((text) => !text.includes('127.0.0.1') && !text.includes('root')));
    });

    it('stays that of the last look that could read it, also where none can be read', async () => {
      const down = open('wrong');
      expectFailure(await down.status({ environments: ['test'] }), 'not-permitted');
      const { environments, notes } = expectOk(await down.lastSeen({ environments: ['test'] }));
      assert.deepEqual([environments.map(({ environment }) => environment), notes], [['test'], []]);
    });

    it('is no longer shown once sproc.json leads elsewhere', async () => {
      assert.equal(expectOk(await open('wrong', 'TESTING').status({})).lastSeen, undefined);
    });

    it('is ignored, and the status says so, where it is damaged', async () => {
      const [whole = ''] = texts.values();
      const forged = [
        ...['', '[]', '{"format":1}', whole.slice(0, -2), whole.replace('"in-sync"', '"DROP TABLE t"')],
        ...[whole.replace('"procedure"', '"table"'), whole.replace(/"at":"[^"]*"/, '"at":"now"'), '['.repeat(1000)],
      ];
      for (const text of forged) {
        for (const name of texts.keys()) texts.set(name, text);
        const { lastSeen: seen, notes = [] } = expectOk(await open('wrong').status({}));
        assert.equal(seen, undefined, text);
        assert.match(notes.map(adviceText).join('\n'), /^The last seen state of test is damaged and ignored\./m, text);
      }
    });
  });
});
