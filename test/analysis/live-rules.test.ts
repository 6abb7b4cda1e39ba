/** Rules that use a live schema: text with the findings marked under it. */
import assert from 'node:assert/strict';
import { Memory } from '../../engine/src/base/memory';
import { loadColumnReader, type ColumnReader } from '../../engine/src/analysis/columns/column-reader';
import type { LiveSchema } from '../../engine/src/analysis/diagnose';
import { liveTables } from '../support/live-tables';
import { checkDiagnostics, messageOf } from './check-diagnostics';

const schema = `
  orders: id int auto, customer int, total decimal = 0, status text?, size enum('s','l'), sum int generated
  days: day date, total decimal?
  hidden:
`;

describe('with a live schema', () => {
  let reader: ColumnReader;
  before(async () => (reader = await loadColumnReader({ memory: new Memory() })));
  const liveSchema = (sqlMode?: readonly string[]): LiveSchema => ({ tables: liveTables(schema, sqlMode), reader });
  const check = (text: string, sqlMode?: readonly string[]): void =>
    checkDiagnostics(text, { liveSchema: liveSchema(sqlMode) });

  describe('unknown-column', () => {
    it('tells what no table of the statement has', () => {
      check(`
CREATE PROCEDURE p(IN p_id INT) SELECT totl FROM orders WHERE id = p_id;
--                                     ^^^^ unknown-column
CREATE PROCEDURE q() UPDATE orders o JOIN days d ON d.day = o.dya SET o.total = d.total;
--                                                            ^^^ unknown-column
`);
    });

    it('names the tables and the environment', () => {
      const tables = 'Unknown column `totl` in the tables `shop.orders`, `shop.days` of dev';
      assert.equal(
        messageOf('CREATE PROCEDURE p() SELECT totl FROM orders JOIN days', liveSchema()),
        `${tables}. Running this fails with error 1054. Correct the name, or add the column first.`,
      );
    });

    it('is silent where a table is not known, or made by a routine', () => {
      check('CREATE PROCEDURE p() SELECT totl FROM orders JOIN hidden;');
      check(`
CREATE PROCEDURE p() BEGIN CREATE TEMPORARY TABLE days (n INT); SELECT n FROM days; END;
CREATE PROCEDURE q() SELECT n FROM days;
`);
      check('CREATE VIEW days AS SELECT 1 AS n; CREATE PROCEDURE q() SELECT n FROM days;');
    });

    it('can be silenced at its place', () =>
      check(
        '-- sproc:ignore unknown-column added by the next migration\nCREATE PROCEDURE p() SELECT totl FROM orders;',
      ));
  });

  describe('missing-column-value', () => {
    it('tells columns that must have a value and get none', () => {
      check(`
CREATE PROCEDURE p() INSERT INTO orders (total) VALUES (1);
--                               ^^^^^^ missing-column-value
CREATE PROCEDURE q() REPLACE INTO shop.days SET total = 1;
--                                ^^^^^^^^^ missing-column-value
CREATE PROCEDURE r() INSERT INTO orders (total) SELECT total FROM days ON DUPLICATE KEY UPDATE customer = 1;
--                               ^^^^^^ missing-column-value
`);
      assert.match(
        messageOf('CREATE PROCEDURE p() INSERT INTO orders (total) VALUES (1)', liveSchema()),
        /^Missing value for `customer`, which/,
      );
    });

    it('is silent where the server gives one', () => {
      check('CREATE PROCEDURE p() INSERT INTO orders (customer) VALUES (1);');
      check('CREATE PROCEDURE p() INSERT INTO orders VALUES (1, 2, 3, 4, 5, DEFAULT);');
      check('CREATE PROCEDURE p() INSERT IGNORE INTO orders (total) VALUES (1);');
      check('CREATE PROCEDURE p() INSERT INTO hidden (total) VALUES (1);');
      check('CREATE PROCEDURE p() INSERT INTO orders (total) VALUES (1);', []);
      check("SET sql_mode = ''; CREATE PROCEDURE p() INSERT INTO orders (total) VALUES (1);");
      check(`
CREATE PROCEDURE p() INSERT INTO orders (total) VALUES (1);
CREATE TRIGGER t BEFORE INSERT ON orders FOR EACH ROW SET NEW.customer = 1;
`);
    });

    it('holds for a routine whose own sql_mode is strict', () =>
      check(
        `
SET sql_mode = 'TRADITIONAL';
CREATE PROCEDURE p() INSERT INTO orders (total) VALUES (1);
--                               ^^^^^^ missing-column-value
`,
        [],
      ));
  });

  describe('shadowed-column', () => {
    it('tells a variable that is selected in place of a column', () => {
      check(`
CREATE PROCEDURE p(IN total INT) SELECT id, total FROM orders;
--                                          ^^^^^ shadowed-column
CREATE PROCEDURE q() BEGIN DECLARE day DATE; DECLARE c CURSOR FOR SELECT day FROM days; SET day = NULL; END;
--                                                                       ^^^ shadowed-column
`);
    });

    it('is silent where no table has such a column, and where one is written', () => {
      check('CREATE PROCEDURE p(IN x INT) SELECT x, id FROM orders WHERE x = x;');
      check('CREATE PROCEDURE p(IN total INT) SELECT orders.total, total AS given FROM orders;');
      check('CREATE PROCEDURE p(IN total INT) SELECT total UNION SELECT id FROM orders;');
      check('CREATE PROCEDURE p(IN total INT) SELECT total, (SELECT MAX(id) FROM orders);');
    });

    it('is told where the table has the column, or is not known', () =>
      check(`
CREATE PROCEDURE p(IN id INT) DELETE FROM orders WHERE id = id;
--                                                     ^^^^^^^ shadowed-column
CREATE PROCEDURE q(IN id INT) DELETE FROM hidden WHERE id = id;
--                                                     ^^^^^^^ shadowed-column
`));
  });
});
