/** What a project in the editor takes for the text of a source. */
import assert from 'node:assert/strict';
import { openProject } from '../../engine/src/use-cases/open-project';
import { OpenProject } from '../../server/src/open-project';
import { fixedCircumstances, memorySecrets, memorySourceTree } from '../support/memory-project';
import { memoryRegistry } from '../support/memory-registry';

describe('a source that is opened while its file is read', () => {
  it('is what the editor shows, not what the slower disk says', async () => {
    const tree = memorySourceTree({});
    let finishReading = (_text: string): void => undefined;
    const slowTree = { ...tree, read: () => new Promise<string>((resolve) => (finishReading = resolve)) };
    let open: string | null = null;
    const ports = {
      tree: slowTree,
      secrets: memorySecrets(),
      circumstances: fixedCircumstances(),
      connect: () => Promise.reject(new Error('nobody connects here')),
      openRegistry: () => memoryRegistry(),
    };
    const project = new OpenProject('file:///project', { ports, openProject, indexStore: null }, () => open);
    const refreshed = project.refreshFile('a.sql');
    open = 'CREATE PROCEDURE typed() SELECT 1;';
    finishReading('CREATE PROCEDURE saved() SELECT 1;');
    await refreshed;
    assert.deepEqual(
      project.index.routines().map(({ routine }) => routine.key.name),
      ['typed'],
    );
  });
});
