/**
 * The source index: the data that it keeps of a file, the data that it computes again, and when calls count as changed.
 */
import assert from 'node:assert/strict';
import { packFile } from '../../engine/src/analysis/sources/pack-file';
import { findUnread } from '../../engine/src/analysis/sources/unread-sources';
import { findCallCycle } from '../../engine/src/analysis/program/call-cycles';
import { findOccurrences } from '../../engine/src/analysis/program/references';
import { SourceIndex } from '../../engine/src/analysis/sources/source-index';
import { defaultParserOptions } from '../../engine/src/syntax/dialect';
import { indexFiles } from '../support/source-files';

describe('the source index', () => {
  const padding = `-- ${'x'.repeat(500_000)}\n`;
  const large = (): SourceIndex => {
    const index = new SourceIndex({ ...defaultParserOptions, schema: 'shop' });
    for (let i = 0; i < 8; i++)
      index.update(`${i}.sql`, `${padding}CREATE PROCEDURE p${i}(IN a INT) CALL p${i + 1}(a);`);
    return index;
  };

  it('makes syntax that was put away again from the text', () => {
    const index = large();
    const first = index.facts('0.sql')!;
    const before = first.script;
    for (const { script } of index.files()) assert.equal(script.definitions.length, 1);
    assert.notEqual(first.script, before, 'eight files of 500,000 characters are too many to be kept at hand');
    assert.deepEqual(first.script.definitions[0]?.span, before.definitions[0]?.span);
    assert.equal(
      first.routines[0]?.routine.checksums.exact,
      index.find('procedure shop.p0')[0]?.routine.checksums.exact,
    );
  });

  it('answers what is asked of the whole project without syntax', () => {
    const index = large();
    const uses = findOccurrences(index, 'procedure shop.p3').map(({ file, role }) => `${role} in ${file}`);
    assert.deepEqual(uses, ['use in 2.sql', 'definition in 3.sql']);
    const [source] = index.find('procedure shop.p3');
    assert.deepEqual([source?.line, source?.endLine], [2, 2]);
    assert.deepEqual(source?.signature.parameters, [{ mode: 'in', name: 'a', type: 'int' }]);
  });

  it('knows without syntax which files could not be read whole', () => {
    const [facts] = indexFiles('-- file: a.sql\nCREATE PROCEDURE a() DO 1;\n<<<<<<< HEAD\n').files();
    assert.ok(facts);
    const index = indexFiles('');
    // Another text in place of the packed one: nothing but the packed data can have the answer.
    index.update('a.sql', 'DO 1;', packFile(facts));
    assert.deepEqual(findUnread([], index.files()), [{ file: 'a.sql', line: 2 }]);
  });

  it('counts a change of calls, and no other, as one', () => {
    const index = indexFiles(
      '-- file: a.sql\nCREATE PROCEDURE a() CALL b();\n-- file: b.sql\nCREATE PROCEDURE b() DO 1;',
    );
    assert.equal(findCallCycle(index, 'procedure shop.a'), null);
    const before = index.callsRevision;
    index.update('b.sql', 'CREATE PROCEDURE b() DO 2;');
    assert.equal(index.callsRevision, before);
    index.update('b.sql', 'CREATE PROCEDURE b() CALL a();');
    assert.notEqual(index.callsRevision, before);
    const routines = ['procedure shop.a', 'procedure shop.b'];
    assert.deepEqual(findCallCycle(index, 'procedure shop.a'), { routines, at: 0 });
    index.remove('b.sql');
    assert.equal(findCallCycle(index, 'procedure shop.a'), null);
  });

  it('takes no routine, call or member from a file that does not count', () => {
    const index = indexFiles(
      '-- file: new.sql\nCREATE PROCEDURE a() SELECT 1;\n-- file: old.sql\nCREATE PROCEDURE a() CALL b();\n-- file: b.sql\nCREATE PROCEDURE b() CALL a();',
    );
    assert.notEqual(findCallCycle(index, 'procedure shop.a'), null);
    assert.deepEqual(index.chosen().map(({ file }) => file), ['b.sql', 'old.sql']); // prettier-ignore
    index.prefer(new Map([['new.sql', 0]]));
    assert.equal(findCallCycle(index, 'procedure shop.a'), null);
    for (const found of [index.routines(), index.chosen()])
      assert.deepEqual(found.map(({ file }) => file), ['b.sql', 'new.sql']); // prettier-ignore
  });

  it('gives files in the order of their paths, however they came', () => {
    const index = indexFiles('-- file: b.sql\nDO 1;\n-- file: c.sql\nDO 1;\n-- file: a.sql\nDO 1;');
    index.remove('c.sql');
    index.update('b2.sql', 'DO 2;');
    assert.deepEqual(index.files().map(({ file }) => file), ['a.sql', 'b.sql', 'b2.sql']); // prettier-ignore
  });
});
