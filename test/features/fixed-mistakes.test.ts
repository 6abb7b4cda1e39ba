/** Quick fixes that end a finding: the text they make is compared, and diagnosed again. */
import assert from 'node:assert/strict';
import { diagnoseFile } from '../../engine/src/analysis/diagnose';
import { findQuickFixes } from '../../engine/src/features/fixes/quick-fixes';
import { applyEdits } from '../../engine/src/routine/naming';
import { readMarkedFiles } from '../support/marked-files';

const body = (inside: string, head = 'p()'): string =>
  `DELIMITER //\nCREATE PROCEDURE ${head}\nBEGIN\n${inside}\nEND //\nDELIMITER ;\n`;

/** Checks that the fix with this title makes the expected text, whose findings are those of before without this one. */
function checkFixed(text: string, title: string, expected: string, left: readonly string[] = []): void {
  const { index } = readMarkedFiles(text);
  const before = index.facts('main.sql')!.script.text;
  const fixes = findQuickFixes(index, 'main.sql', diagnoseFile(index, 'main.sql'));
  const fix = fixes.find((candidate) => candidate.title === title);
  assert.ok(fix, `found only: ${fixes.map((candidate) => candidate.title).join(', ')}`);
  const after = applyEdits(
    before,
    { start: 0, end: before.length },
    [...fix.edits].sort((a, b) => a.span.start - b.span.start),
  );
  assert.equal(after, expected);
  index.update('main.sql', after);
  assert.deepEqual(
    diagnoseFile(index, 'main.sql').map(({ code, message }) => `${code}: ${message}`),
    left,
  );
}

function titles(text: string): readonly string[] {
  const { index } = readMarkedFiles(text);
  const fixes = findQuickFixes(index, 'main.sql', diagnoseFile(index, 'main.sql'));
  return fixes.map(({ title }) => title).filter((title) => !title.startsWith('Ignore'));
}

