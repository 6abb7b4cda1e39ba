/**
 * Statements whose effect survives a ROLLBACK: the words of a statement count, in comments and strings only those that
 * a server executes.
 */
import assert from 'node:assert/strict';
import { findLasting } from '../../engine/src/lifecycle/planning/find-lasting';
import { routineOf } from '../support/routine-of';

const lastingIn = (statement: string): string | null =>
  findLasting(routineOf(`CREATE PROCEDURE p() BEGIN ${statement}; END`, { dialect: 'mysql' }));

describe('what outlasts a rollback', () => {
  for (const [statement, found] of [
    ['COMMIT', 'COMMIT'],
    ['SET /*!50000 GLOBAL */ max_connections = 5', 'SET GLOBAL'],
    ['SET @a = 1, autocommit = 0', 'SET AUTOCOMMIT'],
    ["SELECT '/*' INTO OUTFILE '/tmp/x*/'", 'INTO OUTFILE'],
    ["SET @a = '-- ', GLOBAL max_connections = 5", 'SET GLOBAL'],
    ['/* DROP TABLE t */ UPDATE t SET a = 1', null],
    ["UPDATE t SET a = 'x INTO OUTFILE y'", null],
    ['SELECT `a INTO OUTFILE b` FROM t', null],
    ['CREATE /* only here */ TEMPORARY TABLE x (a INT)', null],
    ['ROLLBACK TO SAVEPOINT s', null],
    ["PREPARE s FROM 'DROP /*!50000 TABLE */ t'", 'DROP TABLE'],
  ] as const)
    it(`${statement}: ${found ?? 'nothing'}`, () => assert.equal(lastingIn(statement), found));
});
