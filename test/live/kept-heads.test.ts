/** The file of kept heads as history and deployments meet it: missing, foreign, or nothing that can be read. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openGate } from '../../engine/src/base/node-gate';
import { keptHeads } from '../../engine/src/registry/folder/kept-heads';
import { nodeRegistryFiles } from '../../engine/src/registry/folder/node-registry-files';
import { expectFailure, expectOk } from '../support/expect';
import { liveProject, type LiveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';
import { withoutRights } from '../support/without-rights';
import { adviceText } from '../../cli/src/report/print-action';

const environment = 'test';
const hash = 'ab'.repeat(32);

describe('the kept heads of a ledger', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    const ledger = `${schema.name}_ledger`;
    let root: string;
    let file: string;

    beforeEach(async () => {
      root = mkdtempSync(join(tmpdir(), 'sproc-heads-'));
      file = join(root, '.sproc', 'heads', 'test.jsonl');
      expectOk(await open(1).deploy({ environment }));
      rmSync(file, { recursive: true });
    });
    afterEach(async () => {
      rmSync(root, { recursive: true });
      await server.run(`DROP DATABASE IF EXISTS ${ledger}`, `DROP PROCEDURE IF EXISTS ${schema.name}.p`);
    });

    const open = (version: number): LiveProject =>
      liveProject(server, schema.name, {
        files: { 'p.sql': `CREATE PROCEDURE p() SELECT ${version};` },
        heads: keptHeads(nodeRegistryFiles({ project: root, name: '.sproc', gate: openGate })),
      });
    const headOf = (target: string): string =>
      `${JSON.stringify({ format: 1, target, sequence: 3, hash, at: '2026-01-01T00:00:00.000000Z', deployment: 'd' })}\n`;

    it('are noted by an adoption and by a baseline, too', async () => {
      const project = open(2);
      const lines = () => readFileSync(file, 'utf8').trim().split('\n').length;
      const isWarned = async () =>
        expectOk(await project.preflight({ environment })).findings.some(({ code }) => code === 'ledger-heads');
      await server.run(`DROP PROCEDURE ${schema.name}.p`, `CREATE PROCEDURE ${schema.name}.p() SELECT 7`);
      expectOk(await project.drift({ environment, adopt: true }));
      assert.equal(lines(), 1);
      project.files.set('p.sql', 'CREATE PROCEDURE p() SELECT 8;');
      assert.equal(await isWarned(), false);

      rmSync(file);
      assert.equal(await isWarned(), true);
      await server.run(`CREATE PROCEDURE ${schema.name}.q() SELECT 1`);
      const { adopted } = expectOk(await project.baseline({ environment, routines: ['q'] }));
      assert.deepEqual(
        adopted.map(({ routine }) => routine),
        [`${schema.name}.q`],
      );
      assert.equal(lines(), 1);
      assert.equal(await isWarned(), false);
      await server.run(`DROP PROCEDURE ${schema.name}.q`);
    });

    it('are refused where they may not be read, and a deployment goes on with a warning', async function () {
      if (process.platform === 'win32') this.skip();
      writeFileSync(file, headOf('elsewhere:3306/shop'));
      chmodSync(root, 0o755);
      chmodSync(file, 0);
      const verify = () => withoutRights(() => open(1).history({ environment, verify: true }));
      const refused = expectFailure(await verify(), 'bad-input');
      assert.equal(refused.message, "The registry's .sproc/heads/test.jsonl is not readable: EACCES.");
      const { findings } = expectOk(await withoutRights(() => open(2).preflight({ environment })));
      assert.match(
        findings.find(({ code }) => code === 'ledger-heads')?.message ?? '',
        /heads\/test\.jsonl is not readable: EACCES\. The ledger of test was not compared/,
      );
    });

    for (const [what, make, sentence] of [
      ['a folder', () => mkdirSync(file), /heads\/test\.jsonl is not a regular file\./],
      ['a pipe', () => execFileSync('mkfifo', [file]), /heads\/test\.jsonl is not a regular file\./],
      ['broken JSON', () => writeFileSync(file, '{"format":1,'), /Line 1 of \.sproc\/heads\/test\.jsonl is not/],
      [
        'heads of another place alone',
        () => writeFileSync(file, headOf('elsewhere:3306/shop')),
        /heads\/test\.jsonl only has heads of elsewhere:3306\/shop, which prove nothing/,
      ],
    ] as const)
      it(`are refused where ${what} is there, and a deployment goes on with a warning`, async function () {
        if (process.platform === 'win32' && what === 'a pipe') this.skip();
        make();
        const refused = expectFailure(await open(1).history({ environment, verify: true }), 'bad-input');
        assert.match(refused.message, sentence);
        assert.match(adviceText(refused.remedy ?? ''), /git checkout -- \.sproc\/heads\/test\.jsonl`/);
        expectOk(await open(1).history({ environment }));
        const { ok, findings } = expectOk(await open(2).preflight({ environment }));
        const found = findings.filter(({ code }) => code === 'ledger-heads');
        assert.deepEqual([ok, found.length, found[0]?.severity], [true, 1, 'warning']);
        assert.match(found[0]?.message ?? '', sentence);
        const answer = expectOk(await open(2).deploy({ environment }));
        assert.equal(answer.outcome, 'deployed');
        assert.match(answer.warnings?.map(adviceText).join('\n') ?? '', sentence);
      });

    it('are missed where the file is missing, as a note, until the next deployment notes one', async () => {
      const verified = expectOk(await open(1).history({ environment, verify: true }));
      assert.equal(verified.chain, 'intact');
      assert.match(
        verified.notes.join(),
        /^\.sproc\/heads\/test\.jsonl has no head of .*, so the earlier \d+ rows of its ledger cannot be checked/,
      );
      assert.deepEqual(expectOk(await open(1).history({ environment })).notes, []);
      const answer = expectOk(await open(2).deploy({ environment }));
      assert.match(answer.warnings?.map(adviceText).join() ?? '', /has no head of /);
      assert.deepEqual(expectOk(await open(2).history({ environment, verify: true })).notes, []);
      assert.equal(expectOk(await open(1).deploy({ environment })).warnings, undefined);
    });

    it('of the same target that are not in its ledger break it, and those of other places beside them are a note', async () => {
      expectOk(await open(2).deploy({ environment }));
      const own = readFileSync(file, 'utf8');
      writeFileSync(file, own + headOf('elsewhere:3306/shop'));
      const { chain, notes } = expectOk(await open(2).history({ environment, verify: true }));
      assert.equal(chain, 'intact');
      assert.match(notes.join(), /also has heads of elsewhere:3306\/shop, which is not a target of test\./);
      writeFileSync(file, own.replace(/"hash":"[0-9a-f]+"/, `"hash":"${hash}"`));
      const broken = expectOk(await open(2).history({ environment, verify: true }));
      assert.equal(broken.chain, 'broken');
      assert.match(broken.problems[0]?.message ?? '', /is not the one noted in the registry folder/);
    });
  });
});
