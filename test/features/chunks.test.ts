/** Routines in the middle of what a client sends at a time: several CREATEs between two delimiters. */
import assert from 'node:assert/strict';
import { makeCodeLenses } from '../../engine/src/features/code-lenses';
import { findDefinitions } from '../../engine/src/features/definition';
import { findFoldingRanges } from '../../engine/src/features/folding';
import { formatFile } from '../../engine/src/features/format/format-file';
import { makeHover } from '../../engine/src/features/hover';
import { noDeploymentInfo } from '../../engine/src/features/deployment-info';
import { makeOutline } from '../../engine/src/features/outline';
import { findReferences } from '../../engine/src/features/references';
import { rename } from '../../engine/src/features/rename';
import { applyEdits } from '../../engine/src/routine/naming';
import { readMarkedFiles } from '../support/marked-files';

/** Three routines in one chunk, with what installers write around them; the cursor is put in by each test. */
const chunk = `-- file: install.sql
DELIMITER $$
USE shop;
DROP PROCEDURE IF EXISTS first;
CREATE PROCEDURE first() BEGIN SELECT 1; END;
-- Adds a day up.
CREATE PROCEDURE middle(IN p_day INT)
BEGIN
  DECLARE v_sum INT DEFAULT 0;
  SET v_sum = p_day;
  CALL first();
END;
CREATE FUNCTION last_one() RETURNS INT DETERMINISTIC
BEGIN
  RETURN 1;
END;
CALL middle(1);
$$
DELIMITER ;
-- file: caller.sql
CREATE PROCEDURE caller() CALL middle(2);
`;

/** Returns the text with the cursor after the first letters of a passage that occurs only once. */
function at(text: string, letters = 1): string {
  assert.equal(chunk.split(text).length, 2, `${text} stands once`);
  return chunk.replace(text, `${text.slice(0, letters)}$0${text.slice(letters)}`);
}

function hover(text: string, letters?: number) {
  const { index, cursor } = readMarkedFiles(at(text, letters));
  return makeHover(index, cursor.file, cursor.offset, { findDeploymentInfo: noDeploymentInfo, live: null });
}

/** Returns the text at the found places. */
function linesOf(
  text: string,
  places: readonly { readonly file: string; readonly start: number }[],
): readonly string[] {
  const { index } = readMarkedFiles(text);
  return places.map(({ file, start }) => {
    const facts = index.facts(file);
    assert.ok(facts);
    return `${file}:${facts.lines.place(start).line}`;
  });
}

describe('a routine in the middle of a chunk', () => {
  it('has a hover with its own comment, at its name, where another routine calls it and at its locals', () => {
    const expected = ['Adds a day up.', 'contains sql · SQL security definer'];
    for (const [text, letters] of [
      ['middle(IN', 2],
      ['middle(2)', 2],
    ] as const) {
      const found = hover(text, letters);
      assert.deepEqual([found?.code, found?.lines], ['PROCEDURE shop.middle(IN p_day int)', expected], text);
    }
    assert.equal(hover('v_sum = p_day', 9)?.code, 'IN p_day INT');
    assert.equal(hover('last_one() RETURNS', 2)?.code, 'FUNCTION shop.last_one() RETURNS int');
  });

  it('is where its callers lead, inside and outside of the chunk', () => {
    for (const [text, letters, line] of [
      ['CALL first();\nEND', 6, 'install.sql:4'],
      ['middle(2)', 1, 'install.sql:6'],
    ] as const) {
      const { index, cursor } = readMarkedFiles(at(text, letters));
      const found = findDefinitions(index, cursor.file, cursor.offset);
      const places = found.map(({ file, nameSpan }) => ({ file, start: nameSpan.start }));
      assert.deepEqual(linesOf(chunk, places), [line], text);
    }
  });

  it('is renamed at its CREATE and at each call', () => {
    const { index, cursor } = readMarkedFiles(at('middle(IN', 2));
    const renamed = rename(index, cursor.file, cursor.offset, 'add_up');
    assert.ok(renamed.ok);
    const after = index.files().map(({ file, script }) => {
      const edits = renamed.value.filter((edit) => edit.file === file);
      const ordered = edits.toSorted((a, b) => a.span.start - b.span.start);
      return `-- file: ${file}\n${applyEdits(script.text, { start: 0, end: script.text.length }, ordered)}`;
    });
    const files = [
      chunk.slice(chunk.indexOf('-- file: caller.sql')),
      chunk.slice(0, chunk.indexOf('-- file: caller.sql')),
    ];
    assert.deepEqual(
      after.map((text) => text.trimEnd()).sort(),
      files.map((text) => text.replaceAll('middle', 'add_up').trimEnd()).sort(),
    );
  });

  it('keeps the names of its locals to itself', () => {
    const { index, cursor } = readMarkedFiles(at('v_sum INT', 2));
    const places = findReferences(index, cursor.file, cursor.offset).map(({ file, span }) => ({
      file,
      start: span.start,
    }));
    assert.deepEqual(linesOf(chunk, places), ['install.sql:8', 'install.sql:9']);
  });

  it('has its own lenses, its place in the outline and its fold', () => {
    const { index } = readMarkedFiles(chunk);
    const facts = index.facts('install.sql');
    assert.ok(facts);
    const lenses = makeCodeLenses(index, facts, noDeploymentInfo);
    assert.deepEqual(
      lenses.map(({ action, routine, span }) => `${action} ${routine} ${facts.lines.place(span.start).line}`),
      ['first 4', 'middle 6', 'last_one 12'].flatMap((one) => [`deploy shop.${one}`, `compare shop.${one}`]),
    );
    assert.deepEqual(
      makeOutline(facts).map(({ name }) => name),
      ['shop.first', 'shop.middle', 'shop.last_one'],
    );
    const folds = findFoldingRanges(facts).map(
      ({ span }) => `${facts.lines.place(span.start).line}-${facts.lines.place(span.end).line}`,
    );
    assert.ok(folds.includes('6-11'), folds.join(' '));
  });

  it('is formatted, and what stands around it stays', async () => {
    const crooked = `DELIMITER $$
DROP PROCEDURE IF EXISTS a;
CREATE PROCEDURE a() begin select 1; end;
create procedure b(in p int)
begin
declare v int;
   set v = p; end;
CALL b(1);
$$
DELIMITER ;
`;
    const { index } = readMarkedFiles(`-- file: a.sql\n${crooked}`);
    const facts = index.facts('a.sql');
    assert.ok(facts);
    const { text } = facts.script;
    const { edits } = await formatFile(facts, { tabSize: 2, useTabs: false, width: 100 });
    const formatted = applyEdits(text, { start: 0, end: text.length }, edits);
    assert.match(formatted, /\nbegin\n {2}declare v int;\n {2}set v = p;\nend;\n/);
    assert.match(formatted, /^DELIMITER \$\$\nDROP PROCEDURE IF EXISTS a;\n/);
    assert.match(formatted, /\nCALL b\(1\);\n\$\$\nDELIMITER ;\n$/);
    const again = readMarkedFiles(`-- file: a.sql\n${formatted}`).index.facts('a.sql');
    assert.ok(again);
    assert.deepEqual((await formatFile(again, { tabSize: 2, useTabs: false, width: 100 })).edits, []);
    assert.deepEqual(
      again.routines.map(({ key }) => key.name),
      ['a', 'b'],
    );
  });
});
