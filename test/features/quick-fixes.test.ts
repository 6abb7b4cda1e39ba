import assert from 'node:assert/strict';
import { diagnoseFile } from '../../engine/src/analysis/diagnose';
import { findQuickFixes } from '../../engine/src/features/fixes/quick-fixes';
import { applyEdits } from '../../engine/src/routine/naming';
import { readMarkedFiles } from '../support/marked-files';

/** Checks that the fix with this title, of any finding, turns main.sql into the expected text. */
function checkFix(text: string, title: string, expected: string): void {
  const { index } = readMarkedFiles(text);
  const before = index.facts('main.sql')?.script.text ?? '';
  const fixes = findQuickFixes(index, 'main.sql', diagnoseFile(index, 'main.sql'));
  const fix = fixes.find((candidate) => candidate.title === title);
  assert.ok(fix, `found only: ${fixes.map((candidate) => candidate.title).join(', ')}`);
  assert.equal(applyEdits(before, { start: 0, end: before.length }, fix.edits), expected);
}

function titles(text: string): readonly string[] {
  const { index } = readMarkedFiles(text);
  return findQuickFixes(index, 'main.sql', diagnoseFile(index, 'main.sql')).map(({ title }) => title);
}

describe('quick fixes', () => {
  it('write the schema in use before a table of another schema’s view', () =>
    checkFix(
      'USE shop;\nCREATE VIEW reporting.sales AS SELECT day FROM orders;',
      'Write shop.orders',
      'USE shop;\nCREATE VIEW reporting.sales AS SELECT day FROM shop.orders;',
    ));

  describe('a missing routine', () => {
    it('is created behind the caller, its parameters as the arguments are declared', () =>
      checkFix(
        'CREATE PROCEDURE a(IN p_id BIGINT) CALL gone(p_id, 1, @total);\nCREATE PROCEDURE b() SELECT 1;',
        'Create procedure shop.gone',
        'CREATE PROCEDURE a(IN p_id BIGINT) CALL gone(p_id, 1, @total);\n\n' +
          'CREATE PROCEDURE gone(IN p_id BIGINT, IN p_2 INT, IN total VARCHAR(255))\nBEGIN\nEND;\n' +
          'CREATE PROCEDURE b() SELECT 1;',
      ));

    it('stands under the delimiter of the file', () =>
      checkFix(
        'DELIMITER //\nCREATE PROCEDURE a()\nBEGIN\n  SELECT gone(1.5);\nEND //\nDELIMITER ;\n',
        'Create function shop.gone',
        'DELIMITER //\nCREATE PROCEDURE a()\nBEGIN\n  SELECT gone(1.5);\nEND //\n\n' +
          'CREATE FUNCTION gone(p_1 DECIMAL(10,2))\n  RETURNS INT DETERMINISTIC\n  RETURN NULL//\nDELIMITER ;\n',
      ));

    it('ends a caller that is not ended, and lies in its schema', () =>
      checkFix(
        'CREATE PROCEDURE billing.a() CALL `go ne`()',
        'Create procedure billing.go ne',
        'CREATE PROCEDURE billing.a() CALL `go ne`();\n\nCREATE PROCEDURE billing.`go ne`()\nBEGIN\nEND;',
      ));

    it('is no longer missing then', () => {
      const text = 'CREATE PROCEDURE a() CALL gone(1, 1);';
      const { index } = readMarkedFiles(text);
      const [fix] = findQuickFixes(index, 'main.sql', diagnoseFile(index, 'main.sql'));
      index.update('main.sql', applyEdits(text, { start: 0, end: text.length }, fix?.edits ?? []));
      assert.deepEqual(diagnoseFile(index, 'main.sql'), []);
    });
  });

  describe('missing arguments', () => {
    const callee = '\n-- file: b.sql\nCREATE PROCEDURE b(IN day_id INT, IN note TEXT, OUT total INT) SET total = 1;';

    it('are variables of the same name, else NULL, and a user variable for OUT', () =>
      checkFix(
        `-- file: main.sql\nCREATE PROCEDURE a(IN note TEXT) CALL b();${callee}`,
        'Add 3 missing arguments',
        'CREATE PROCEDURE a(IN note TEXT) CALL b(NULL /* day_id */, note, @total);\n',
      ));

    it('follow those that are there', () =>
      checkFix(
        `-- file: main.sql\nCREATE PROCEDURE a() CALL b(1, 'x' );${callee}`,
        'Add the missing argument',
        "CREATE PROCEDURE a() CALL b(1, 'x', @total );\n",
      ));

    it('come with their parentheses', () =>
      checkFix(
        '-- file: main.sql\nCREATE PROCEDURE a() CALL b;\n-- file: b.sql\nCREATE PROCEDURE b(IN n INT) SELECT n;',
        'Add the missing argument',
        'CREATE PROCEDURE a() CALL b(NULL /* n */);\n',
      ));

    it('are not offered where there are too many', () =>
      assert.deepEqual(titles('CREATE PROCEDURE a() CALL b(1);\nCREATE PROCEDURE b() SELECT 1;'), [
        'Ignore argument-count here, with a reason',
      ]));
  });

  describe('to ignore a diagnostic', () => {
    const title = 'Ignore missing-routine here, with a reason';

    it('put a comment above the line, which waits for its reason', () => {
      const fixed = 'CREATE PROCEDURE a()\nBEGIN\n  -- sproc:ignore missing-routine \n  CALL gone();\nEND;';
      checkFix('CREATE PROCEDURE a()\nBEGIN\n  CALL gone();\nEND;', title, fixed);
      const codes = (text: string): readonly string[] =>
        diagnoseFile(readMarkedFiles(text).index, 'main.sql')
          .map(({ code }) => code)
          .filter((code) => code !== 'missing-delimiter');
      assert.deepEqual(codes(fixed), ['missing-routine']);
      assert.deepEqual(codes(fixed.replace('routine \n', 'routine it is made by the installer\n')), []);
    });

    it('join a comment that is there', () =>
      checkFix(
        'CREATE PROCEDURE a()\n-- sproc:ignore call-cycle by design\nCALL gone();',
        title,
        'CREATE PROCEDURE a()\n-- sproc:ignore call-cycle, missing-routine by design\nCALL gone();',
      ));

    it('are not offered where the comment would become part of a text', () =>
      assert.deepEqual(titles("CREATE PROCEDURE a() SELECT '\n', gone();"), ['Create function shop.gone']));

    it('are not offered for what the parser sees', () => assert.deepEqual(titles('CREATE PROCEDURE a() SELEC 1;'), []));
  });
});
