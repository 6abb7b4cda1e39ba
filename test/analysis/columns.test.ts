/** The columns that a routine reads and writes: SQL in, sentences out. */
import assert from 'node:assert/strict';
import { Memory } from '../../engine/src/base/memory';
import { ColumnReader, loadColumnReader } from '../../engine/src/analysis/columns/column-reader';
import type { ColumnUse } from '../../engine/src/analysis/columns/column-use';
import { Recent } from '../../engine/src/analysis/columns/recent';
import { loadSqlParser, type ParseSql } from '../../engine/src/analysis/columns/sql-parser';
import { makeRoutineBody } from '../../engine/src/analysis/program/routine-body';
import type { SourceRoutine } from '../../engine/src/analysis/sources/source-file';
import type { LiveTables } from '../../engine/src/routine/live-tables';
import type { ParserOptions } from '../../engine/src/syntax/dialect';
import { liveTables } from '../support/live-tables';
import { indexFiles } from '../support/source-files';

const live = liveTables(`
  orders: id int auto, customer int, total decimal = 0, status text?
  items: order_id int, product int, quantity int
  billing.invoices: id int, order_id int
`);

describe('columns', () => {
  let reader: ColumnReader;
  before(async () => (reader = await loadColumnReader({ memory: new Memory() })));

  function read(text: string, schema: LiveTables | null = null, options: Partial<ParserOptions> = {}) {
    const index = indexFiles(text, options);
    const [routine] = index.routines();
    return { text, ...reader.read(routine!, schema) };
  }

  /** Prints `write shop.orders.total`, followed by an uncertainty, in the order in which the uses are found. */
  function print({ access, table, among, column, certainty }: ColumnUse): string {
    const tables = (table === null ? among : [table]).map(({ schema, name }) => `${schema}.${name}`);
    return `${access} ${tables.join('|')}.${column ?? '*'}${certainty === 'certain' ? '' : ' ?'}`;
  }

  function check(body: string, expected: readonly string[], schema: LiveTables | null = null): void {
    const text = `CREATE PROCEDURE p(IN p_id INT, INOUT v INT) BEGIN DECLARE x, y INT; ${body}; END`;
    const { uses, unread } = read(text, schema);
    assert.deepEqual(unread, []);
    assert.deepEqual(uses.map(print).sort(), [...expected].sort());
    for (const { column, span } of uses)
      if (column !== null) assert.equal(text.slice(span.start, span.end).replaceAll('`', ''), column);
  }

  for (const [body, expected] of [
    ['SELECT total FROM orders WHERE id = p_id', ['read shop.orders.total', 'read shop.orders.id']],
    ['SELECT o.total, o.* FROM orders AS o', ['read shop.orders.total', 'read shop.orders.*']],
    ['SELECT id, total INTO x, y FROM orders', ['read shop.orders.id', 'read shop.orders.total']],
    ['SELECT id FROM orders ORDER BY total LIMIT x, y', ['read shop.orders.id', 'read shop.orders.total']],
    ['SELECT @n := @n + id FROM orders USE INDEX (a) FOR UPDATE', ['read shop.orders.id']],
    ['SELECT doc->>"$.a" FROM orders', ['read shop.orders.doc']],
    ["SELECT _utf8mb4'a' 'b', n'c', id FROM orders", ['read shop.orders.id']],
    ['SELECT j.a FROM orders o, JSON_TABLE(o.doc, "$" COLUMNS (a INT PATH "$")) j', ['read shop.orders.doc']],
    ['SELECT CURRENT_DATE, NULL, COUNT(*) FROM orders', []],
    ['SELECT TIMESTAMPDIFF(DAY, placed, NOW()) FROM orders', ['read shop.orders.placed']],
    ['SELECT 1 FROM orders JOIN billing.invoices i USING (id)', ['read shop.orders|billing.invoices.id ?']],
    [
      'SELECT 1 FROM (orders o JOIN (a JOIN b ON a.x = b.y) ON o.id = a.x)',
      ['read shop.a.x', 'read shop.b.y', 'read shop.orders.id', 'read shop.a.x'],
    ],
    ['SELECT s.t.c FROM s.t', ['read s.t.c']],
    ['SELECT d.n FROM (SELECT total AS n FROM orders) d', ['read shop.orders.total']],
    ['WITH c AS (SELECT id FROM orders) SELECT id FROM c', ['read shop.orders.id']],
    ['SELECT id AS n FROM orders GROUP BY n HAVING n > 1 ORDER BY n', ['read shop.orders.id']],
    [
      'SELECT id FROM orders o WHERE EXISTS (SELECT 1 FROM items l WHERE l.order_id = o.id)',
      ['read shop.orders.id', 'read shop.items.order_id', 'read shop.orders.id'],
    ],
    ['SELECT id FROM a UNION SELECT total FROM orders ORDER BY id', ['read shop.a.id', 'read shop.orders.total']],
    ['SET x = (SELECT MAX(id) FROM orders)', ['read shop.orders.id']],
    ['IF EXISTS (SELECT 1 FROM orders WHERE id = p_id) THEN SET x = 1; END IF', ['read shop.orders.id']],
    ['CALL q(x - 1, (SELECT id FROM orders))', ['read shop.orders.id']],
    [
      'UPDATE orders SET total = total + 1, status = v WHERE id = x',
      ['write shop.orders.total', 'write shop.orders.status', 'read shop.orders.total', 'read shop.orders.id'],
    ],
    [
      'UPDATE orders o JOIN items l ON l.order_id = o.id SET o.total = l.quantity',
      ['write shop.orders.total', 'read shop.items.quantity', 'read shop.items.order_id', 'read shop.orders.id'],
    ],
    ['INSERT INTO orders (id, total) VALUES (p_id, DEFAULT)', ['write shop.orders.id', 'write shop.orders.total']],
    ['INSERT INTO orders VALUE (1, 2)', ['write shop.orders.*']],
    ['INSERT INTO orders SET id = p_id', ['write shop.orders.id']],
    ['INSERT INTO orders (total) SELECT quantity FROM items', ['write shop.orders.total', 'read shop.items.quantity']],
    [
      'INSERT INTO t (id, n) VALUES (x, 1) ON DUPLICATE KEY UPDATE n = n + VALUES(n)',
      ['write shop.t.id', 'write shop.t.n', 'write shop.t.n', 'read shop.t.n', 'read shop.t.n'],
    ],
    [
      'INSERT INTO t (n) VALUES (1) AS new ON DUPLICATE KEY UPDATE n = new.n',
      ['write shop.t.n', 'write shop.t.n', 'read shop.t.n'],
    ],
    [
      'INSERT INTO t (n) VALUES (x), (1) AS new (a) ON DUPLICATE KEY UPDATE n = new.a + n',
      ['write shop.t.n', 'write shop.t.n', 'read shop.t.n ?'],
    ],
    ['INSERT INTO t SET n = 1 AS new (a) ON DUPLICATE KEY UPDATE n = a', ['write shop.t.n', 'write shop.t.n']],
    ['REPLACE INTO orders (id) VALUES (p_id)', ['write shop.orders.id']],
    ['DELETE FROM orders WHERE id = p_id', ['read shop.orders.id']],
    ['DELETE o FROM orders o JOIN items l ON l.order_id = o.id', ['read shop.items.order_id', 'read shop.orders.id']],
    ['SELECT `id` FROM `orders` -- total\n', ['read shop.orders.id']],
    ['SET x = p_id + y', []],
  ] as const)
    it(`are found in ${body.trim()}`, () => check(body, expected));

  it('belong to the table that has them, where the live schema is known', () => {
    const body = 'SELECT quantity, total FROM orders JOIN items ON order_id = id';
    check(
      body,
      ['quantity', 'total', 'order_id', 'id'].map((name) => `read shop.orders|shop.items.${name} ?`),
    );
    check(
      body,
      ['read shop.items.quantity', 'read shop.orders.total', 'read shop.items.order_id', 'read shop.orders.id'],
      live,
    );
  });

  it('are no parameters and variables, unless a table stands before them', () => {
    check('SELECT id FROM orders WHERE v = p_id AND orders.v = x', ['read shop.orders.id', 'read shop.orders.v']);
  });

  it('of NEW and OLD are the trigger’s table’s', () => {
    const { uses } = read(
      'CREATE TRIGGER t BEFORE UPDATE ON orders FOR EACH ROW BEGIN SET NEW.total = OLD.total + 1; UPDATE items SET quantity = NEW.id; END',
    );
    assert.deepEqual(uses.map(print), [
      'write shop.orders.total',
      'read shop.orders.total',
      'read shop.orders.id',
      'write shop.items.quantity',
    ]);
  });

  it('are found in views, cursors, and prepared texts', () => {
    assert.deepEqual(read('CREATE VIEW w AS SELECT id FROM orders').uses.map(print), ['read shop.orders.id']);
    const { uses } = read(
      'CREATE PROCEDURE p() BEGIN DECLARE c CURSOR FOR SELECT id FROM orders; PREPARE s FROM "UPDATE items SET quantity = 1"; END',
    );
    assert.deepEqual(uses.map(print), ['read shop.orders.id', 'write shop.items.quantity']);
  });

  it('under ANSI_QUOTES may stand in double quotes', () => {
    const { uses } = read('CREATE PROCEDURE p() SELECT "id" FROM "orders"', null, { sqlMode: ['ANSI_QUOTES'] });
    assert.deepEqual(uses.map(print), ['read shop.orders.id']);
  });

  it('of UPDATE behind WITH are those of its own tables', () => {
    const { uses } = read('CREATE PROCEDURE p() WITH c AS (SELECT id FROM items) UPDATE orders, c SET total = 1');
    assert.deepEqual(uses.map(print), ['read shop.items.id', 'write shop.orders.total ?']);
  });

  it('of a condition of ten thousand terms are not looked for', () => {
    const terms = Array.from({ length: 10_000 }, (_, i) => `id = ${i}`).join(' OR ');
    const { uses, unread } = read(`CREATE PROCEDURE p() SELECT 1 FROM orders WHERE ${terms}`);
    assert.deepEqual([uses.length, unread.length], [0, 1]);
  });

  it('of a statement that cannot be read are not guessed', () => {
    const { uses, unread } = read("CREATE PROCEDURE p() LOAD DATA INFILE 'a' INTO TABLE orders (id)");
    assert.deepEqual([uses.length, unread.length], [0, 1]);
  });

  for (const [query, unknown] of [
    ['SELECT totl FROM orders', ['totl']],
    ['SELECT o.totl FROM orders o', ['totl']],
    ['SELECT quantity FROM orders', ['quantity']],
    ['UPDATE orders SET totl = 1', ['totl']],
    ['INSERT INTO orders (id, totl) VALUES (1, 2)', ['totl']],
    ['SELECT d.gone FROM (SELECT id FROM orders) d', ['gone']],
    ['SELECT 1 FROM orders WHERE EXISTS (SELECT 1 FROM items WHERE product = totl)', ['totl']],
    ['SELECT 1 FROM orders WHERE EXISTS (SELECT 1 FROM items WHERE product = total)', []],
    ['SELECT totl FROM orders JOIN elsewhere', []],
    ['SELECT totl FROM (SELECT * FROM elsewhere) d', []],
    ['SELECT ID, TOTAL FROM ORDERS', []],
    ['SELECT x FROM orders', []],
    ['SELECT id AS n, (SELECT n) FROM orders ORDER BY n', []],
    ['SELECT a.b FROM orders', []],
    ['INSERT INTO orders (id) SELECT order_id FROM items ON DUPLICATE KEY UPDATE total = quantity', []],
    ['SELECT _rowid FROM orders', []],
    ['INSERT INTO items VALUES (1, 2, 3) AS n (a, b, c) ON DUPLICATE KEY UPDATE quantity = n.c', []],
    ['INSERT INTO items (product) VALUE (1), (2) AS n (a) ON DUPLICATE KEY UPDATE quantity = a + product', []],
    ['INSERT INTO items SET product = 1, quantity = x AS n (a, b) ON DUPLICATE KEY UPDATE quantity = n.b', []],
    ['INSERT INTO items SET product = CAST(1 AS CHAR) AS n ON DUPLICATE KEY UPDATE quantity = n.product', []],
    ['INSERT INTO items VALUES (1, 2, 3) AS n (a, b, c) ON DUPLICATE KEY UPDATE quantity = n.quantity', ['quantity']],
    ['INSERT INTO items VALUES (1, 2, 3) AS n ON DUPLICATE KEY UPDATE quantity = n.c', ['c']],
    ['INSERT INTO items (product) SELECT s.id FROM orders AS s ON DUPLICATE KEY UPDATE quantity = s.total', []],
    ['INSERT INTO items (product) SELECT 1 FROM (SELECT 1) AS s (a) ON DUPLICATE KEY UPDATE quantity = s.a', []],
  ] as const)
    it(`${unknown.length === 0 ? 'misses nothing' : `misses ${unknown.join()}`} in ${query}`, () => {
      const [routine] = indexFiles(`CREATE PROCEDURE p(x INT) ${query}`).routines();
      assert.deepEqual(findUnknown(reader, routine!, live).found, unknown);
    });
});

