/** `sproc grep`: its words, its exit codes, and what it prints. */
import assert from 'node:assert/strict';
import type { GrepAnswer, GrepRequest } from '#engine';
import { fail, succeed } from '../../engine/src/base/result';
import { parseProjectFile } from '../../engine/src/project/parse-project-file';
import { bindUseCases } from '../../engine/src/use-cases/bind-use-cases';
import { Project } from '../../engine/src/use-cases/shared/project';
import { fixedProvenance, memorySecrets, memorySourceTree } from '../support/memory-project';
import { memoryRegistry } from '../support/memory-registry';
import { checkRun, runJson } from './check-run';

/** Opens the use cases of a project without a server; files whose text is null are unreadable. */
function projectOf(files: Readonly<Record<string, string | null>>) {
  const { value: config } = parseProjectFile(
    '{ "sources": ["**/*.sql", "!old/*"], "schema": "shop", "environments": { "dev": { "host": "h", "user": "u", "stage": "DEVELOPMENT" } } }',
  );
  assert.ok(config);
  const tree = memorySourceTree(Object.fromEntries(Object.entries(files).map(([file, text]) => [file, text ?? ''])));
  const registry = memoryRegistry();
  return bindUseCases(
    new Project(config, {
      tree: { ...tree, read: (file) => Promise.resolve(files[file] ?? null) },
      secrets: memorySecrets(),
      provenance: fixedProvenance(),
      connect: () => Promise.resolve(fail({ kind: 'unreachable', message: 'dev does not answer.' })),
      registry,
      openRegistry: () => registry,
    }),
  );
}

const files = {
  'b.sql': 'CREATE PROCEDURE p()\n  CALL orders_add();\n',
  'a.sql': '-- orders\nSELECT 1;\n',
  'old/c.sql': 'orders',
  'note.txt': 'orders',
};

describe('sproc grep', () => {
  it('searches the sources in their order, and prints each line with its place', () =>
    checkRun('grep orders', {
      sproc: projectOf(files),
      out: `
        a.sql:1: -- orders
        b.sql:2:   CALL orders_add();`,
    }));

  it('prints names only with -l', () =>
    checkRun('grep -l -i ORDERS', { sproc: projectOf(files), out: 'a.sql\nb.sql' }));

  it('exits 1 where nothing matches', () => checkRun('grep refund', { sproc: projectOf(files), exit: 1 }));

  it('searches for the text itself with -F', () =>
    checkRun('grep -F orders_add()', { sproc: projectOf(files), out: 'b.sql:2:   CALL orders_add();' }));

  it('names a source that cannot be read, and exits 2', () =>
    checkRun('grep orders', {
      sproc: projectOf({ 'a.sql': 'orders', 'b.sql': null }),
      exit: 2,
      out: 'a.sql:1: orders',
      err: 'not searched: b.sql cannot be read.',
    }));

  it('does not say that nothing was found where there is no source', () =>
    checkRun('grep orders', {
      sproc: projectOf({}),
      exit: 2,
      err: 'not searched: No file matches "sources" of sproc.json, so there is nothing to search.',
    }));

  it('refuses a pattern that is not a regular expression', () =>
    checkRun('grep a(', {
      sproc: projectOf(files),
      exit: 64,
      err: `
        error: 'a(' is not a regular expression: /a(/u: Unterminated group.
          Escape its special characters, or search for the text itself with \`--fixed\`.`,
    }));

  it('fails as its only place does, and goes on where there are others', async () => {
    await checkRun('grep orders dev', { sproc: projectOf(files), exit: 69, err: 'error: dev does not answer.' });
    await checkRun('grep orders dev workspace', {
      sproc: projectOf({ 'a.sql': 'orders' }),
      exit: 2,
      out: 'a.sql:1: orders',
      err: 'not searched: dev does not answer.',
    });
    await checkRun('grep orders prod', {
      sproc: projectOf(files),
      exit: 2,
      err: "error: sproc.json has no environment 'prod'.\n  Known environments: dev.",
    });
  });

  it('writes out what would move the cursor', () =>
    checkRun('grep x', { sproc: projectOf({ 'a.sql': 'x \u001b[2J\u202e' }), out: 'a.sql:1: x \\u{1b}[2J\\u{202e}' }));

  it('finds more lines than a function takes arguments', async () => {
    const { answer } = await runJson('grep x --json', { sproc: projectOf({ 'a.sql': 'x\n'.repeat(150_000) }) });
    assert.equal((answer as GrepAnswer).matches.length, 150_000);
  });

  it('prints one document with --json', async () => {
    const { exit, answer } = await runJson('grep orders_ --json', { sproc: projectOf(files) });
    assert.deepEqual(
      [exit, answer],
      [0, { matches: [{ file: 'b.sql', line: 2, column: 8, text: '  CALL orders_add();' }], unsearched: [] }],
    );
  });

  it('asks for what the words say', async () => {
    const asked: GrepRequest[] = [];
    const answer: GrepAnswer = {
      matches: [
        {
          ...{ environment: 'dev', target: 'db1:3306/shop', routine: 'shop.p', kind: 'procedure' },
          ...{ line: 3, column: 1, text: 'x' },
        },
      ],
      unsearched: [],
    };
    const grep = (request: GrepRequest) => {
      asked.push(request);
      return Promise.resolve(succeed(answer));
    };
    await checkRun('grep -i x dev prod', { sproc: { grep }, out: 'dev db1:3306/shop shop.p:3: x' });
    assert.deepEqual(asked, [
      { pattern: 'x', places: ['dev', 'prod'], ignoreCase: true, fixed: false, firstOnly: false },
    ]);
  });
});
