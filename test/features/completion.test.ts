import assert from 'node:assert/strict';
import { findCompletions } from '../../engine/src/features/completion/completion';
import { readMarkedFiles } from '../support/marked-files';

const others = `
-- file: others.sql
CREATE PROCEDURE post_totals(IN day_id INT) INSERT INTO totals SELECT * FROM days;
CREATE PROCEDURE audit.note() INSERT INTO audit.notes VALUES (1);
CREATE FUNCTION vat(n INT) RETURNS INT DETERMINISTIC RETURN n;
`;

function complete(text: string): ReturnType<typeof findCompletions> {
  const { index, cursor } = readMarkedFiles(`-- file: main.sql\n${text}${others}`);
  return findCompletions(index, cursor.file, cursor.offset);
}

function checkLabels(text: string, kinds: readonly string[], expected: readonly string[]): void {
  const found = complete(text).filter(({ kind }) => kinds.includes(kind));
  assert.deepEqual(
    found.map(({ label }) => label),
    expected,
  );
}

describe('completion', () => {
  it('proposes procedures behind CALL, others’ with their schema', () =>
    checkLabels(
      'CREATE PROCEDURE a() CALL $0',
      ['procedure', 'function', 'keyword'],
      ['a', 'post_totals', 'audit.note'],
    ));

  it('proposes the procedures of the own schema first, whatever the order of files', () =>
    checkLabels('CREATE PROCEDURE audit.a() CALL $0', ['procedure'], ['a', 'note', 'shop.post_totals']));

  it('proposes those of a written schema', () =>
    checkLabels('CREATE PROCEDURE a() CALL audit.$0', ['procedure'], ['note']));

  it('replaces the word that is being typed', () => {
    const [first] = complete('CREATE PROCEDURE a() CALL po$0');
    assert.deepEqual(first?.span, { start: 26, end: 28 });
  });

  it('puts an empty stop in for each parameter, since a selected text would be surrounded by a typed quote', () => {
    assert.equal(complete('CREATE PROCEDURE a() CALL po$0')[0]?.insert, 'post_totals($1)');
    assert.equal(complete('CREATE PROCEDURE a() SELECT va$0')[0]?.insert, 'vat($1)');
    assert.equal(complete('CREATE PROCEDURE a() CALL audit.$0')[0]?.insert, 'note()');
    assert.equal(complete('CREATE PROCEDURE a() CALL po$0(1)')[0]?.insert, 'post_totals');
  });

  it('escapes the characters of names that have a meaning beside stops', () =>
    assert.equal(complete('CREATE PROCEDURE a$b(IN `x}` INT, OUT y INT) CALL a$0')[0]?.insert, 'a\\$b($1, $2)'));

  it('offers only what the word may become', () =>
    checkLabels('CREATE PROCEDURE a() CALL ptot$0', ['procedure'], ['post_totals']));

  for (const typed of ['BEGIN', 'begin', 'THEN', 'ELSE', 'END', 'DO', 'LOOP'])
    it(`proposes nothing for ${typed} once it is typed, so that the Enter after it is one`, () =>
      assert.deepEqual(complete(`CREATE PROCEDURE a() BEGIN IF 1 THEN SET @a = 1; ${typed}$0`), []));

  for (const typed of ['SELECT a FROM t GROUP BY', 'SELECT a FROM t LEFT JOIN', 'SELECT 1 UNION ALL', 'SET a = b AND'])
    it(`proposes no keyword for the end of ${typed}, which is one`, () =>
      checkLabels(`CREATE PROCEDURE a() BEGIN ${typed}$0`, ['keyword'], []));

  it('proposes keywords that begin with what is typed', () => {
    checkLabels('CREATE PROCEDURE a() SELECT b FROM t whe$0', ['keyword'], ['where']);
    checkLabels('CREATE PROCEDURE a() SELECT b INT$0', ['keyword'], ['INTO']);
  });

  for (const typed of ['SET @a', 'SELECT a INTO @x', 'SELECT @@sql_mode', 'SELECT @@session.sql', 'SET @'])
    it(`proposes nothing for the variable of ${typed}`, () =>
      assert.deepEqual(complete(`CREATE PROCEDURE a(av_id INT) BEGIN ${typed}$0`), []));

  for (const typed of ['DELIMITER $$', 'delimiter //', 'DELIMITER ;;', 'DELIMITER $'])
    it(`proposes nothing after ${typed}, so that the Enter after it is one`, () =>
      assert.deepEqual(complete(`${typed}$0`), []));

  it('writes keywords in the case that is typed', () => {
    assert.equal(complete('CREATE PROCEDURE a() BEGIN sel$0')[0]?.insert, 'select');
    assert.equal(complete('CREATE PROCEDURE a() BEGIN SEL$0')[0]?.insert, 'SELECT');
    assert.ok(complete('create procedure a() begin while 1 $0').some(({ insert }) => insert === 'do'));
  });

  for (const typed of ['SELECT total', 'CALL post_totals(total', 'CALL post_totals(1, Total', 'SET v = `to tal`'])
    it(`proposes nothing for the name in ${typed}, which is typed in full`, () =>
      assert.deepEqual(
        complete(`CREATE PROCEDURE a(total INT, totals INT, \`to tal\` INT) BEGIN DECLARE v INT; ${typed}$0; END`),
        [],
      ));

  it('proposes tables behind FROM', () =>
    checkLabels('CREATE PROCEDURE a() SELECT * FROM $0', ['table', 'procedure'], ['audit.notes', 'days', 'totals']));

  for (const [text, expected] of [
    ['UPDATE $0', ['audit.notes', 'days', 'totals']],
    ['SELECT * FROM days JOIN t$0', ['audit.notes', 'totals']],
    ['SELECT * FROM days, to$0', ['audit.notes', 'totals']],
    ['INSERT INTO $0', ['audit.notes', 'days', 'totals']],
    ['SELECT * FROM audit.$0', ['notes']],
    ['SELECT 1 INTO $0', []],
    ['SELECT id FROM days FOR UPDATE $0', []],
    ['SELECT da$0', []],
  ] as const)
    it(`proposes ${expected.length === 0 ? 'no tables' : expected.join(' and ')} in ${text}`, () =>
      checkLabels(`CREATE PROCEDURE a() ${text}`, ['table'], expected));

  it('knows tables that files create, and views', () =>
    checkLabels(
      'CREATE TABLE IF NOT EXISTS paid (id INT); USE audit; CREATE TABLE logs (id INT); CREATE VIEW v AS SELECT 1; CREATE PROCEDURE shop.a() SELECT * FROM $0',
      ['table'],
      ['audit.logs', 'audit.notes', 'audit.v', 'days', 'paid', 'totals'],
    ));

  it('proposes variables behind INTO, the nearest first, none that is hidden', () =>
    checkLabels(
      'CREATE PROCEDURE a(IN p INT, OUT v INT) BEGIN DECLARE w INT; l: BEGIN DECLARE v INT; SELECT 1 INTO w, $0; END l; END',
      ['parameter', 'variable', 'label', 'function', 'keyword'],
      ['v', 'w', 'p'],
    ));

  it('proposes cursors behind OPEN and labels behind LEAVE', () => {
    const body = 'CREATE PROCEDURE a() BEGIN DECLARE c CURSOR FOR SELECT 1; rows_loop: LOOP';
    const kinds = ['variable', 'cursor', 'label', 'keyword'];
    checkLabels(`${body} OPEN $0`, kinds, ['c']);
    checkLabels(`${body} LEAVE $0`, kinds, ['rows_loop']);
  });

  it('works in a statement that is not finished, with more behind it', () => {
    const kinds = ['parameter', 'variable'];
    checkLabels('CREATE PROCEDURE a(IN p INT) BEGIN DECLARE v INT; SET v = $0', kinds, ['v', 'p']);
    checkLabels('CREATE PROCEDURE a(IN p INT) BEGIN DECLARE v INT; IF v > $0 SET v = 1; END', kinds, ['v', 'p']);
    checkLabels('CREATE PROCEDURE a(IN p INT) BEGIN SELECT vat(p, $0', kinds, ['p']);
  });

  for (const [text, expected] of [
    ['BEGIN $0 END', true],
    ['BEGIN SELECT 1; $0 END', true],
    ['IF a THEN $0', true],
    ['SELECT CASE WHEN a THEN $0', false],
    ['SET a = $0', false],
  ] as const)
    it(`proposes ${expected ? 'statements' : 'values'} in ${text}`, () =>
      assert.equal(
        complete(`CREATE PROCEDURE a() ${text}`).some(({ label }) => label === 'DELETE FROM'),
        expected,
      ));

  const routine =
    'CREATE PROCEDURE a(n INT) BEGIN DECLARE gone CONDITION FOR 1146; DECLARE c CURSOR FOR SELECT 1; IF n THEN SET n = 1; END IF;';
  const values = ['CASE', 'EXISTS', 'FALSE', 'NOT', 'NULL', 'TRUE'];
  const comparisons = ['AND', 'BETWEEN', 'IN', 'IS NOT NULL', 'IS NULL', 'LIKE', 'NOT', 'OR'];
  const conditions = ['NOT FOUND', 'SQLEXCEPTION', 'SQLSTATE', 'SQLWARNING'];
  const rest = ['FOR UPDATE', 'INTO', 'LIMIT', 'ORDER BY', 'UNION ALL'];
  for (const [text, expected] of [
    ['DECLARE CONTINUE HANDLER FOR NOT ', ['FOUND']],
    ['DECLARE CONTINUE HANDLER FOR NOT F', ['FOUND']],
    ['DECLARE CONTINUE HANDLER FOR ', conditions],
    ['DECLARE EXIT HANDLER FOR SQLEXCEPTION, ', conditions],
    ['DECLARE EXIT HANDLER FOR S', ['SQLEXCEPTION', 'SQLSTATE', 'SQLWARNING']],
    ['DECLARE EXIT HANDLER FOR SQLEXCEPTION B', ['BEGIN']],
    ['DECLARE EXIT HANDLER FOR NOT FOUND SE', ['SELECT', 'SET']],
    ['DECLARE EXIT ', ['HANDLER FOR']],
    ['DECLARE v INT ', ['UNSIGNED', 'DEFAULT']],
    ['DECLARE v DATE ', ['DEFAULT']],
    ['DECLARE v DECIMAL(10, 2) ', ['UNSIGNED', 'DEFAULT']],
    ['DECLARE v, w ', []],
    ['DECLARE v ', ['CONDITION FOR', 'CURSOR FOR']],
    ['SELECT 1 FROM t WHERE ', values],
    ['SELECT 1 FROM t WHERE a', []],
    ['SELECT 1 FROM t WHERE n ', [...comparisons, 'GROUP BY', 'HAVING', ...rest]],
    ['SELECT 1 FROM t WHERE n NOT ', ['BETWEEN', 'IN', 'LIKE', 'REGEXP']],
    ['SELECT 1 FROM t WHERE n IS ', ['FALSE', 'NOT NULL', 'NULL', 'TRUE', 'UNKNOWN']],
    ['SELECT 1 FROM t WHERE n = (', ['CASE', 'DISTINCT', 'EXISTS', 'FALSE', 'NOT', 'NULL', 'SELECT', 'TRUE']],
    ['SELECT 1 FROM t WHERE n IN (SELECT 2 F', ['FROM', 'FOR UPDATE']],
    ['SELECT 1 FROM t ', ['AS', 'GROUP BY', 'HAVING', 'INNER JOIN', 'LEFT JOIN', 'RIGHT JOIN', ...rest, 'WHERE']],
    ['SELECT LEFT(n, 1) ', [...comparisons, 'AS', 'FROM', ...rest]],
    ['SELECT n AS ', []],
    ['SELECT n FROM t LEFT ', ['JOIN', 'OUTER JOIN']],
    ['SELECT n FROM t GROUP ', ['BY']],
    ['SELECT CASE WHEN n THEN 1 ', [...comparisons, 'ELSE', 'END', 'WHEN']],
    ['SELECT CASE WHEN n THEN 1 END ', [...comparisons, 'AS', 'FROM', ...rest]],
    ['SELECT IF(n, 1, 2) F', ['FROM', 'FOR UPDATE']],
    ['UPDATE t SET a', []],
    ['UPDATE t SET a = 1 ', [...comparisons, 'LIMIT', 'ORDER BY', 'WHERE']],
    ['UPDATE t SET a = D', ['DEFAULT']],
    ['INSERT INTO t (a) ', ['SELECT', 'SET', 'VALUES']],
    ['INSERT INTO t VALUES (1) ', [...comparisons, 'ON DUPLICATE KEY UPDATE']],
    ['IF n ', [...comparisons, 'THEN']],
    ['WHILE n > 1 ', [...comparisons, 'DO']],
    ['FETCH c ', ['FROM', 'INTO']],
    ['REPEAT SET n = 1; UNTIL n ', [...comparisons, 'END REPEAT']],
    ['IF n THEN SET n = 2; END ', ['IF']],
    ['IF n THEN E', ['ELSE', 'ELSEIF', 'END IF', 'EXECUTE']],
    ['E', ['END', 'EXECUTE']],
    ['w: WHILE n DO U', ['UPDATE']],
    ['CALL a(1) ', []],
  ] as const)
    it(`proposes ${expected.length === 0 ? 'no keywords' : expected.join(', ')} after ${text}`, () =>
      checkLabels(`${routine} ${text}$0`, ['keyword'], expected));

  for (const [text, expected] of [
    ['SELECT n + ', ['n']],
    ['SELECT n ', []],
    ['IF n ', []],
    ['DECLARE EXIT HANDLER FOR ', ['gone']],
    ['SIGNAL ', ['gone']],
    ['SELECT 1 AS ', []],
    ['CALL a(', ['n']],
    ['CALL a(n, ', ['n']],
  ] as const)
    it(`proposes ${expected.length === 0 ? 'no names' : expected.join(', ')} after ${text}`, () =>
      checkLabels(`${routine} ${text}$0`, ['parameter', 'variable', 'condition', 'cursor', 'column'], expected));

  it('proposes local names of the scopes around, the nearest first, and functions', () =>
    checkLabels(
      'CREATE PROCEDURE a(IN p_id INT) BEGIN DECLARE v INT; BEGIN DECLARE gone INT; END; SET v = $0; END',
      ['parameter', 'variable', 'function'],
      ['v', 'p_id', 'vat'],
    ));

  it('proposes what a file begins with outside of routines', () =>
    assert.ok(complete('$0').some(({ label }) => label === 'CREATE PROCEDURE')));

  for (const [where, text] of [
    ['a string', "CREATE PROCEDURE a() SELECT 'CALL $0'"],
    ['a line comment', 'CREATE PROCEDURE a() SELECT 1; -- CALL $0'],
    ['a block comment', 'CREATE PROCEDURE a() /* CALL $0 */ SELECT 1'],
  ] as const)
    it(`proposes nothing in ${where}`, () => assert.deepEqual(complete(text), []));
});