describe('quick fixes that end a finding', () => {
  describe('declare a variable', () => {
    it('behind those that are there, of the type of its value', () =>
      checkFixed(
        body('  DECLARE a INT DEFAULT 1;\n  DECLARE c CURSOR FOR SELECT a;\n  SET total = 1.5;'),
        'Declare the variable total DECIMAL(10,2)',
        body(
          '  DECLARE a INT DEFAULT 1;\n  DECLARE total DECIMAL(10,2);\n  DECLARE c CURSOR FOR SELECT a;\n  SET total = 1.5;',
        ),
      ));
    it('as the first, of the type of what it is compared with', () =>
      checkFixed(
        body('  IF `a b` = d THEN SELECT 1; END IF;', 'p(IN d DATE)'),
        'Declare the variable `a b` DATE',
        body('  DECLARE `a b` DATE;\n  IF `a b` = d THEN SELECT 1; END IF;', 'p(IN d DATE)'),
      ));
    it('before a handler, of the type of the parameter it is passed to', () =>
      checkFixed(
        `-- file: main.sql\n${body('  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN END;\n  CALL q(x);')}-- file: q.sql\nCREATE PROCEDURE q(IN n BIGINT) SELECT n;`,
        'Declare the variable x BIGINT',
        body('  DECLARE x BIGINT;\n  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN END;\n  CALL q(x);'),
      ));
    it('before the declaration that uses it', () =>
      checkFixed(
        body('  DECLARE a INT DEFAULT b + 1;\n  SELECT a;'),
        'Declare the variable b INT',
        body('  DECLARE b INT;\n  DECLARE a INT DEFAULT b + 1;\n  SELECT a;'),
      ));
    it('within a line, and for SELECT … INTO', () =>
      checkFixed(
        'DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1 INTO x; END//',
        'Declare the variable x VARCHAR(255)',
        'DELIMITER //\nCREATE PROCEDURE p() BEGIN DECLARE x VARCHAR(255); SELECT 1 INTO x; END//',
      ));
    it('not without a block', () => assert.deepEqual(titles('CREATE PROCEDURE p() SET x = 1;'), []));
  });

  describe('remove a variable', () => {
    it('with its line', () =>
      checkFixed(
        body('  DECLARE a INT;\n  DECLARE b INT;\n  SELECT a;'),
        'Remove the variable b',
        body('  DECLARE a INT;\n  SELECT a;'),
      ));
    it('within a line', () =>
      checkFixed(
        'DELIMITER //\nCREATE PROCEDURE p() BEGIN DECLARE b INT; SELECT 1; END//',
        'Remove the variable b',
        'DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; END//',
      ));
    for (const [names, removed, rest] of [
      ['a, b, c', 'a', 'b, c'],
      ['b, a, c', 'a', 'b, c'],
      ['b, c, a', 'a', 'b, c'],
    ] as const)
      it(`out of ${names}`, () =>
        checkFixed(
          body(`  DECLARE ${names} INT;\n  SELECT b, c;`),
          `Remove the variable ${removed}`,
          body(`  DECLARE ${rest} INT;\n  SELECT b, c;`),
        ));
  });

  describe('of a column that a parameter hides', () => {
    it('write the table before it', () =>
      checkFixed(
        body('  DELETE FROM shop.t WHERE id = id;', 'p(IN id INT)'),
        'Write t.id',
        body('  DELETE FROM shop.t WHERE t.id = id;', 'p(IN id INT)'),
      ));
    it('write its alias', () =>
      checkFixed(
        body('  SELECT * FROM t AS `x y` WHERE id = id;', 'p(IN id INT)'),
        'Write `x y`.id',
        body('  SELECT * FROM t AS `x y` WHERE `x y`.id = id;', 'p(IN id INT)'),
      ));
    it('rename the parameter everywhere else', () =>
      checkFixed(
        body('  DELETE FROM t WHERE id = id AND n > id;\n  SELECT id;', 'p(IN id INT)'),
        'Rename the parameter to p_id',
        body('  DELETE FROM t WHERE id = p_id AND n > p_id;\n  SELECT p_id;', 'p(IN p_id INT)'),
      ));
    it('rename the variable, where several tables leave it open whose column it is', () => {
      const text = (name: string, comparison: string): string =>
        body(`  DECLARE ${name} INT DEFAULT 1;\n  SELECT 1 FROM t JOIN u ON t.a = u.a WHERE ${comparison};`);
      assert.deepEqual(titles(text('id', 'id = id')), ['Rename the variable to v_id']);
      checkFixed(text('id', 'id = id'), 'Rename the variable to v_id', text('v_id', 'id = v_id'));
    });
  });

  describe('LIMIT 1', () => {
    for (const [before, after] of [
      ['SELECT n INTO v FROM t ORDER BY n DESC', 'SELECT n INTO v FROM t ORDER BY n DESC LIMIT 1'],
      ['SELECT n FROM t ORDER BY n INTO v', 'SELECT n FROM t ORDER BY n LIMIT 1 INTO v'],
      ['SELECT n INTO v FROM t ORDER BY n FOR UPDATE', 'SELECT n INTO v FROM t ORDER BY n LIMIT 1 FOR UPDATE'],
    ] as const)
      it(`is put into ${before}`, () =>
        checkFixed(
          body(`  ${before};`, 'p(OUT v INT)'),
          'Read the first row only (LIMIT 1)',
          body(`  ${after};`, 'p(OUT v INT)'),
        ));
    it('is not offered where it would take any row', () =>
      assert.deepEqual(titles(body('  SELECT n INTO v FROM t;', 'p(OUT v INT)')), []));
  });

  describe('QUOTE()', () => {
    const text = (parts: string): string => body(`  SET @s = CONCAT(${parts});\n  PREPARE s FROM @s;`, 'p(IN a TEXT)');
    for (const [before, after] of [
      [`'SELECT 1 FROM t WHERE n = ''', a, ''''`, `'SELECT 1 FROM t WHERE n = ', QUOTE(a), ''`],
      [`"SELECT 1 FROM t WHERE n = '", a, "' LIMIT 1"`, `"SELECT 1 FROM t WHERE n = ", QUOTE(a), " LIMIT 1"`],
      [`'SELECT 1 FROM t WHERE n = \\'', a, '\\' LIMIT 1'`, `'SELECT 1 FROM t WHERE n = ', QUOTE(a), ' LIMIT 1'`],
      [`'SELECT 1 FROM t WHERE n LIKE ', a`, `'SELECT 1 FROM t WHERE n LIKE ', QUOTE(a)`],
    ] as const)
      it(`takes the place of the quotes in ${before}`, () =>
        checkFixed(text(before), 'Quote the value with QUOTE(a)', text(after)));
    it('is another thing in a quoted name', () =>
      checkFixed(
        text("'SELECT 1 FROM `', a, '`'"),
        'Double the backticks in a',
        text("'SELECT 1 FROM `', REPLACE(a, '`', '``'), '`'"),
      ));
    it('is not offered where neither value nor name is meant', () => {
      assert.deepEqual(titles(text("'SELECT 1 FROM t ORDER BY ', a")), []);
      assert.deepEqual(titles(text("'SELECT 1 FROM t WHERE n LIKE ''%', a, '%'''")), []);
    });
  });

  describe('the schema of a lookup', () => {
    const text = (condition: string): string =>
      body(`  IF EXISTS (SELECT 1 FROM information_schema.tables t WHERE ${condition}) THEN SELECT 1; END IF;`);
    for (const [before, after, column] of [
      ["table_name = 'a'", "table_schema = DATABASE() AND table_name = 'a'", 'table_schema'],
      ["1 OR t.TABLE_NAME = 'a'", "1 OR t.TABLE_SCHEMA = DATABASE() AND t.TABLE_NAME = 'a'", 'TABLE_SCHEMA'],
    ] as const)
      it(`is put before ${before}`, () => checkFixed(text(before), `Add ${column} = DATABASE()`, text(after)));
    it('is not offered behind NOT', () => assert.deepEqual(titles(text("NOT table_name = 'a'")), []));
  });

  describe('DELIMITER lines', () => {
    it('stand around a routine', () =>
      checkFixed(
        '-- first\nCREATE PROCEDURE p()\nBEGIN\n  SELECT 1;\nEND;\nSELECT 2;\n',
        'Wrap in DELIMITER //',
        '-- first\nDELIMITER //\nCREATE PROCEDURE p()\nBEGIN\n  SELECT 1;\nEND\n//\nDELIMITER ;\nSELECT 2;\n',
      ));
    it('stand around several, and what is between them', () =>
      checkFixed(
        "CREATE PROCEDURE p() BEGIN SELECT '//'; END;\nSHOW WARNINGS;\nCREATE PROCEDURE q() BEGIN SELECT 1; END",
        'Wrap in DELIMITER $$',
        "DELIMITER $$\nCREATE PROCEDURE p() BEGIN SELECT '//'; END\n$$\nSHOW WARNINGS\n$$\nCREATE PROCEDURE q() BEGIN SELECT 1; END\n$$\nDELIMITER ;",
      ));
  });
});
