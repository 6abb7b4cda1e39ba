import assert from 'node:assert/strict';
import { completeAt, completeInBody } from '../support/complete-at';

describe('completion of tables in an unfinished statement', () => {
  for (const [text, expected] of [
    ['SELECT * FROM |', 'audit.notes, items, orders'],
    ['SELECT * FROM |\n  OPEN c;', 'audit.notes, items, orders'],
    ['SELECT * FROM |\n  COMMIT;', 'audit.notes, items, orders'],
    ['TRUNCATE TABLE |', 'audit.notes, items, orders'],
    ['SELECT * FROM audit.|', 'notes'],
    ['SELECT * FROM shop.|;', 'items, orders'],
    ['SELECT * FROM shop.|', 'items, orders'],
  ] as const)
    it(`proposes no keyword that follows, and no half-typed name, in ${text}`, () =>
      assert.equal(completeInBody(text), expected));

  it('proposes a table whose name is a keyword in backticks', () =>
    assert.match(completeInBody('DELETE FROM `end`; SELECT * FROM |;'), /^audit.notes, `?end`?, items, orders$/));

  it('proposes them for the trigger that is being written', () =>
    assert.equal(completeAt('CREATE TRIGGER t BEFORE INSERT ON |'), 'audit.notes, items, orders'));
});
