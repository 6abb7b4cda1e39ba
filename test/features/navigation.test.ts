import assert from 'node:assert/strict';
import { findIncomingCalls, findOutgoingCalls, prepareCallHierarchy } from '../../engine/src/features/call-hierarchy';
import { findDefinitions } from '../../engine/src/features/definition';
import { findReferences } from '../../engine/src/features/references';
import { findWorkspaceSymbols } from '../../engine/src/features/workspace-symbols';
import { printKey } from '../../engine/src/routine/routine';
import { indexFiles } from '../support/source-files';
import { readMarkedFiles } from '../support/marked-files';

/** Checks that the cursor leads to the marked names and nowhere else. */
function checkDefinition(text: string): void {
  const { index, cursor, ranges } = readMarkedFiles(text);
  const found = findDefinitions(index, cursor.file, cursor.offset);
  assert.deepEqual(
    found.map(({ file, nameSpan }) => ({ file, ...nameSpan })),
    ranges.map(({ file, start, end }) => ({ file, start, end })),
  );
}

/** Checks that the references of the cursor's name are the marked places and no others. */
function checkReferences(text: string): void {
  const { index, cursor, ranges } = readMarkedFiles(text);
  const found = findReferences(index, cursor.file, cursor.offset);
  assert.deepEqual(
    found.map(({ file, span }) => ({ file, ...span })),
    ranges.map(({ file, start, end }) => ({ file, start, end })),
  );
}

describe('tables and views', () => {
  it('lead to the CREATE TABLE of a file, under the schema in use there', () =>
    checkDefinition(`
-- file: a.sql
CREATE PROCEDURE a() SELECT 1 FROM or$0ders JOIN audit.orders;
-- file: schema.sql
CREATE TABLE IF NOT EXISTS orders (id INT);
--                         ^^^^^^
USE audit;
CREATE TABLE orders (id INT);
`));
  it('lead to the view of that name', () =>
    checkDefinition(`
-- file: a.sql
CREATE TRIGGER t BEFORE INSERT ON lines FOR EACH ROW SET NEW.n = (SELECT SUM(n) FROM sa$0les);
-- file: schema.sql
CREATE VIEW sales AS SELECT n FROM orders;
--          ^^^^^
`));
  it('are found wherever they are used, in procedures, triggers, events and views', () =>
    checkReferences(`
-- file: a.sql
CREATE PROCEDURE a() BEGIN INSERT INTO orders SELECT * FROM other.orders; DELETE FROM shop.orders; END;
--                                     ^^^^^^                                              ^^^^^^
-- file: b.sql
CREATE VIEW sales AS SELECT n FROM orders;
--                                 ^^^^^^
CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO TRUNCATE orders;
--                                                 ^^^^^^
-- file: schema.sql
CREATE TABLE or$0ders (id INT);
--           ^^^^^^^^
`));
  it('a local name of a table’s name is still a local name', () =>
    checkReferences(`
CREATE PROCEDURE a() BEGIN DECLARE orders INT; SET or$0ders = 1; SELECT orders FROM orders; END;
--                                 ^^^^^^          ^^^^^^^^             ^^^^^^
`));
  it('a view has callers, and what it uses', () => {
    const index = indexFiles(`
CREATE FUNCTION f() RETURNS INT DETERMINISTIC RETURN 1;
CREATE VIEW v AS SELECT f() AS n FROM t;
CREATE PROCEDURE p() SELECT n FROM v WHERE n IN (SELECT n FROM v);
`);
    const callers = findIncomingCalls(index, 'view shop.v').map(({ source, spans }) => [source.identity, spans.length]);
    assert.deepEqual(callers, [['procedure shop.p', 2]]);
    const callees = (identity: string): readonly string[] =>
      findOutgoingCalls(index, identity).map(({ source }) => source.identity);
    assert.deepEqual(callees('view shop.v'), ['function shop.f']);
    assert.deepEqual(callees('procedure shop.p'), ['view shop.v']);
  });
});

