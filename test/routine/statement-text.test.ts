import assert from 'node:assert/strict';
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
