/** The files of a project as an editor shows them. */
import assert from 'node:assert/strict';
import { SourceIndex } from '../../engine/src/analysis/sources/source-index';
import { readFromIndex } from '../../engine/src/editing/shown-tree';
import { parserOptionsOf } from '../../engine/src/use-cases/shared/project';
import { parseProjectFile } from '../../engine/src/project/parse-project-file';
import { memorySourceTree } from '../support/memory-project';

it('are the typed sources, and the applications as they are saved', async () => {
  const { value: config } = parseProjectFile('{ "sources": ["*.sql"], "applications": ["src/**", "!src/gen/**"] }');
  assert.ok(config !== null);
  const index = new SourceIndex(parserOptionsOf(config));
  index.update('a.sql', 'CREATE PROCEDURE typed() SELECT 1;');
  const saved = { 'a.sql': '', 'b.sql': '', 'src/a.py': 'call typed()', 'src/gen/b.py': 'call typed()' };
  const tree = readFromIndex(index, memorySourceTree(saved), config.applications ?? []);
  assert.deepEqual(await tree.list(config.sources), ['a.sql']);
  assert.deepEqual(await tree.list(config.applications ?? []), ['src/a.py']);
  assert.equal(await tree.read('a.sql'), 'CREATE PROCEDURE typed() SELECT 1;');
  assert.equal(await tree.read('src/a.py', 5), null);
  assert.equal(await tree.read('src/a.py', 50), 'call typed()');
});
