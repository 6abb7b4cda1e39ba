/** `graph` by the files alone. */
import assert from 'node:assert/strict';
import type { GraphRequest } from '#engine';
import { fail } from '../../engine/src/base/result';
import { parseProjectFile } from '../../engine/src/project/parse-project-file';
import { bindUseCases } from '../../engine/src/use-cases/bind-use-cases';
import { Project } from '../../engine/src/use-cases/shared/project';
import { expectFailure, expectOk } from '../support/expect';
import { fixedProvenance, memorySecrets, memorySourceTree } from '../support/memory-project';
import { memoryRegistry } from '../support/memory-registry';

describe('graph', () => {
  const text = `CREATE PROCEDURE p() UPDATE orders SET total = 1;
    CREATE TRIGGER t BEFORE INSERT ON stock FOR EACH ROW SET NEW.n = 1;`;

  function graph(request: GraphRequest) {
    const { value: config } = parseProjectFile(
      '{ "sources": ["*.sql"], "schema": "shop", "environments": { "dev": { "host": "db", "user": "u", "stage": "DEVELOPMENT" } } }',
    );
    assert.ok(config);
    const project = new Project(config, {
      tree: memorySourceTree({ 'a.sql': text }),
      secrets: memorySecrets(),
      provenance: fixedProvenance(),
      connect: () => Promise.resolve(fail({ kind: 'unreachable', message: 'Nobody is asked.' })),
      registry: memoryRegistry(),
      openRegistry: () => memoryRegistry(),
    });
    return bindUseCases(project).graph(request);
  }

  it('finds no use of a column of a table that routines name', async () => {
    for (const column of ['orders.id', 'SHOP.Orders.id', 'stock.id'])
      assert.deepEqual(expectOk(await graph({ column })).uses, [], column);
  });

  it('fails for a column of a table that no routine names, and for a routine that does not exist', async () => {
    const { message } = expectFailure(await graph({ column: 'ordrs.total' }), 'not-found');
    assert.equal(message, 'No routine of this project names a table shop.ordrs. Did you mean `shop.orders`?');
    expectFailure(await graph({ routines: ['q'] }), 'not-found');
    expectFailure(await graph({ routines: ['q'], confirm: 'dev' }), 'not-found');
  });

  it('fails for a version: it reads the sources', async () => {
    const { message } = expectFailure(await graph({ routines: ['p@1.2.0'] }), 'usage');
    assert.equal(message, '"p@1.2.0" names 1.2.0, which has no effect here: only the name of a routine counts.');
  });

  it('confirms procedures and functions only, and says so where none is chosen', async () => {
    expectFailure(await graph({ routines: ['t'], depth: 0, confirm: 'dev' }), 'not-found');
    expectFailure(await graph({ routines: ['p'], confirm: 'dev' }), 'unreachable');
  });
});
