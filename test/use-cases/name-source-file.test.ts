/** Names of the files that routines get when they are imported. */
import assert from 'node:assert/strict';
import { findFreeFile } from '../../engine/src/use-cases/versions/name-source-file';
import { memorySourceTree } from '../support/memory-project';

const find = (name: string, files: readonly string[] = [], sources: readonly string[] = ['sql/**/*.sql']) =>
  findFreeFile(
    {
      config: { sources, schema: 'shop' },
      tree: memorySourceTree(Object.fromEntries(files.map((file) => [file, '']))),
    },
    { schema: 'shop', kind: 'procedure', name },
  );

describe('the file of an imported routine', () => {
  for (const [name, file] of [
    ['PlaceOrder', 'sql/PlaceOrder.sql'],
    ['größe', 'sql/größe.sql'],
    ['con', 'sql/%63on.sql'],
    ['Aux', 'sql/%41ux.sql'],
    ['COM¹', 'sql/%43OM¹.sql'],
    ['lpt9', 'sql/%6Cpt9.sql'],
    ['conin$', 'sql/%63onin$.sql'],
    ['console', 'sql/console.sql'],
    ['aux.', 'sql/aux%2E.sql'],
    ['ends ', 'sql/ends%20.sql'],
    ['a/b\\c:d', 'sql/a%2Fb%5Cc%3Ad.sql'],
    ['..', 'sql/%2E%2E.sql'],
    ['-rf', 'sql/%2Drf.sql'],
    ['e\u0301', 'sql/é.sql'],
    ['ที่', 'sql/ที่.sql'],
  ] as const)
    it(`is ${file} for ${JSON.stringify(name)}`, async () => assert.equal(await find(name), file));

  it('is short enough for every file system', async () => {
    const file = (await find('§'.repeat(64))) ?? '';
    assert.ok(Buffer.byteLength(file) < 200, file);
    assert.notEqual(file, await find(`${'§'.repeat(63)}$`));
  });

  it('takes the place of no other, whatever the machine takes for the same name', async () => {
    assert.equal(await find('audit', ['sql/Audit.sql']), 'sql/audit.procedure.sql');
    assert.equal(await find('é', ['sql/e\u0301.sql', 'sql/É.procedure.sql']), 'sql/é.imported.sql');
    assert.equal(await find('a', ['sql/a.sql', 'sql/A.procedure.sql', 'sql/a.imported.sql']), null);
  });

  it('lies in the folder of the first pattern, and in one of its schema', async () => {
    assert.equal(await find('p', [], ['*.sql']), 'p.sql');
    assert.equal(await find('p', ['db (new)/P.sql'], ['db (new)/*.sql']), 'db (new)/p.procedure.sql');
    const key = { schema: 'nul', kind: 'function', name: 'f' } as const;
    const tree = memorySourceTree({});
    assert.equal(
      await findFreeFile({ config: { sources: ['sql/*.sql'], schema: 'shop' }, tree }, key),
      'sql/%6Eul/f.sql',
    );
  });
});
