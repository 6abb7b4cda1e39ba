import assert from 'node:assert/strict';
import { findCompletions } from '../../engine/src/features/completion/completion';
import { makeDraftIndex } from '../../engine/src/editing/draft-index';
import { completeAt, completeInBody } from '../support/complete-at';
import { readMarkedFiles } from '../support/marked-files';

const mariadb = { dialect: 'mariadb', serverVersion: 101118 } as const;

describe('completion of what a value is stored in', () => {
  for (const [text, expected] of [
    ['SET |', 'v, p, GLOBAL, SESSION'],
    ['SET p = REPLACE(p, 1, 2), |', 'v, p, GLOBAL, SESSION'],
    ['SET @total = 1; SET |', 'v, p, @total, GLOBAL, SESSION'],
    ['SET SESSION |', ''],
    ['DECLARE EXIT HANDLER FOR SQLEXCEPTION SET |', 'v, p, GLOBAL, SESSION'],
    ['UPDATE orders SET |', 'id, total'],
    ['UPDATE orders SET id = 1, |', 'id, total'],
    ['CALL close_day(1, |', 'v, p'],
    ['CALL shop.close_day(vat(1, 2), |);', 'v, p'],
    ['GET DIAGNOSTICS CONDITION 1 |', 'v, p'],
    ['GET DIAGNOSTICS CONDITION 1 v = MESSAGE_TEXT, |', 'v, p'],
    ['GET DIAGNOSTICS |', 'v, p, CONDITION'],
  ] as const)
    it(`proposes ${expected || 'nothing'} in ${text}`, () => assert.equal(completeInBody(text), expected));

  it('proposes functions for an IN parameter', () => assert.match(completeInBody('CALL close_day(|'), /\bvat\b/));

  it('proposes the columns of the new row where a trigger may change it', () => {
    const rest = 'FOR EACH ROW SET |';
    assert.equal(completeAt(`CREATE TRIGGER t BEFORE UPDATE ON orders ${rest}`), 'NEW.id, NEW.total, GLOBAL, SESSION');
    assert.equal(completeAt(`CREATE TRIGGER t AFTER UPDATE ON orders ${rest}`), 'GLOBAL, SESSION');
  });
});

describe('completion of words that are the only ones at a place', () => {
  const simple = 'DAY, HOUR, MINUTE, MONTH, QUARTER, SECOND, WEEK, YEAR, MICROSECOND';
  for (const [text, expected] of [
    ['SELECT NOW() + INTERVAL 1 |', `${simple}, DAY_HOUR`],
    ['SELECT NOW() + INTERVAL (v + 1) |', `${simple}, DAY_HOUR`],
    ['SELECT NOW() + INTERVAL -v |', `${simple}, DAY_HOUR`],
    ['SELECT NOW() - INTERVAL vat(v) |', `${simple}, DAY_HOUR`],
    ['SELECT EXTRACT(|', `${simple}, DAY_HOUR`],
    ['SELECT TIMESTAMPDIFF(|', simple],
    ['SELECT TIMESTAMPADD(MI|', 'MINUTE, MICROSECOND'],
    ['SELECT 1 FROM orders FORCE INDEX (|', ''],
    ['SELECT 1 FROM orders USE KEY FOR JOIN (|', ''],
    ['SELECT 1 FROM orders JOIN items USING (|', 'id'],
    ["SIGNAL SQLSTATE '45000' SET |", 'MESSAGE_TEXT, MYSQL_ERRNO, CLASS_ORIGIN'],
    ["SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a', MYSQL_|", 'MYSQL_ERRNO'],
    ['GET DIAGNOSTICS CONDITION 1 v = |', 'RETURNED_SQLSTATE, MESSAGE_TEXT, MYSQL_ERRNO'],
    ['GET CURRENT DIAGNOSTICS v = |', 'NUMBER, ROW_COUNT'],
    ['SELECT v COLLATE |', 'utf8mb4_0900_ai_ci'],
    ['SELECT CONVERT(v USING |)', 'utf8mb4, utf8mb3, latin1'],
    ['DECLARE z VARCHAR(3) CHARACTER SET |', 'utf8mb4, utf8mb3, latin1'],
  ] as const)
    it(`proposes ${expected || 'nothing else'} in ${text}`, () => {
      const found = completeInBody(text);
      if (expected === '') assert.doesNotMatch(found, /\bv\b|\bvat\b/);
      else assert.ok(found.startsWith(expected), found);
      if (expected === simple) assert.equal(found, simple);
    });

  it('proposes the units of the schedule of an event', () =>
    assert.ok(completeAt('CREATE EVENT e ON SCHEDULE EVERY 1 |').startsWith(simple)));

  it('proposes the collations of the server', () =>
    assert.match(completeInBody('SELECT v COLLATE |', mariadb), /^utf8mb4_uca1400_ai_ci, (?!.*0900)/));
});

describe('completion of names that other statements create', () => {
  for (const [text, expected] of [
    ["PREPARE st FROM 'SELECT 1'; EXECUTE |", 'st'],
    ["PREPARE st FROM 'SELECT 1'; DEALLOCATE PREPARE |", 'st'],
    ['SAVEPOINT one; ROLLBACK TO |', 'one, SAVEPOINT'],
    ['SAVEPOINT one; ROLLBACK TO SAVEPOINT |', 'one'],
    ['SAVEPOINT one; RELEASE SAVEPOINT |', 'one'],
    ['SET @total = 1, @other = 2; SELECT @|', '@total, @other'],
    ['SET @total = 1, @other = 2; SELECT @t| FROM orders', '@total'],
    ['SET @total = 1; SELECT @@t|', ''],
    ["SET @total = 1; SELECT 'a@t|'", ''],
  ] as const)
    it(`proposes ${expected || 'nothing'} in ${text}`, () => assert.equal(completeInBody(text), expected));
});

describe('completion in a head that has its body', () => {
  it('proposes the definer between CREATE and the kind', () => {
    assert.equal(completeAt('CREATE | PROCEDURE a() SELECT 1'), 'DEFINER');
    assert.equal(completeAt('CREATE DE| PROCEDURE a() SELECT 1'), 'DEFINER');
  });

  it('proposes characteristics alone before BEGIN', () =>
    assert.match(completeAt('CREATE PROCEDURE a()\n|\nBEGIN\nEND'), /^DETERMINISTIC, .*, COMMENT$/));
});

describe('completion in a file that is not saved yet', () => {
  it('proposes the procedures and tables of the project', () => {
    const { index: project } = readMarkedFiles(
      '-- file: a.sql\nCREATE PROCEDURE close_day() INSERT INTO days VALUES (1);',
    );
    const draft = makeDraftIndex({ index: project });
    const at = (text: string): readonly string[] => {
      draft.update('new.sql', text);
      return findCompletions(draft, 'new.sql', text.length).map(({ label }) => label);
    };
    assert.deepEqual(at('CREATE PROCEDURE b() CALL '), ['b', 'close_day']);
    assert.deepEqual(at('CREATE PROCEDURE b() SELECT 1 FROM '), ['days']);
  });
});
