/** The columns of a live schema in the editor. */
import assert from 'node:assert/strict';
import { Memory } from '../../engine/src/base/memory';
import { loadColumnReader } from '../../engine/src/analysis/columns/column-reader';
import type { LiveSchema } from '../../engine/src/analysis/diagnose';
import { findCompletions } from '../../engine/src/features/completion/completion';
import { makeHover } from '../../engine/src/features/hover';
import { noDeploymentInfo } from '../../engine/src/features/deployment-info';
import { findReferences } from '../../engine/src/features/references';
import { liveTables } from '../support/live-tables';
import { readMarkedFiles } from '../support/marked-files';

const tables = liveTables(`
  orders: id int auto, total decimal(12,2) = 0, status text?
  items: order_id int, product int, id int
  audit.notes: note text, key int
`);

describe('columns of a live schema', () => {
  describe('in completion', () => {
    function labels(text: string, ...kinds: readonly string[]): readonly string[] {
      const { index, cursor } = readMarkedFiles(`-- file: main.sql\n${text}`);
      return findCompletions(index, cursor.file, cursor.offset, { tables, routines: [] })
        .filter(({ kind }) => kind === 'column' || kinds.includes(kind))
        .map(({ label }) => label);
    }

    const orders = ['id', 'total', 'status'];
    for (const [body, expected] of [
      ['UPDATE orders SET $0', orders],
      ['UPDATE orders SET total = 1, $0', orders],
      ['INSERT INTO orders ($0', orders],
      ['INSERT INTO shop.orders (id, $0', orders],
      ['INSERT INTO orders SET $0', orders],
      ['INSERT INTO orders VALUES (1) ON DUPLICATE KEY UPDATE $0', orders],
      ['UPDATE orders SET total = $0', ['p', ...orders]],
      ['INSERT INTO orders VALUES ($0', ['p', ...orders]],
      ['SET $0', ['p']],
    ] as const)
      it(`are the only names in ${body}, unless others can stand there`, () =>
        assert.deepEqual(
          labels(`CREATE PROCEDURE a(p INT) BEGIN ${body}`, 'parameter', 'variable', 'function', 'keyword').filter(
            (label) => /^[a-z]/.test(label),
          ),
          expected,
        ));

    for (const [body, expected] of [
      ['SELECT o.$0 FROM orders o', orders],
      ['SELECT orders.t$0 FROM orders', ['total', 'status']],
      ['SELECT $0 FROM orders', orders],
      ['SELECT id FROM orders WHERE $0', orders],
      ['SELECT id FROM orders o JOIN items i ON i.$0', ['order_id', 'product', 'id']],
      ['SELECT $0 FROM orders o JOIN items i', ['o.id', 'total', 'status', 'order_id', 'product', 'i.id']],
      ['UPDATE orders SET $0', orders],
      ['UPDATE orders SET total = $0', orders],
      ['INSERT INTO orders (id, $0', orders],
      ['DELETE FROM orders WHERE $0', orders],
      ['SELECT id FROM orders ORDER BY $0', orders],
      ['SELECT n.$0 FROM audit.notes n', ['note', '`key`']],
      ['SELECT id FROM orders o WHERE EXISTS (SELECT 1 FROM items i WHERE i.order_id = o.$0)', orders],
      [
        'SELECT id FROM orders WHERE EXISTS (SELECT 1 FROM items WHERE $0)',
        ['order_id', 'product', 'items.id', 'orders.id', 'total', 'status'],
      ],
      ['SELECT d.$0 FROM (SELECT total AS sum, id FROM orders) d', ['sum', 'id']],
      ['INSERT INTO items VALUES (1, 2, 3) AS n (a, b, c) ON DUPLICATE KEY UPDATE product = n.$0', ['a', 'b', 'c']],
      ['INSERT INTO items SET id = 1 AS n (a) ON DUPLICATE KEY UPDATE product = n.$0', ['a']],
      ['INSERT INTO orders VALUES (1) AS n ON DUPLICATE KEY UPDATE total = n.$0', orders],
      ['INSERT INTO orders VALUES (1) AS n ON DUPLICATE KEY UPDATE $0', orders],
      ['IF (SELECT $0 FROM orders', orders],
      ['SELECT CASE WHEN $0 FROM orders', orders],
      ['SELECT nobody.$0 FROM orders', []],
      ['SELECT $0 FROM elsewhere', []],
      ['CALL $0', []],
    ] as const)
      it(`are offered in ${body}`, () => {
        assert.deepEqual(labels(`CREATE PROCEDURE p() BEGIN SET @a = 1; ${body}`), expected);
        assert.deepEqual(
          labels(`CREATE PROCEDURE p() BEGIN IF 1 THEN ${body}\nINSERT INTO items VALUES (1); END IF; END`),
          expected,
        );
      });

    it('come behind the variables, the nearest of which is first', () => {
      const text = 'CREATE PROCEDURE p(p_id INT) BEGIN DECLARE v INT; SELECT id FROM orders WHERE $0; END';
      assert.deepEqual(labels(text, 'variable', 'parameter'), ['v', 'p_id', ...orders]);
    });

    it('are those of the trigger’s table behind NEW and OLD', () =>
      assert.deepEqual(labels('CREATE TRIGGER t BEFORE INSERT ON orders FOR EACH ROW SET NEW.$0'), orders));

    it('say their type and table', () => {
      const { index, cursor } = readMarkedFiles('-- file: main.sql\nCREATE PROCEDURE p() SELECT o.tot$0 FROM orders o');
      const live = { tables: { ...tables, readAt: new Date(2026, 10, 30, 16, 2) }, routines: [] };
      const [first] = findCompletions(index, cursor.file, cursor.offset, live);
      assert.equal(first?.detail, 'decimal(12,2) NOT NULL DEFAULT 0 — orders, from dev, 16:02');
    });
  });

  describe('under the cursor', () => {
    let live: LiveSchema;
    before(async () => (live = { tables, reader: await loadColumnReader({ memory: new Memory() }) }));

    it('are listed of a table, from the live schema or else from a file', () => {
      const hoverOf = (text: string): string | undefined => {
        const { index, cursor } = readMarkedFiles(text);
        return makeHover(index, cursor.file, cursor.offset, { findDeploymentInfo: noDeploymentInfo, live })?.code;
      };
      const seen = hoverOf('CREATE PROCEDURE p() SELECT 1 FROM ord$0ers');
      assert.match(seen ?? '', /^TABLE shop\.orders \(\n[^]*\n? {2}total decimal\(12,2\) NOT NULL DEFAULT 0/);
      const created = '-- file: t.sql\nCREATE TABLE elsewhere (id INT);\n-- file: main.sql\n';
      assert.equal(
        hoverOf(`${created}CREATE PROCEDURE p() SELECT 1 FROM else$0where`),
        'CREATE TABLE elsewhere (id INT)',
      );
      assert.equal(hoverOf('CREATE PROCEDURE p() SELECT 1 FROM no$0where'), undefined);
    });

    it('show their type', () => {
      for (const text of [
        'SELECT o.to$0tal FROM orders o',
        'UPDATE orders SET tot$0al = 1',
        'SELECT `to$0tal` FROM orders',
      ]) {
        const { index, cursor } = readMarkedFiles(`-- file: main.sql\nCREATE PROCEDURE p() ${text}`);
        const hover = makeHover(index, cursor.file, cursor.offset, { findDeploymentInfo: noDeploymentInfo, live });
        assert.deepEqual(
          [hover?.code, hover?.lines],
          ['shop.orders.total decimal(12,2) NOT NULL DEFAULT 0', ['column from dev']],
          text,
        );
      }
    });

    it('are silent where they are not known', () => {
      for (const text of [
        'SELECT to$0tl FROM orders',
        'SELECT total AS s$0um FROM orders',
        'SELECT a$0 FROM elsewhere',
      ]) {
        const { index, cursor } = readMarkedFiles(`-- file: main.sql\nCREATE PROCEDURE p() ${text}`);
        assert.equal(
          makeHover(index, cursor.file, cursor.offset, { findDeploymentInfo: noDeploymentInfo, live }),
          null,
          text,
        );
      }
    });

    it('lead to every place that means them', () => {
      const { index, cursor } = readMarkedFiles(`
-- file: a.sql
CREATE PROCEDURE a() UPDATE orders SET tot$0al = 1;
-- file: b.sql
CREATE PROCEDURE b() BEGIN SELECT total, id FROM orders JOIN items ON order_id = orders.id; SELECT * FROM orders; END;
-- file: c.sql
CREATE PROCEDURE c(total INT) SELECT total, id FROM items;
`);
      const found = findReferences(index, cursor.file, cursor.offset, live);
      assert.deepEqual(
        found.map(({ file, span }) => `${file} ${index.facts(file)!.text.slice(span.start, span.end)}`),
        ['a.sql total', 'b.sql total', 'b.sql *'],
      );
      assert.deepEqual(findReferences(index, cursor.file, cursor.offset), []);
    });
  });
});
