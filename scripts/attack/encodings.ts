/** Texts that cannot be decoded, that give orders to a terminal, or that are far too large. */
import { Editor } from './editor';
import type { Attack, Family } from './family';
import { deploy, freshTarget, prepare, writeDeployable, writeProcedure } from './target';

const latin1 = Buffer.from("CREATE PROCEDURE p() SELECT 'Gr\u00fc\u00dfe, caf\u00e9' AS word;\n", 'latin1');

const attacks: readonly Attack[] = [
  {
    row: '84',
    name: 'A source in Latin-1, registered',
    expect: 'register ends with 65 and names the file, check with 1; nothing is stored.',
    short: true,
    run: async ({ scene, evidence }) => {
      scene.writeProject();
      scene.write('sql/p.sql', latin1);
      const run = await scene.sproc('register');
      evidence.exits(run, 65);
      evidence.says(run, /sql\/p\.sql/);
      evidence.exits(await scene.sproc('check'), 0, 1);
      const versions = await scene.sproc('versions --json');
      evidence.saysNot(versions, /1\.0\.0/);
    },
  },
  {
    row: '84',
    name: 'A source in Latin-1, deployed',
    expect: 'preflight ends with 1, deploy, sync and promote are refused, and what is live stays.',
    on: 'both',
    run: async ({ scene, evidence, server }) => {
      const target = await freshTarget(server);
      writeDeployable(scene, target);
      await prepare(deploy(scene));
      scene.write('sql/p.sql', latin1);
      evidence.exits(await scene.sproc('preflight e'), 1, 65);
      evidence.exits(await scene.sproc('plan e'), 1, 65);
      for (const line of ['deploy e --yes', 'deploy e p --yes --overwrite', 'promote p --to e --yes'])
        evidence.exits(await scene.sproc(line), 2, 64, 65);
      evidence.note((await target.body('p')).includes("'one'"), 'the live text is the old one');
      evidence.note(!(await target.body('p')).includes('\ufffd'), 'no U+FFFD is live');
      await target.drop();
    },
  },
  {
    row: '27',
    name: 'Names, texts and files with colours and reversed lines, printed by every command',
    expect: 'No control character and no bidi control reaches the output in any format.',
    run: async ({ scene, evidence }) => {
      scene.writeProject();
      const name = 'a\u202eb\u001b[31m\u2066c\u0085d';
      scene.write('sql/p.sql', `CREATE PROCEDURE \`${name}\`() BEGIN CALL \`x\u202ey\`(); SELECT 1; END;\n`);
      scene.write('sql/q\u202e\u001b[31m.sql', `CREATE PROCEDURE q() COMMENT 'a\u202eb' CALL \`${name}\`();\n`);
      const formats = ['--format mermaid', '--format dot', '--format svg', ''];
      const lines = [
        'inspect',
        'check',
        'register',
        'versions',
        ...formats.map((format) => `graph ${format}`),
        'inspect --json',
        'graph --json',
        'check --json',
        'show nothing\u202e',
        'deploy nowhere\u202e\u001b[31m',
      ];
      for (const line of lines) {
        const run = await scene.sproc(line);
        evidence.exits(run, 0, 1, 2, 64, 65, 78);
        evidence.saysNoOrders(run);
      }
    },
  },
  {
    row: '72',
    name: 'A text of quotes that no longer fits into max_allowed_packet once it is escaped',
    expect: 'preflight ends with 1; deploy is refused, what is live stays, and the process ends.',
    on: 'both',
    run: async ({ scene, evidence, server }) => {
      const target = await freshTarget(server);
      writeDeployable(scene, target);
      await prepare(deploy(scene));
      const [row] = await server.run('SELECT @@GLOBAL.max_allowed_packet AS size');
      await server.run('SET GLOBAL max_allowed_packet = 16384');
      try {
        scene.write('sql/p.sql', `CREATE PROCEDURE p() SELECT '${"''".repeat(3_750)}' AS word;\n`);
        const preflight = await scene.sproc('preflight e');
        evidence.exits(preflight, 0, 1);
        const deployed = await deploy(scene);
        // It may fit after all; what may not be is a promise that does not hold.
        evidence.exits(deployed, preflight.exit === 0 ? 0 : 2);
        const isOld = (await target.body('p')).includes("'one'");
        evidence.equal(isOld, preflight.exit !== 0, preflight.exit === 0 ? 'deployed' : 'the live text is the old one');
      } finally {
        await server.run(`SET GLOBAL max_allowed_packet = ${String(row?.['size'])}`);
        await target.drop();
      }
    },
  },
  {
    row: '85',
    name: 'Texts that no parser likes: null bytes, deep nests, a line of 60 MB',
    expect: 'An answer within 20 s, never a crash.',
    run: async ({ scene, evidence }) => {
      scene.writeProject();
      const texts: readonly (string | Uint8Array)[] = [
        '',
        new Uint8Array(5_000_000),
        `SELECT ${'('.repeat(1_000_000)}`,
        `CREATE PROCEDURE p() ${'BEGIN '.repeat(200_000)}`,
        `CREATE PROCEDURE p() ${'IF 1 THEN '.repeat(100_000)}`,
        `/*${'x'.repeat(2_000_000)}`,
        `SELECT '${'x'.repeat(60_000_000)}`,
      ];
      for (const text of texts) {
        scene.write('sql/p.sql', text);
        evidence.exits(await scene.sproc('check', { seconds: 20 }), 0, 1, 65);
      }
    },
  },
  {
    row: '89',
    alone: true,
    name: 'An open document of 100,000 routines, and 20 keystrokes',
    expect: 'The language server answers within 5 s and stays below 1 GB.',
    run: async ({ scene, evidence }) => {
      scene.writeProject();
      writeProcedure(scene, 'one');
      const editor = await Editor.open(scene, { isTrusted: true });
      await editor.ask('sproc/projectState', { project: editor.project });
      const uri = editor.uriOf('sql/large.sql');
      const routines = Array.from({ length: 100_000 }, (_, i) => `CREATE PROCEDURE r${i}(a INT) SELECT a + ${i};`);
      const textDocument = { uri, languageId: 'sql', version: 1, text: `${routines.join('\n')}\n` };
      const [startedAt, before] = [performance.now(), editor.worked()];
      await editor.connection.sendNotification('textDocument/didOpen', { textDocument });
      for (let version = 2; version < 22; version++) {
        const at = { line: 50_000, character: 0 };
        await editor.connection.sendNotification('textDocument/didChange', {
          textDocument: { uri, version },
          contentChanges: [{ range: { start: at, end: at }, text: '-' }],
        });
      }
      const answer = await editor.ask(
        'textDocument/hover',
        {
          textDocument: { uri },
          position: { line: 1, character: 18 },
        },
        60,
      );
      // Its own work where that is known: others may keep the machine busy.
      const waited = (performance.now() - startedAt) / 1_000;
      const after = editor.worked();
      const seconds = before === null || after === null ? waited : after - before;
      evidence.note(answer !== 'silent' && seconds < 5, `an answer after ${seconds.toFixed(1)} s`);
      const megabytes = editor.megabytes();
      evidence.note(megabytes === null || megabytes < 1_024, `${megabytes?.toFixed(0) ?? '?'} MB`);
      await editor.close();
    },
  },
];

export const encodings: Family = { name: 'encodings', attacks };
