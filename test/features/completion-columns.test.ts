import assert from 'node:assert/strict';
import { completeInBody } from '../support/complete-at';

const temporary = 'CREATE TEMPORARY TABLE work (a INT, b DECIMAL(10, 2), PRIMARY KEY (a));';

describe('completion of columns that no live table has', () => {
  for (const [text, expected] of [
    ['WITH big AS (SELECT id FROM orders) SELECT | FROM big', 'id'],
    ['WITH big AS (SELECT id, SUM(total) AS whole FROM orders) SELECT b.| FROM big b', 'id, whole'],
    ['WITH big (x, y) AS (SELECT id, total FROM orders) SELECT b.| FROM big b', 'x, y'],
    ['WITH a AS (SELECT id FROM orders), b AS (SELECT * FROM a) SELECT b.| FROM b', 'id'],
    ['WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n) SELECT n.| FROM n', 'i'],
    ['SELECT d.| FROM (SELECT o.* FROM orders o JOIN items i) d', 'id, total'],
    ['SELECT d.| FROM (SELECT *, 1 AS one FROM orders) d', 'id, total, one'],
    [`${temporary} SELECT | FROM work`, 'a, b'],
    [`${temporary} UPDATE work SET |`, 'a, b'],
    ['CREATE TEMPORARY TABLE work AS SELECT id AS nr FROM orders; SELECT w.| FROM work w', 'nr'],
    ['CREATE TEMPORARY TABLE IF NOT EXISTS work LIKE orders; SELECT w.| FROM work w', 'id, total'],
    ['SELECT id AS nr FROM orders ORDER BY |', 'id, total, nr'],
    ['SELECT id, SUM(total) whole FROM orders GROUP BY id HAVING |', 'id, total, whole'],
    ['SELECT id AS nr FROM orders WHERE |', 'id, total'],
    ['SELECT SUM(id) OVER (PARTITION BY |) AS s FROM orders', 'id, total'],
    ['SELECT SUM(|) FROM orders', 'id, total'],
    ['INSERT INTO orders VALUES (1, 2) AS n ON DUPLICATE KEY UPDATE total = n.|', 'id, total'],
    ['INSERT INTO orders VALUES (1, 2) AS n ON DUPLICATE KEY UPDATE |', 'id, total'],
  ] as const)
    it(`proposes ${expected} in ${text}`, () => assert.equal(completeInBody(text, { kinds: ['column'] }), expected));

  for (const [text, expected] of [
    [`${temporary} SELECT 1 FROM |;`, 'work, audit.notes, items, orders'],
    ['WITH big AS (SELECT 1 AS one) SELECT one FROM |;', 'big, audit.notes, items, orders'],
    ['SELECT SUM(id) OVER | FROM orders WINDOW w AS (PARTITION BY id), x AS (w)', 'w, x'],
  ] as const)
    it(`proposes ${expected} in ${text}`, () => assert.equal(completeInBody(text), expected));
});
