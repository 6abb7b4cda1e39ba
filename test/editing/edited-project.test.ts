/** The texts that a project in the editor uses for its sources. */
import assert from 'node:assert/strict';
import { EditedProject } from '../../engine/src/editing/edited-project';
import type { SourceTree } from '../../engine/src/project/ports';
import { openProject, type SprocPorts } from '../../engine/src/use-cases/open-project';
import { fixedProvenance, memorySecrets, memorySourceTree } from '../support/memory-project';
import { memoryRegistry } from '../support/memory-registry';

function portsOf(tree: SourceTree): SprocPorts {
  return {
    tree,
    secrets: memorySecrets(),
    provenance: fixedProvenance(),
    connect: () => Promise.reject(new Error('nobody connects here')),
    openRegistry: () => memoryRegistry(),
  };
}

describe('a project file that gets a mistake', () => {
  it('leaves what it said before in force, until it is right again', async () => {
    const tree = memorySourceTree({
      'sproc.json': '{ "schema": "shop", "sources": ["*.sql"], "environments": {} }',
      'a.sql': 'CREATE PROCEDURE a() SELECT 1;',
    });
    const world = { ports: portsOf(tree), openProject, indexStore: null };
    const project = new EditedProject(world, () => null);
    await project.load();
    assert.equal(project.isOutdated, false);
    await tree.write('sproc.json', '{ "schema": "shop", "sources": ["*.sql"], "environments": { "dev" } }');
    await project.load();
    assert.deepEqual([project.isOutdated, project.config?.schema], [true, 'shop']);
    assert.ok(project.mistakes.length > 0);
    assert.equal(project.index.routines().length, 1);
    await tree.write('sproc.json', '{ "schema": "store", "sources": ["*.sql"] }');
    await project.load();
    assert.deepEqual([project.isOutdated, project.config?.schema], [false, 'store']);
  });
});

describe('a project file that has mistakes from the beginning', () => {
  const open = async (text: string): Promise<EditedProject> => {
    const tree = memorySourceTree({ 'sproc.json': text, 'a.sql': 'CREATE PROCEDURE a() SELECT 1;' });
    const project = new EditedProject({ ports: portsOf(tree), openProject, indexStore: null }, () => null);
    await project.load();
    return project;
  };
  const dev = '"dev": { "host": "db", "user": "u", "schema": "s", "stage": "DEVELOPMENT" }';
  const project = (qa: string, more = ''): string =>
    `{ "sources": ["*.sql"], "environments": { ${dev}, ${qa} }${more} }`;

  it('serves for reading with the environments that are whole by themselves', async () => {
    const opened = await open(project('"qa": { "host": "db2", "stage": "TESTNG" }'));
    assert.deepEqual([opened.inForce, opened.isOutdated], ['partial', true]);
    assert.deepEqual(Object.keys(opened.config?.environments ?? {}), ['dev']);
    const read = await opened.use((sproc) => sproc.status({ offline: true }));
    assert.deepEqual(read.ok && read.value.routines.map(({ routine }) => routine), ['a']);
  });

  for (const [what, text] of [
    ['is no JSON', project('"qa": { "host": ')],
    ['has a mistake elsewhere', project('"qa": { "stage": "TESTNG" }', ', "serverVersion": "nine"')],
    ['has its registry in the broken one', project('"qa": { "stage": "T" }', ', "registry": { "environment": "qa" }')],
  ] as const)
    it(`serves for nothing if it ${what}`, async () => {
      const opened = await open(text);
      assert.deepEqual([opened.inForce, opened.config], ['none', null]);
      assert.ok(opened.mistakes.length > 0);
    });
});

describe('a source that is opened while its file is read', () => {
  it('is what the editor shows, not what the slower disk says', async () => {
    const tree = memorySourceTree({});
    let finishReading = (_text: string): void => undefined;
    const slowTree = { ...tree, read: () => new Promise<string>((resolve) => (finishReading = resolve)) };
    let open: string | null = null;
    const project = new EditedProject({ ports: portsOf(slowTree), openProject, indexStore: null }, () => open);
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
