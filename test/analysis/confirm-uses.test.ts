/** The uses in a routine's text, compared with the locks of a server: sentences in, differences out. */
import assert from 'node:assert/strict';
import { confirmUses } from '../../engine/src/analysis/confirm-uses';
import { makeLiveTexts } from '../../engine/src/analysis/live-texts';
import { identifyUse, type UsedName } from '../../engine/src/routine/used-name';
import { routineOf } from '../support/routine-of';

/** Confirms the uses. `locks` are in the server's words: `procedure shop.a`. */
function confirm(texts: readonly string[], locks: readonly string[]): { onlyText: string[]; onlyServer: string[] } {
  const names = locks.map((lock): UsedName => {
    const [, kind, schema = '', name = ''] = /^(\w+) ([^.]+)\.(.+)$/.exec(lock) ?? [];
    return { kind: kind as UsedName['kind'], schema, name };
  });
  const { onlyText, onlyServer } = confirmUses(
    makeLiveTexts(texts.map((text) => routineOf(text))),
    'procedure shop.a',
    names,
  );
  return {
    onlyText: onlyText.map(({ owner, use }) => `${owner.name}: ${use.id}`),
    onlyServer: onlyServer.map(identifyUse),
  };
}

describe('confirming uses', () => {
  it('finds nothing where both say the same, whatever the case', () => {
    const texts = ['CREATE PROCEDURE A() CALL B()', 'CREATE PROCEDURE b() BEGIN CALL a(); DELETE FROM T; END'];
    const locks = ['procedure shop.a', 'procedure shop.b', 'table shop.t'];
    assert.deepEqual(confirm(texts, locks), { onlyText: [], onlyServer: [] });
  });

  it('tells a use of the text where it stands, and not what follows from it', () => {
    const texts = [
      'CREATE PROCEDURE a() CALL b()',
      'CREATE PROCEDURE b() CALL c()',
      'CREATE PROCEDURE c() DELETE FROM t',
    ];
    const { onlyText } = confirm(texts, ['procedure shop.a', 'procedure shop.b']);
    assert.deepEqual(onlyText, ['b: procedure shop.c']);
  });

  it('tells a routine that only the server knows, and not what follows from it', () => {
    const texts = [
      'CREATE PROCEDURE a() SELECT 1',
      'CREATE PROCEDURE b() CALL c()',
      'CREATE PROCEDURE c() DELETE FROM t',
    ];
    const { onlyServer } = confirm(texts, ['procedure shop.a', 'procedure shop.b', 'procedure shop.c', 'table shop.t']);
    assert.deepEqual(onlyServer, ['procedure shop.b']);
  });

  for (const [statement, events] of [
    ['INSERT INTO t VALUES (1)', ['insert']],
    ['UPDATE t SET n = 1', ['update']],
    ['DELETE FROM t', ['delete']],
    ['REPLACE INTO t VALUES (1)', ['insert']],
    ['SELECT n FROM t', []],
  ] as const)
    it(`demands of ${statement} the triggers that it certainly fires`, () => {
      const triggers = ['insert', 'update', 'delete'].map(
        (event) => `CREATE TRIGGER on_${event} BEFORE ${event} ON t FOR EACH ROW CALL on_${event}()`,
      );
      const { onlyText } = confirm(
        [`CREATE PROCEDURE a() BEGIN SELECT 1; ${statement}; END`, ...triggers],
        ['procedure shop.a', 'table shop.t'],
      );
      assert.deepEqual(
        onlyText,
        events.map((event) => `on_${event}: procedure shop.on_${event}`),
      );
    });

  it('takes a trigger for the reason of what is locked for ON DUPLICATE KEY UPDATE', () => {
    const texts = [
      'CREATE PROCEDURE a() INSERT INTO t VALUES (1) ON DUPLICATE KEY UPDATE n = 2',
      'CREATE TRIGGER x BEFORE UPDATE ON t FOR EACH ROW CALL b()',
    ];
    const both = { onlyText: [], onlyServer: [] };
    assert.deepEqual(confirm(texts, ['procedure shop.a', 'table shop.t']), both);
    assert.deepEqual(confirm(texts, ['procedure shop.a', 'table shop.t', 'procedure shop.b']), both);
  });

  it('leaves out what a routine makes, what the server keeps for itself, and what is dynamic', () => {
    const text = `CREATE PROCEDURE a() BEGIN CREATE TEMPORARY TABLE x (n INT); DROP TABLE y; SELECT user FROM mysql.user;
      PREPARE s FROM 'DELETE FROM z'; END`;
    const locks = ['procedure shop.a', 'table shop.y', 'table mysql.user', 'table mysql.global_priv'];
    assert.deepEqual(confirm([text], locks), { onlyText: [], onlyServer: [] });
  });
});
