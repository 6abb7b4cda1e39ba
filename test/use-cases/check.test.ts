/** `check` by the files alone. */
import assert from 'node:assert/strict';
import { fail, succeed } from '../../engine/src/base/result';
import type { CheckRequest } from '#engine';
import type { Registry } from '../../engine/src/registry/records/registry';
import { parseProjectFile } from '../../engine/src/project/parse-project-file';
import { bindUseCases } from '../../engine/src/use-cases/bind-use-cases';
import { Project } from '../../engine/src/use-cases/shared/project';
import { expectOk } from '../support/expect';
import { fixedProvenance, memorySecrets, memorySourceTree } from '../support/memory-project';
import { memoryRegistry } from '../support/memory-registry';

describe('check', () => {
  async function check(text: string, request: CheckRequest = {}, registry: Registry = memoryRegistry()) {
    const { value: config } = parseProjectFile('{ "sources": ["*.sql"], "schema": "shop" }');
    assert.ok(config);
    const project = new Project(config, {
      tree: memorySourceTree({ 'a.sql': text }),
      secrets: memorySecrets(),
      provenance: fixedProvenance(),
      connect: () => Promise.resolve(fail({ kind: 'unreachable', message: 'Nobody is asked.' })),
      registry,
      openRegistry: () => registry,
    });
    const { diagnostics } = expectOk(await bindUseCases(project).check(request));
    return diagnostics.map(({ file, line, severity, code, message }) => [
      `${file}:${line} ${severity} ${code}`,
      message,
    ]);
  }

  it('goes on where the registry cannot be read, and says so at the project file', async () => {
    const damaged = { kind: 'bad-input', message: 'The file 1.0.0.json is damaged.' } as const;
    const registry = { ...memoryRegistry(), list: () => Promise.resolve(fail(damaged)) };
    const text = 'CREATE PROCEDURE p() CALL q()';
    const [unreadable, missing] = await check(text, {}, registry);
    assert.deepEqual(unreadable, [
      'sproc.json:1 error unreadable-registry',
      'Versions and their statuses were not checked. The file 1.0.0.json is damaged.',
    ]);
    assert.equal(missing?.[0], 'a.sql:1 error missing-routine');
    const empty = { ...registry, list: () => Promise.resolve(succeed([])) };
    assert.deepEqual((await check(text, {}, empty)).length, 1);
  });

  it('judges what servers lack or removed by the version that is given', async () => {
    const text = "CREATE PROCEDURE p() SELECT ROW_NUMBER() OVER (), MD5('a')";
    const codes = async (serverVersion?: number) =>
      (await check(text, serverVersion === undefined ? {} : { serverVersion })).map(([code]) => code);
    assert.deepEqual(await codes(50744), ['a.sql:1 error server-lacks', 'a.sql:1 error server-lacks']);
    assert.deepEqual(await codes(80400), []);
    assert.deepEqual(await codes(), ['a.sql:1 warning removed-feature']);
  });

  it('reads the texts as the given version does', async () => {
    const text = 'CREATE PROCEDURE p() SELECT qualify FROM t';
    assert.deepEqual(await check(text, { serverVersion: 80036 }), []);
    assert.equal((await check(text, {}))[0]?.[0], 'a.sql:1 error unexpected-token');
  });
});
