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
  const cleaned = 'CREATE PROCEDURE a(id INT) BEGIN\nSELECT total FROM orders WHERE id = id;\nEND;';
  it('removes unused variables, and never qualifies a hidden column, which changes the result', () => {
    assert.equal(fixed(text), cleaned);
    assert.equal(fixed(cleaned), cleaned);
    assert.equal(fixed(cleaned, 'shadowed-column'), cleaned);
  });

  it('can be limited to one rule', () => {
    assert.equal(fixed(text, 'unused-variable'), cleaned);
    assert.equal(fixed(text, 'shadowed-column'), text);
  });

  it('never applies two edits to one place, and keeps a value that calls something', () => {
    assert.equal(
      fixed('CREATE PROCEDURE a() BEGIN DECLARE x, y INT; SELECT 1; END;'),
      'CREATE PROCEDURE a() BEGIN DECLARE y INT; SELECT 1; END;',
    );
    const calling = 'CREATE PROCEDURE a() BEGIN DECLARE x INT DEFAULT next_number(); SELECT 1; END;';
    assert.equal(fixed(calling), calling);
  });

  it('keeps a value that assigns something or that the type may refuse', () => {
    for (const kept of ['INT DEFAULT @a := 1', "INT DEFAULT 'abc'", 'TINYINT DEFAULT 300', 'DATE DEFAULT 0']) {
      const keeping = `CREATE PROCEDURE a() BEGIN DECLARE x ${kept}; SELECT 1; END;`;
      assert.equal(fixed(keeping), keeping);
    }
    for (const removed of ['INT DEFAULT 0', 'DATE DEFAULT NULL', "VARCHAR(9) DEFAULT ''", 'BOOLEAN DEFAULT FALSE'])
      assert.equal(
        fixed(`CREATE PROCEDURE a() BEGIN DECLARE x ${removed}; SELECT 1; END;`),
        'CREATE PROCEDURE a() BEGIN SELECT 1; END;',
      );
  });
});
