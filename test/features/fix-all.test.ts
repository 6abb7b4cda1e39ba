import assert from 'node:assert/strict';
import { makeLanguageService, nothingKnown } from '../../engine/src/editing/language-service';
import { applyEdits } from '../../engine/src/routine/naming';
import { readMarkedFiles } from '../support/marked-files';

function fixed(text: string, code?: string): string {
  const { index } = readMarkedFiles(`-- file: main.sql\n${text}`);
  const before = index.facts('main.sql')?.text ?? '';
  const edits = makeLanguageService(() => ({ ...nothingKnown, index })).fixAll('main.sql', code);
  return applyEdits(before, { start: 0, end: before.length }, edits).trim();
}

const text = `CREATE PROCEDURE a(id INT) BEGIN
DECLARE x INT;
DECLARE y INT;
SELECT total FROM orders WHERE id = id;
END;`;

describe('fixing all safe problems of a file', () => {
  it('removes unused variables and qualifies hidden columns', () =>
    assert.equal(
      fixed(text),
      'CREATE PROCEDURE a(id INT) BEGIN\nSELECT total FROM orders WHERE orders.id = id;\nEND;',
    ));

  it('can be limited to one rule', () =>
    assert.equal(
      fixed(text, 'unused-variable'),
      'CREATE PROCEDURE a(id INT) BEGIN\nSELECT total FROM orders WHERE id = id;\nEND;',
    ));

  it('never applies two edits to one place, and keeps a value that calls something', () => {
    assert.equal(
      fixed('CREATE PROCEDURE a() BEGIN DECLARE x, y INT; SELECT 1; END;'),
      'CREATE PROCEDURE a() BEGIN DECLARE y INT; SELECT 1; END;',
    );
    const calling = 'CREATE PROCEDURE a() BEGIN DECLARE x INT DEFAULT next_number(); SELECT 1; END;';
    assert.equal(fixed(calling), calling);
  });
});