describe('the columns of a routine that is typed in', () => {
  const table = liveTables('orders: id int auto, total decimal = 0, a_name_that_is_long int?');
  const inside = (body: string): string => `CREATE PROCEDURE p(IN p_id INT) BEGIN ${body} END`;
  let parse: ParseSql;
  let parsed: string[];
  let reader: ColumnReader;
  before(async () => (parse = await loadSqlParser()));
  beforeEach(() => {
    parsed = [];
    reader = new ColumnReader((text) => {
      parsed.push(text);
      return parse(text);
    });
  });

  function look(text: string, schema: LiveTables | null = table, options: Partial<ParserOptions> = {}) {
    const [routine] = indexFiles(text, options).routines();
    const { found, halts } = findUnknown(reader, routine!, schema);
    const { uses } = reader.read(routine!, schema);
    return { found, halts, uses: uses.map(({ column, span }) => [column, text.slice(span.start, span.end)]) };
  }

  it('are read once for each statement that changed, and told where they stand now', () => {
    const body = 'SELECT id FROM orders; SELECT totl FROM orders; SET @a = 1;';
    assert.deepEqual(look(inside(body)).halts, 3);
    const { found, halts, uses } = look(inside(`-- more\nSET @b = 1; ${body.replace('SELECT id', 'SELECT gone, id')}`));
    assert.deepEqual([found, halts], [['gone', 'totl'], 2]);
    assert.deepEqual(uses, [['id', 'id']]);
    assert.equal(parsed.length, 3);
  });

  it('are read anew where a variable came into sight', () => {
    assert.deepEqual(look(inside('SELECT totl FROM orders;')).found, ['totl']);
    assert.deepEqual(look(inside('DECLARE totl INT; SELECT totl FROM orders;')).found, []);
    assert.deepEqual(look(inside('DECLARE totl, n INT; SELECT totl FROM orders;')), { found: [], halts: 0, uses: [] });
    assert.deepEqual(look(inside('DECLARE n INT; SELECT totl FROM orders;')).found, ['totl']);
    assert.equal(parsed.length, 1);
  });

  it('are read anew where a table has other columns, and only there', () => {
    const text = inside('SELECT totl FROM orders;');
    look(text);
    assert.deepEqual(look(text, liveTables('orders: totl int')), { found: [], halts: 1, uses: [['totl', 'totl']] });
    assert.equal(look(text, { ...table, find: (schema, name) => table.find(schema, name) }).halts, 1);
    const filled = {
      ...table,
      find: (schema: string, name: string) => ({ ...table.find(schema, name)!, isView: false }),
    };
    assert.equal(look(text, filled).halts, 0);
  });

  it('are not mistaken for those of another schema, trigger or mode', () => {
    look(inside('SELECT "totl" FROM orders;'));
    assert.deepEqual(look(inside('SELECT "totl" FROM orders;'), table, { sqlMode: ['ANSI_QUOTES'] }).found, ['totl']);
    assert.deepEqual(look(inside('SELECT "totl" FROM orders;')).found, []);
    assert.deepEqual(look(`SET sql_mode = 'ANSI_QUOTES';\n${inside('SELECT "totl" FROM orders;')}`).found, ['totl']);
    assert.deepEqual(look(inside('SELECT totl FROM orders;')).found, ['totl']);
    assert.deepEqual(look(inside('SELECT totl FROM orders;').replace('p(', 'billing.p(')).found, []);
    const trigger = (name: string): string =>
      `CREATE TRIGGER t BEFORE UPDATE ON ${name} FOR EACH ROW SET NEW.total = 1`;
    const tableOf = (text: string) =>
      reader.read(indexFiles(text).routines()[0]!, null).uses.map((use) => use.table?.name);
    assert.deepEqual([tableOf(trigger('orders')), tableOf(trigger('items'))], [['orders'], ['items']]);
  });

  it('are remembered for a bounded number of statements', () => {
    const few = new Recent<number>(2);
    for (const [i, key] of ['a', 'b', 'c', 'd'].entries()) {
      few.set(key, i);
      assert.equal(few.get('a'), 0);
    }
    few.set('e', 4);
    few.set('f', 5);
    assert.deepEqual(
      ['a', 'b', 'c', 'e', 'f'].map((key) => few.get(key)),
      [0, undefined, undefined, 4, 5],
    );
  });
});

/** Returns the columns that no table has, and the number of pauses while reading them. */
function findUnknown(reader: ColumnReader, routine: SourceRoutine, schema: LiveTables | null) {
  const steps = reader.findUnknown(routine, schema, makeRoutineBody(routine));
  let halts = 0;
  let step = steps.next();
  for (; !step.done; step = steps.next()) halts++;
  return { found: step.value.map(({ column }) => column), halts };
}
