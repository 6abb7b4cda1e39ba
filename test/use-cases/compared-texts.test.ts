/** The texts that a comparison returns for an editor: of the workspace with their places, of versions with their numbers. */
import assert from 'node:assert/strict';
import { fail } from '../../engine/src/base/result';
import { parseProjectFile } from '../../engine/src/project/parse-project-file';
import { bindUseCases } from '../../engine/src/use-cases/bind-use-cases';
import { Project } from '../../engine/src/use-cases/shared/project';
import { expectOk } from '../support/expect';
import { fixedProvenance, memorySecrets, memorySourceTree } from '../support/memory-project';
import { memoryRegistry } from '../support/memory-registry';

const pay = 'CREATE PROCEDURE pay() SELECT 1';
const tax = 'CREATE PROCEDURE tax() SELECT 2';

function openProject() {
  const tree = memorySourceTree({ 'all.sql': `-- Payments\n${pay};\n${tax};\n` });
  const registry = memoryRegistry();
  const { value: config } = parseProjectFile(JSON.stringify({ sources: ['**/*.sql'], schema: 'shop' }));
  assert.ok(config);
  const project = new Project(config, {
    tree,
    secrets: memorySecrets(),
    provenance: fixedProvenance(),
    connect: () => Promise.resolve(fail({ kind: 'unreachable', message: 'Nobody is asked.' })),
    registry,
    openRegistry: () => registry,
  });
  return { sproc: bindUseCases(project), tree };
}

describe('the texts of a comparison', () => {
  it('are those of the routines that differ, with version and place', async () => {
    const { sproc, tree } = openProject();
    expectOk(await sproc.register({}));
    const changed = tax.replace('2', '3');
    tree.files.set('all.sql', `-- Payments\n${pay};\n${changed};\n`);
    const { texts = [] } = expectOk(await sproc.compare({ left: 'registry', right: 'workspace', texts: true }));
    const start = `-- Payments\n${pay};\n`.length;
    assert.deepEqual(texts, [
      {
        ...{ routine: 'shop.tax', routineKind: 'procedure' },
        left: { text: tax, version: '1.0.0', place: null },
        right: { text: changed, version: null, place: { file: 'all.sql', start, end: start + changed.length } },
        ...{ newest: '1.0.0', settings: [], isPreset: false },
      },
    ]);
  });

  it('lack a side without the routine', async () => {
    const { sproc, tree } = openProject();
    expectOk(await sproc.register({}));
    const more = 'CREATE PROCEDURE more() SELECT 4';
    tree.files.set('more.sql', more);
    tree.files.set('all.sql', `${pay};`);
    const { texts = [] } = expectOk(await sproc.compare({ left: 'registry@1.0.0', right: 'workspace', texts: true }));
    assert.deepEqual(
      texts.map(({ routine, left, right, newest }) => [routine, left?.text, left?.version, right?.text, newest]),
      [
        ['shop.more', undefined, undefined, more, null],
        ['shop.tax', tax, '1.0.0', undefined, '1.0.0'],
      ],
    );
  });

  it('are not read unasked', async () => {
    const { sproc } = openProject();
    assert.deepEqual(Object.keys(expectOk(await sproc.compare({ left: 'registry', right: 'workspace' }))), [
      ...['same', 'unmanaged', 'differences'],
    ]);
  });
});
