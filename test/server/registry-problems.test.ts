/** The faults of a registry, as the editor shows them. */
import assert from 'node:assert/strict';
import { folderRegistry } from '../../engine/src/registry/folder/folder-registry';
import { mark as markRequest } from '../../protocol/src/protocol';
import { appendTo, versionOf } from '../registry/registry-contract';
import { expectOk } from '../support/expect';
import { memoryRegistryFiles, type MemoryRegistryFiles } from '../support/memory-registry-files';
import { inOldFormat } from '../support/old-registry';
import { folder, openEditor, type Editor } from './editor';

const source = '-- file: a.sql\nCREATE PROCEDURE a() SELECT 1';
const version = versionOf('CREATE PROCEDURE a() SELECT 1', '1.0.0');
const log = 'routines/shop/procedure/a/status.jsonl';

async function registered(): Promise<MemoryRegistryFiles> {
  const files = memoryRegistryFiles();
  expectOk(await appendTo(folderRegistry(files), version));
  return files;
}

/** Creates the log of two branches that both continue its first line. */
async function inConflict(files: MemoryRegistryFiles): Promise<string> {
  const before = files.files.get(log) ?? '';
  const branches: string[] = [];
  for (const to of ['TESTING', 'RETIRED'] as const) {
    files.files.set(log, before);
    const change = { version: '1.0.0', from: 'DEVELOPMENT', to, by: to, at: '2025-09-08T00:00:00.000Z', reason: 'r' };
    expectOk(await folderRegistry(files).mark(version.key, { ...change, from: 'DEVELOPMENT' }));
    branches.push((files.files.get(log) ?? '').slice(before.length));
  }
  files.files.set(log, before);
  return before + branches.join('');
}

describe('the registry in the editor', () => {
  let editor: Editor;
  afterEach(() => editor.close());

  it('shows a conflict at both of its lines, and takes it back when it is gone', async () => {
    const registryFiles = await registered();
    const whole = registryFiles.files.get(log) ?? '';
    const conflict = await inConflict(registryFiles);
    registryFiles.files.set(log, conflict);
    editor = await openEditor(source, { registryFiles });
    assert.deepEqual(await editor.nextDiagnostics(`.sproc/${log}`), ['status-conflict 2:1', 'status-conflict 3:1']);
    registryFiles.files.set(log, whole);
    await editor.changeFile(`.sproc/${log}`, '');
    assert.deepEqual(await editor.nextDiagnostics(`.sproc/${log}`), []);
    registryFiles.files.set(log, conflict);
    await editor.changeFile(`.sproc/${log}`, '');
    assert.equal((await editor.nextDiagnostics(`.sproc/${log}`)).length, 2);
  });

  it('shows at sproc.json that it is damaged', async () => {
    const registryFiles = await registered();
    registryFiles.files.set('registry.json', '{"format":3}');
    editor = await openEditor(source, { registryFiles });
    assert.deepEqual(await editor.nextDiagnostics('sproc.json'), ['unreadable-registry 1:1']);
    registryFiles.files.set('registry.json', '{"format":2}');
    await editor.changeFile('.sproc/registry.json', '');
    assert.deepEqual(await editor.nextDiagnostics('sproc.json'), []);
  });

  it('says in a message that it was migrated', async () => {
    const registryFiles = await registered();
    for (const [path, text] of [...registryFiles.files]) {
      const old = inOldFormat(path, text);
      if (old === null) registryFiles.files.delete(path);
      else registryFiles.files.set(path, old);
    }
    editor = await openEditor(source, { registryFiles });
    const request = { project: folder, ref: 'a@1.0.0', status: 'TESTING', reason: 'ok' } as const;
    expectOk(await editor.connection.sendRequest(markRequest, request));
    assert.deepEqual(
      editor.told.filter((each) => each.startsWith('message')),
      ['message: The registry in .sproc was migrated to format 2.'],
    );
  });
});
