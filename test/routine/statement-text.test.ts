import assert from 'node:assert/strict';
import { withDelimiter } from '../../engine/src/routine/statement-text';
import { indexFiles } from '../support/source-files';

function checkText(file: string, expected: string): void {
  assert.deepEqual(
    indexFiles(file)
      .routines()
      .map(({ routine }) => routine.text),
    [expected],
  );
}

describe('the text of a statement', () => {
  it('is as written', () =>
    checkText(
      'CREATE PROCEDURE p() /* a */ SELECT /*!80000 1 */ + 1;',
      'CREATE PROCEDURE p() /* a */ SELECT /*!80000 1 */ + 1',
    ));
  it('is as written where the server passes a part over', () =>
    checkText(
      'CREATE PROCEDURE p() SELECT 1 /*!99999 + 1 */ + 2;',
      'CREATE PROCEDURE p() SELECT 1 /*!99999 + 1 */ + 2',
    ));
  for (const [written, sent] of [
    ['SELECT 1 -- a\n', 'SELECT 1 -- a'],
    ['SELECT 1 /* a */ # b \r\n\n', 'SELECT 1 /* a */ # b'],
    ['BEGIN END -- a\n-- b\n', 'BEGIN END -- a\n-- b'],
    ['SELECT 1 --', 'SELECT 1 --'],
    ['SELECT 1 /* a */; -- b\n', 'SELECT 1 /* a */'],
    ['SELECT 1 /* a */ /*!99999 + 1 */ -- b\n', 'SELECT 1 /* a */'],
    ['SELECT 1', 'SELECT 1'],
  ] as const)
    it(`includes the comments up to the delimiter: ${JSON.stringify(written)}`, () => {
      checkText(`DELIMITER $$\nCREATE PROCEDURE p() ${written}$$\n-- behind it\n`, `CREATE PROCEDURE p() ${sent}`);
    });
  it('does not include what follows the delimiter, or the comments of a view, which no server keeps', () => {
    checkText('CREATE PROCEDURE p() SELECT 1; -- a', 'CREATE PROCEDURE p() SELECT 1');
    checkText('CREATE VIEW v AS SELECT 1 -- a\n;', 'CREATE VIEW v AS SELECT 1');
  });
  it('is followed by its delimiter on another line where a comment might include it', () => {
    assert.equal(withDelimiter('SELECT 1 -- a', ';'), 'SELECT 1 -- a\n;');
    assert.equal(withDelimiter('-- a\nSELECT 1 /* b */', '$$'), '-- a\nSELECT 1 /* b */$$');
  });
  it('has checksums without the comments after it', () => {
    const [plain, commented] = ['SELECT 1$$', 'SELECT 1 -- a\n$$'].map(
      (body) => indexFiles(`DELIMITER $$\nCREATE PROCEDURE p() ${body}`).routines()[0]!.routine.checksums,
    );
    assert.deepEqual(plain, commented);
  });
  it('stands by itself where a dump wraps its parts in executable comments', () =>
    checkText(
      `DELIMITER ;;
/*!50003 CREATE*/ /*!50017 DEFINER=\`root\`@\`localhost\`*/ /*!50003 TRIGGER t_ai AFTER INSERT ON t FOR EACH ROW BEGIN
  DELETE FROM log;
END */;;`,
      `CREATE  DEFINER=\`root\`@\`localhost\`  TRIGGER t_ai AFTER INSERT ON t FOR EACH ROW BEGIN
  DELETE FROM log;
END`,
    ));
});