describe('go to definition', () => {
  it('finds the callee in another file', () =>
    checkDefinition(`
-- file: billing.sql
CREATE PROCEDURE close_day() CALL po$0st_totals(1);
-- file: totals.sql
CREATE PROCEDURE post_totals(IN day_id INT) SELECT 1;
--               ^^^^^^^^^^^
`));

  it('finds a function used in an expression', () =>
    checkDefinition(`
-- file: a.sql
CREATE PROCEDURE a() SELECT pri$0ce_of(1) + 1;
-- file: b.sql
CREATE FUNCTION price_of(id INT) RETURNS INT DETERMINISTIC RETURN id;
--              ^^^^^^^^
`));

  it('does not take a function for a procedure of the same name', () =>
    checkDefinition(`
CREATE PROCEDURE a() CALL to$0tal(1);
CREATE FUNCTION total(id INT) RETURNS INT DETERMINISTIC RETURN id;
`));

  it('looks in the caller’s own schema first, and in a written one', () =>
    checkDefinition(`
CREATE PROCEDURE billing.charge() CALL audit.no$0te();
CREATE PROCEDURE billing.note() SELECT 1;
CREATE PROCEDURE audit.note() SELECT 1;
--                     ^^^^
`));

  it('finds every definition where there are two', () =>
    checkDefinition(`
-- file: a.sql
CREATE PROCEDURE twice() SELECT 1;
--               ^^^^^
-- file: b.sql
CREATE PROCEDURE TWICE() SELECT 2;
--               ^^^^^
-- file: c.sql
CREATE PROCEDURE c() CALL tw$0ice();
`));

  it('finds a variable, and the inner one where two bear the name', () =>
    checkDefinition(`
CREATE PROCEDURE a() BEGIN
  DECLARE n INT;
  BEGIN
    DECLARE n INT;
--          ^
    SET $0n = 1;
  END;
END
`));

  it('finds a parameter', () =>
    checkDefinition(`
CREATE PROCEDURE a(IN p_id INT) SELECT p$0_id;
--                    ^^^^
`));

  it('finds a label and no variable of its name', () =>
    checkDefinition(`
CREATE PROCEDURE a() BEGIN
  DECLARE again INT;
  again: LOOP
--^^^^^
    LEAVE ag$0ain;
  END LOOP again;
END
`));

  it('leads nowhere from a table', () => checkDefinition('CREATE PROCEDURE a() SELECT * FROM or$0ders'));
});

describe('find references', () => {
  it('finds every call over all files, and the definition', () =>
    checkReferences(`
-- file: a.sql
CREATE PROCEDURE post(IN n INT) SELECT n;
--               ^^^^
-- file: b.sql
CREATE PROCEDURE b() BEGIN CALL po$0st(1); CALL shop.POST(2); END;
--                              ^^^^^^               ^^^^
-- file: c.sql
CREATE PROCEDURE audit.c() CALL post(1);
`));

  it('finds a local name in its scope only', () =>
    checkReferences(`
CREATE PROCEDURE a(IN p_id INT) BEGIN
--                    ^^^^
  SELECT t.p_id, p_$0id FROM t WHERE t.id = p_id;
--               ^^^^^^                     ^^^^
  BEGIN
    DECLARE p_id INT;
    SET p_id = 1;
  END;
END;
CREATE PROCEDURE b(IN p_id INT) SELECT p_id;
`));
});

describe('call hierarchy', () => {
  const text = `
-- file: a.sql
CREATE PROCEDURE a() BEGIN CALL b(); CALL b(); CALL missing(); END;
-- file: b.sql
CREATE PROCEDURE $0b() SELECT c(1);
-- file: c.sql
CREATE FUNCTION c(n INT) RETURNS INT DETERMINISTIC RETURN n;
`;
  const { index, cursor } = readMarkedFiles(text);
  const source = prepareCallHierarchy(index, cursor.file, cursor.offset);

  it('starts at the routine under the cursor', () => assert.equal(source?.identity, 'procedure shop.b'));

  it('goes up to callers with every place', () => {
    const calls = findIncomingCalls(index, source?.identity ?? '');
    assert.deepEqual(
      calls.map((call) => [call.source.identity, call.spans.length]),
      [['procedure shop.a', 2]],
    );
  });

  it('goes down to what files define', () => {
    const down = (identity: string): readonly string[] =>
      findOutgoingCalls(index, identity).map((call) => call.source.identity);
    assert.deepEqual(down('procedure shop.b'), ['function shop.c']);
    assert.deepEqual(down('procedure shop.a'), ['procedure shop.b']);
  });
});

describe('workspace symbols', () => {
  const index = indexFiles(`
CREATE PROCEDURE place_order() SELECT 1;
CREATE PROCEDURE billing.charge_order() SELECT 1;
CREATE PROCEDURE cancel() SELECT 1;
`);
  const find = (query: string): readonly string[] =>
    findWorkspaceSymbols(index, query).map(({ routine }) => printKey(routine.key));

  it('are all without a query', () => assert.equal(find('').length, 3));
  it('hold the query', () => assert.deepEqual(find('ORDER'), ['shop.place_order', 'billing.charge_order']));
  it('hold its letters in their order', () => assert.deepEqual(find('plord'), ['shop.place_order']));
  it('are found by schema', () => assert.deepEqual(find('billing.'), ['billing.charge_order']));
});
