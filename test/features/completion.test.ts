import assert from 'node:assert/strict';
import { findCompletions } from '../../engine/src/features/completion';
import { readMarkedFiles } from '../support/marked-files';

const others = `
-- file: others.sql
CREATE PROCEDURE post_totals(IN day_id INT) INSERT INTO totals SELECT * FROM days;
CREATE PROCEDURE audit.note() INSERT INTO audit.notes VALUES (1);
CREATE FUNCTION vat(n INT) RETURNS INT DETERMINISTIC RETURN n;
`;

function complete(text: string): ReturnType<typeof findCompletions> {
  const { index, cursor } = readMarkedFiles(`-- file: main.sql\n${text}${others}`);
  return findCompletions(index, cursor.file, cursor.offset);
}

function checkLabels(text: string, kinds: readonly string[], expected: readonly string[]): void {
  const found = complete(text).filter(({ kind }) => kinds.includes(kind));
  assert.deepEqual(
    found.map(({ label }) => label),
    expected,
  );
}

describe('completion', () => {
  it('proposes procedures behind CALL, others’ with their schema', () =>
    checkLabels(
      'CREATE PROCEDURE a() CALL $0',
      ['procedure', 'function', 'keyword'],
      ['a', 'post_totals', 'audit.note'],
    ));

  it('proposes those of a written schema', () =>
    checkLabels('CREATE PROCEDURE a() CALL audit.$0', ['procedure'], ['note']));

  it('replaces the word that is being typed', () => {
    const [first] = complete('CREATE PROCEDURE a() CALL po$0');
    assert.deepEqual(first?.span, { start: 26, end: 28 });
  });

  it('puts the cursor between the parentheses', () =>
    assert.equal(complete('CREATE PROCEDURE a() CALL $0')[1]?.insert, 'post_totals($0)'));

  it('proposes tables behind FROM', () =>
    checkLabels('CREATE PROCEDURE a() SELECT * FROM $0', ['table', 'procedure'], ['audit.notes', 'days', 'totals']));

  it('proposes local names of the scopes around, and functions', () =>
    checkLabels(
      'CREATE PROCEDURE a(IN p_id INT) BEGIN DECLARE v INT; BEGIN DECLARE gone INT; END; SET v = $0; END',
      ['parameter', 'variable', 'function'],
      ['p_id', 'v', 'vat'],
    ));

  it('proposes what a file begins with outside of routines', () =>
    assert.ok(complete('$0').some(({ label }) => label === 'CREATE PROCEDURE')));

  for (const [where, text] of [
    ['a string', "CREATE PROCEDURE a() SELECT 'CALL $0'"],
    ['a line comment', 'CREATE PROCEDURE a() SELECT 1; -- CALL $0'],
    ['a block comment', 'CREATE PROCEDURE a() /* CALL $0 */ SELECT 1'],
  ] as const)
    it(`proposes nothing in ${where}`, () => assert.deepEqual(complete(text), []));
});
