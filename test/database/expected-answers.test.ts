import assert from 'node:assert/strict';
import { expectAnswers, fitsColumns, fitsRows } from '../../engine/src/database/connection/expected-answers';

/** Returns true if a server may answer with these columns for each statement, null for one without rows. */
function mayBe(sql: string, ...answers: readonly (readonly string[] | null)[]): boolean {
  const expected = expectAnswers(sql).answers;
  return expected.length === answers.length && expected.every((each, i) => fitsColumns(each, answers[i] ?? null));
}

describe('what a statement is answered with', () => {
  it('are its columns by alias or name, in their order, and no others', () => {
    const sql = "SELECT j.sequence, CONCAT(a, ', ', b) AS place, NULL AS `from`, COUNT(*) FROM t j";
    assert.ok(mayBe(sql, ['sequence', 'place', 'from', 'COUNT(*)']));
    assert.ok(!mayBe(sql, ['sequence', 'place', 'FROM', 'COUNT(*)']));
    assert.ok(!mayBe(sql, ['sequence', 'place', 'from']));
    assert.ok(!mayBe(sql, ['place', 'sequence', 'from', 'COUNT(*)']));
    assert.ok(!mayBe(sql, null));
  });

  it('is found among strings, comments and subqueries', () => {
    const sql = "SELECT DISTINCT 'a, b FROM' AS a /* , c */, (SELECT x, y FROM z) AS b -- , d\n FROM t";
    assert.ok(mayBe(sql, ['a', 'b']));
  });

  it('are no rows where nothing is asked', () => {
    for (const sql of ['SET x = 1', 'COMMIT', 'CREATE PROCEDURE p() BEGIN SELECT 1; END', 'INSERT INTO t VALUES (1)']) {
      assert.ok(mayBe(sql, null), sql);
      assert.ok(!mayBe(sql, ['x']), sql);
    }
    assert.ok(mayBe('INSERT INTO t VALUES (1) RETURNING id', ['id']));
  });

  it('is one row where the statement has no table', () => {
    const [without, from, show] = ['SELECT 1 AS one', 'SELECT a FROM t', 'SHOW CREATE VIEW `a`.`b`'].map(
      (sql) => expectAnswers(sql).answers[0],
    );
    assert.ok(without && from && show);
    assert.deepEqual(
      [0, 1, 2].map((count) => fitsRows(without, count)),
      [false, true, false],
    );
    assert.deepEqual(
      [0, 1, 2].map((count) => fitsRows(from, count)),
      [true, true, true],
    );
    assert.deepEqual(
      [0, 1].map((count) => fitsRows(show, count)),
      [false, true],
    );
  });

  it('has a text and its modes where a definition is shown', () => {
    const modes = ['sql_mode', 'character_set_client', 'collation_connection', 'Database Collation'];
    assert.ok(mayBe('SHOW CREATE PROCEDURE `a`.`b`', ['Procedure', 'Create Procedure', ...modes]));
    assert.ok(mayBe('SHOW CREATE TRIGGER `a`.`b`', ['Trigger', 'SQL Original Statement', ...modes, 'Created']));
    assert.ok(!mayBe('SHOW CREATE PROCEDURE `a`.`b`', ['Procedure', ...modes]));
    assert.ok(!mayBe('SHOW CREATE PROCEDURE `a`.`b`', ['Create Procedure']));
  });

  it('is said of each statement of a packet, up to one whose end only a parser finds', () => {
    assert.ok(mayBe('START TRANSACTION;\nSELECT a FROM t;\nSELECT * FROM t;\nCOMMIT', null, ['a'], ['x', 'y'], null));
    assert.deepEqual(expectAnswers('DO 1; CALL p(); SELECT 1'), {
      answers: [{ kind: 'no-rows' }, { kind: 'anything' }],
      isWhole: false,
    });
  });
});
