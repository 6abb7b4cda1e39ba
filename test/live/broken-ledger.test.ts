/**
 * Ledgers that were changed, cut, emptied or created again outside Sproc: the findings, the failures, and the way to
 * continue.
 */
import assert from 'node:assert/strict';
import { checksum } from '../../engine/src/base/checksum';
import { digestParts } from '../../engine/src/ledger/chain';
import { keptHeads, type KeptHeads } from '../../engine/src/registry/folder/kept-heads';
import { deployAndDie } from '../support/dying-deployment';
import { expectFailure, expectOk } from '../support/expect';
import { liveProject, type LiveProject, type LiveProjectOptions } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';
import { takeSnapshot } from '../support/live-snapshot';
import { memoryRegistryFiles } from '../support/memory-registry-files';
import { adviceText } from '../../cli/src/report/print-action';

const first = { 'p.sql': "CREATE PROCEDURE p() SELECT 'first';" };
const second = { 'p.sql': "CREATE PROCEDURE p() SELECT 'second';" };
const environment = 'test';

describe('a ledger that was changed by other means', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    const ledger = `${schema.name}_ledger`;
    let heads: KeptHeads;

    beforeEach(async () => {
      heads = keptHeads(memoryRegistryFiles());
      await server.run(`DROP DATABASE ${schema.name}`, `CREATE DATABASE ${schema.name} CHARACTER SET utf8mb4`);
      expectOk(await open(first).deploy({ environment }));
      expectOk(await open(second).deploy({ environment }));
    });
    afterEach(() => server.run(`DROP DATABASE IF EXISTS ${ledger}`));

    const production = { environment: { stage: 'PRODUCTION' } };
    const open = (files: Readonly<Record<string, string>>, more: LiveProjectOptions = {}): LiveProject =>
      liveProject(server, schema.name, { files, ...more });

    /** Checks that nothing is changed, and that everything that relies on the ledger fails with the same sentence. */
    const isStopped = async (project: LiveProject, code: string, sentence: RegExp): Promise<void> => {
      const before = await takeSnapshot(server, schema.name);
      const { ok, findings } = expectOk(await project.preflight({ environment }));
      const found = findings.find((finding) => finding.code === code);
      assert.equal(ok, false, JSON.stringify(findings));
      assert.match(found?.message ?? JSON.stringify(findings), sentence);
      assert.notEqual(found?.remedy, '');
      const planned = await project.plan({ environment });
      if (planned.ok)
        assert.deepEqual(
          planned.value.findings.find((finding) => finding.code === code),
          found,
        );
      else assert.match(planned.error.message, /ledger/);
      for (const asked of [
        await project.deploy({ environment }),
        await project.deploy({ environment, dryRun: true }),
        await project.rollBack({ environment, routine: 'p' }),
      ])
        assert.match(asked.ok ? JSON.stringify(asked.value) : asked.error.message, sentence);
      assert.deepEqual(await takeSnapshot(server, schema.name), before);
    };

    const changeRow = `UPDATE ${ledger}.journal SET payload = REPLACE(payload, 'Ada', 'Eve') WHERE sequence = 2`;

    it('is named before anything is touched: made by a newer Sproc', async () => {
      await server.run(`INSERT INTO ${ledger}.schema_version VALUES (99, NOW())`);
      await isStopped(open(first), 'ledger-newer', /was created by a newer version of Sproc \(table version 99\)/);
      expectFailure(await open(first).deploy({ environment }), 'could-not');
    });

    for (const [what, statement, sentence] of [
      [
        'a table was renamed',
        'RENAME TABLE L.saved_definition TO L.gone',
        /Table .*_ledger\.saved_definition .* is missing\./,
      ],
      [
        'a column was dropped',
        'ALTER TABLE L.journal DROP COLUMN payload',
        /Table .*\.journal .* has no column payload\./,
      ],
      [
        'a column was narrowed',
        'ALTER TABLE L.journal MODIFY deployment VARCHAR(20) NULL',
        /column deployment is VARCHAR\(20\), not VARCHAR\(64\) NOT NULL/,
      ],
    ] as const)
      it(`is named before anything is touched: ${what}`, async () => {
        await server.run(`SET SESSION sql_mode = ''`, statement.replaceAll('L.', `${ledger}.`));
        await isStopped(open(first), 'ledger-altered', sentence);
        assert.match(expectFailure(await open(first).recover({ environment }), 'bad-input').message, sentence);
      });

    it('is named before anything is touched: the row that notes its end was deleted', async () => {
      await server.run(`DELETE FROM ${ledger}.chain_head`);
      await isStopped(
        open(first),
        'ledger-broken',
        /the journal ends at row 8, but the row that notes its head is missing/,
      );
      expectOk(await open(first).acceptLedger({ environment, reason: 'restored' }));
      assert.equal(expectOk(await open(first).deploy({ environment })).outcome, 'deployed');
      assert.equal(expectOk(await open(first).history({ environment, verify: true })).chain, 'accepted');
    });

    it('stops deployments and rollbacks with the row, its deployment and its date, until it is accepted', async () => {
      await server.run(`UPDATE ${ledger}.journal SET payload = REPLACE(payload, 'p', 'q') WHERE sequence = 3`);
      const project = open(first);
      await isStopped(
        project,
        'ledger-broken',
        /row 3 was changed \(deployment 2025\w+-\w+, \d{4}-\d\d-\d\dT[\d:.]+Z\)\.$/,
      );
      expectFailure(await project.deploy({ environment }), 'bad-input');
      const [finding] = expectOk(await project.plan({ environment })).findings;
      assert.deepEqual([finding?.severity, finding?.code], ['error', 'ledger-broken']);
      const { changedLedgers, notes } = expectOk(await project.status({}));
      assert.match(JSON.stringify(changedLedgers), /"environment":"test".*row 3 was changed/);
      assert.ok(notes?.some((note) => adviceText(note).includes('row 3 was changed')));
      const [problem] = expectOk(await project.history({ environment, verify: true })).problems;
      assert.deepEqual([problem?.row, problem?.deployment?.slice(0, 4)], [3, '2025']);
      const accepted = expectOk(await project.acceptLedger({ environment, reason: 'OPS-7' }));
      assert.equal(expectOk(await project.status({})).changedLedgers, undefined);
      assert.match(accepted.targets[0]?.accepted[0] ?? '', /row 3 was changed/);
      const answer = expectOk(await project.deploy({ environment }));
      assert.equal(answer.outcome, 'deployed');
      const history = expectOk(await project.history({ environment, verify: true }));
      assert.deepEqual([history.chain, history.heads[0]?.accepted?.reason], ['accepted', 'OPS-7']);
      assert.match(history.heads[0]?.accepted?.account ?? '', new RegExp(`^${server.user}@`));
      assert.deepEqual(expectOk(await project.acceptLedger({ environment, reason: 'again' })).targets[0]?.accepted, []);
      await server.run(changeRow.replace('sequence = 2', 'sequence = 1'));
      assert.match(
        expectFailure(await project.deploy({ environment }), 'bad-input').message,
        /a row before row 9 was changed after it had been accepted/,
      );
    });

    it('is not accepted in a protected environment without its name', async () => {
      const project = open(first, { environment: { protected: true } });
      await server.run(changeRow.replace('sequence = 2', 'sequence = 1'));
      expectFailure(await project.acceptLedger({ environment, reason: 'x' }), 'not-permitted');
      expectOk(await project.acceptLedger({ environment, reason: 'x', confirm: 'test' }));
    });

    it('is found where only the columns that rows are found by were changed', async () => {
      await server.run(`UPDATE ${ledger}.journal SET outcome = 'failed' WHERE sequence = 3`);
      await isStopped(open(first), 'ledger-broken', /the columns of row 3 do not match its entry/);
    });

    it('is said where it loses its record while a deployment runs, which ends all the same', async () => {
      let isEmptied = false;
      const project = open(first, {
        onFaultPoint: async (faultPoint) => {
          if (faultPoint !== 'statements-run' || isEmptied) return;
          isEmptied = true;
          await server.run(`TRUNCATE ${ledger}.journal`);
        },
      });
      const answer = expectOk(await project.deploy({ environment }));
      assert.equal(isEmptied, true);
      assert.equal(answer.outcome, 'deployed');
      assert.match(
        answer.warnings?.map(adviceText).join() ?? '',
        /were removed while this deployment ran, so its record is incomplete/,
      );
      expectFailure(await project.deploy({ environment, overwrite: true }), 'bad-input');
    });

    it('names saved definitions that were changed, in the verified history alone', async () => {
      const forge = `UPDATE ${ledger}.saved_definition SET definition = REPLACE(definition, 'first', 'forged')`;
      await server.run(forge);
      const project = open(second);
      const { chain, problems } = expectOk(await project.history({ environment, verify: true }));
      assert.equal(chain, 'broken');
      assert.match(
        problems[0]?.message ?? '',
        /^The saved definition of procedure .*\.p \(digest \w+\) .* was changed after/,
      );
      assert.deepEqual([typeof problems[0]?.row, problems[0]?.deployment?.slice(0, 4)], ['number', '2025']);
      assert.equal(expectOk(await project.history({ environment })).chain, 'intact');
      expectOk(await project.acceptLedger({ environment, reason: 'known' }));
      assert.equal(expectOk(await project.history({ environment, verify: true })).chain, 'accepted');
      expectFailure(await project.rollBack({ environment, routine: 'p' }), 'bad-input');
    });

    /** Changes one row and computes every later hash again, as an expert would. */
    const rehash = async (): Promise<void> => {
      await server.run(`UPDATE ${ledger}.journal SET payload = REPLACE(payload, 'Ada', 'Eve')`);
      const rows = await server.run(`SELECT sequence, at, payload FROM ${ledger}.journal ORDER BY sequence`);
      let previous = '0'.repeat(64);
      for (const { sequence, at, payload } of rows) {
        const hash = checksum(String(sequence), String(at), previous, String(payload));
        await server.run(
          `UPDATE ${ledger}.journal SET previous = '${previous}', hash = '${hash}' WHERE sequence = ${Number(sequence)}`,
        );
        previous = hash;
      }
      await server.run(`UPDATE ${ledger}.chain_head SET hash = '${previous}'`);
    };

    it('sends nobody to run a text that was forged together with its digest and the chain', async () => {
      const [row] = await server.run(`SELECT * FROM ${ledger}.saved_definition WHERE definition LIKE '%first%'`);
      assert.ok(row);
      const parts = {
        key: { kind: 'procedure', schema: schema.name, name: 'p' } as const,
        ...{ text: 'DROP DATABASE shop', sqlMode: String(row['sql_mode']), timeZone: null, triggerPlace: null },
        ...{ characterSet: String(row['character_set_client']), collation: String(row['collation_connection']) },
        databaseCollation: String(row['database_collation']),
      };
      const [digest, forged] = [String(row['digest']), digestParts(parts, [])];
      await server.run(
        `UPDATE ${ledger}.saved_definition SET definition = 'DROP DATABASE shop', digest = '${forged}' WHERE digest = '${digest}'`,
        `UPDATE ${ledger}.journal SET payload = REPLACE(payload, '${digest}', '${forged}')`,
      );
      await rehash();
      const project = open(second);
      assert.equal(expectOk(await project.history({ environment, verify: true })).chain, 'intact');
      const refused = expectFailure(await project.rollBack({ environment, routine: 'p' }), 'could-not');
      assert.match(
        refused.message,
        /^The saved text of procedure .*\.p on .* does something other than create it, or more than that/,
      );
      assert.match(adviceText(refused.remedy ?? ''), /^It may be forged: .*p@1\.0\.0\.$/);
      assert.doesNotMatch(JSON.stringify(refused), /by hand|DROP DATABASE/);
    });

    it('worked out anew is found by a head that was noted, and by nothing else without a key', async () => {
      const project = open(second);
      const { head } = expectOk(await project.history({ environment }));
      assert.match(head ?? '', /^[0-9a-f]{64}$/);
      assert.equal(expectOk(await project.history({ environment, verify: true, head: head ?? '' })).chain, 'intact');
      await rehash();
      assert.equal(expectOk(await project.history({ environment, verify: true })).chain, 'intact');
      const held = expectOk(await project.history({ environment, verify: true, head: head ?? '' }));
      assert.equal(held.chain, 'broken');
      assert.match(held.problems[0]?.message ?? '', /^The head [0-9a-f]{64} is not in the ledger of /);
      expectFailure(await project.history({ environment, head: 'no hash' }), 'usage');
    });

    it('worked out anew is found by the heads that the registry folder keeps', async () => {
      const project = open(first, { heads });
      expectOk(await project.deploy({ environment }));
      const kept = expectOk(await heads.read(environment));
      assert.equal(kept.length, 1);
      assert.equal(kept[0]?.hash, expectOk(await project.history({ environment })).head);
      await rehash();
      const strict = open(second, { heads, ...production });
      await isStopped(
        strict,
        'ledger-other',
        /is not the one noted in the registry folder: row \d+ of .* \(deployment 2025\S+\) is different there\.$/,
      );
      assert.equal(expectOk(await strict.history({ environment, verify: true })).chain, 'broken');
      const answer = expectOk(await open(second, { heads }).deploy({ environment }));
      assert.match(answer.warnings?.map(adviceText).join() ?? '', /is not the one noted in the registry folder/);
      expectOk(await strict.acceptLedger({ environment, reason: 'known', confirm: 'test' }));
      assert.equal(expectOk(await strict.history({ environment, verify: true })).chain, 'accepted');
    });

    it('dropped and made anew is another one than the registry folder knows', async () => {
      expectOk(await open(first, { heads }).deploy({ environment }));
      await server.run(`DROP DATABASE ${ledger}`);
      await isStopped(
        open(second, { heads, ...production }),
        'ledger-other',
        /: it ends at row 0 and lacks row \d+ of /,
      );
    });

    it('keeps one head a deployment, and warns where the folder cannot be written', async () => {
      const project = open(first, { heads });
      expectOk(await project.deploy({ environment }));
      expectOk(await project.rollBack({ environment, routine: 'p' }));
      assert.equal(expectOk(await heads.read(environment)).length, 2);
      const refusing: KeptHeads = {
        ...heads,
        keep: () => Promise.resolve({ ok: false, error: { kind: 'could-not', message: 'The disk is full.' } }),
      };
      const answer = expectOk(await open(first, { heads: refusing }).deploy({ environment }));
      assert.equal(answer.outcome, 'deployed');
      assert.match(
        answer.warnings?.map(adviceText).join() ?? '',
        /could not be noted in .*heads\/test\.jsonl\. The disk is full\./,
      );
    });

    describe('with a key', () => {
      const keyed = (files: Readonly<Record<string, string>>, key = 'a key that nobody guesses'): LiveProject =>
        open(files, { ledgerKey: key });

      it('is proven by it, and says what was written without it', async () => {
        expectOk(await keyed(first).deploy({ environment }));
        const [head] = expectOk(await keyed(first).history({ environment, verify: true })).heads;
        assert.deepEqual([head?.rows, head?.signed, head?.isKeyChecked], [12, 4, true]);
        const [seen] = expectOk(await open(first).history({ environment, verify: true })).heads;
        assert.deepEqual([seen?.signed, seen?.isKeyChecked], [4, false]);
        assert.match(
          expectFailure(await open(second).deploy({ environment }), 'not-permitted').message,
          /is written with a key, but no key is set\./,
        );
        const kept = await server.run(`SELECT * FROM ${ledger}.row_mac`);
        assert.doesNotMatch(JSON.stringify(kept), /nobody guesses/);
      });

      for (const [what, statement, sentence] of [
        ['all signatures were deleted', 'DELETE FROM L.row_mac', /the signature of row 9 was removed/],
        ['the first signature was', 'DELETE FROM L.row_mac WHERE sequence = 9', /the signature of row 9 was removed/],
        ['the table of signatures was dropped', 'DROP TABLE L.row_mac', /row_mac of the ledger of test is missing/],
      ] as const)
        it(`is not taken for one without a key: ${what}`, async () => {
          expectOk(await keyed(first).deploy({ environment }));
          await server.run(statement.replace('L.', `${ledger}.`));
          const code = statement.startsWith('DROP') ? 'ledger-altered' : 'ledger-broken';
          await isStopped(keyed(second), code, sentence);
          await isStopped(open(second), code, sentence);
          if (statement.startsWith('DROP')) return;
          for (const project of [keyed(second), open(second)]) {
            const { chain, problems } = expectOk(await project.history({ environment, verify: true }));
            assert.deepEqual([chain, problems[0]?.row], ['broken', 9]);
            assert.match(problems[0]?.message ?? '', sentence);
          }
          expectOk(await keyed(second).acceptLedger({ environment, reason: 'known' }));
          assert.equal(expectOk(await keyed(second).deploy({ environment })).outcome, 'deployed');
        });

      it('is found when it was worked out anew, or written with another key', async () => {
        expectOk(await keyed(first).deploy({ environment }));
        await rehash();
        await isStopped(keyed(second), 'ledger-broken', /row 9 was not written with this key/);
        await isStopped(keyed(second, 'another'), 'ledger-broken', /row 9 was not written with this key/);
        expectOk(await keyed(second).acceptLedger({ environment, reason: 'known' }));
        assert.equal(expectOk(await keyed(second).deploy({ environment })).outcome, 'deployed');
      });
    });

    describe('and an interrupted deployment', () => {
      const die = async (): Promise<void> => {
        await deployAndDie(server, { schema: schema.name, files: first }, ['statements-run', 1]);
        await server.run(changeRow.replace('sequence = 2', 'sequence = 9'));
      };

      it('restores nothing without a known head, but shows what would', async () => {
        await die();
        const before = await takeSnapshot(server, schema.name);
        const answer = expectOk(await open(first).recover({ environment }));
        assert.match(answer.refused?.message ?? '', /row 9 was changed .* Nothing was changed: no known head proves/);
        assert.deepEqual(await takeSnapshot(server, schema.name), before);
        const [one] = answer.restoring;
        assert.ok(one);
        assert.equal(one.isProven, false);
        assert.match(one.statements.join('\n'), /DROP PROCEDURE IF EXISTS [^]*CREATE [^]*SELECT 'second'/);
      });

      it('sends nobody to drop what a ledger that was changed says was not there', async () => {
        const files = { 'n.sql': 'CREATE PROCEDURE n() SELECT 1;' };
        await deployAndDie(server, { schema: schema.name, files }, ['statements-run', 1]);
        await server.run(changeRow.replace('sequence = 2', 'sequence = 9'));
        const [one] = expectOk(await open(files).recover({ environment })).restoring;
        assert.deepEqual([one?.digest, one?.isProven, one?.statements], [null, false, []]);
      });

      it('restores what a known head proves', async () => {
        const { head } = expectOk(await open(second).history({ environment }));
        const before = await takeSnapshot(server, schema.name);
        await die();
        const answer = expectOk(await open(first).recover({ environment, head: head ?? '' }));
        assert.deepEqual([answer.refused, answer.outcome], [null, 'rolled-back']);
        assert.deepEqual(await takeSnapshot(server, schema.name), before);
      });

      it('restores what a head in the registry folder proves', async () => {
        await server.run(`DROP DATABASE ${schema.name}`, `CREATE DATABASE ${schema.name}`, `DROP DATABASE ${ledger}`);
        expectOk(await open(first, { heads }).deploy({ environment }));
        expectOk(await open(second, { heads }).deploy({ environment }));
        const before = await takeSnapshot(server, schema.name);
        await die();
        assert.equal(expectOk(await open(first, { heads }).recover({ environment })).outcome, 'rolled-back');
        assert.deepEqual(await takeSnapshot(server, schema.name), before);
      });
    });
  });
});
