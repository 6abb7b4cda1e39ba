import assert from 'node:assert/strict';
import { findInlayHints } from '../../engine/src/features/inlay-hints';
import { findSemanticTokens } from '../../engine/src/features/semantic-tokens';
import { readMarkedFiles } from '../support/marked-files';

describe('semantic tokens', () => {
  function checkTokens(text: string, expected: string): void {
    const { index } = readMarkedFiles(text);
    const facts = index.facts('main.sql');
    assert.ok(facts);
    const found = findSemanticTokens(facts, { start: 0, end: facts.script.text.length });
    const print = ({ kind, span, isDeclaration }: (typeof found)[number]): string =>
      `${kind}${isDeclaration ? '!' : ''} ${facts.script.text.slice(span.start, span.end)}`;
    assert.equal(found.map(print).join(', '), expected);
  }

  it('tell routines, tables and local names apart', () =>
    checkTokens(
      'CREATE PROCEDURE a(IN id INT) BEGIN CALL b(id); INSERT INTO shop.t (id) VALUES (vat(id)); END;',
      'procedure! a, parameter! id, procedure b, parameter id, table t, function vat, parameter id',
    ));

  it('know labels, cursors and conditions', () =>
    checkTokens(
      "CREATE PROCEDURE a() l: BEGIN DECLARE bad CONDITION FOR SQLSTATE '45000'; DECLARE c CURSOR FOR SELECT 1; OPEN c; SIGNAL bad; LEAVE l; END l;",
      'procedure! a, label! l, condition! bad, cursor! c, cursor c, condition bad, label l, label l',
    ));

  it('leave a name out that goes over lines', () => checkTokens('CREATE PROCEDURE `a\nb`() CALL c();', 'procedure c'));
});

describe('inlay hints', () => {
  /** Compares the text with its hints inserted. */
  function checkHints(text: string, expected: string): void {
    const { index } = readMarkedFiles(text);
    const facts = index.facts('main.sql');
    assert.ok(facts);
    const before = facts.script.text;
    const shown = findInlayHints(index, facts, { start: 0, end: before.length }).reduceRight(
      (shownText, { offset, label }) => `${shownText.slice(0, offset)}[${label}]${shownText.slice(offset)}`,
      before,
    );
    assert.equal(shown.split('\n')[0], expected);
  }

  const callee = '\nCREATE PROCEDURE b(IN day_id INT, OUT total INT) SET total = 1;';

  it('name parameters, and say what comes back', () =>
    checkHints(
      `CREATE PROCEDURE a() CALL b(1 + 2, @n);${callee}`,
      'CREATE PROCEDURE a() CALL b([day_id:]1 + 2, [OUT total:]@n);',
    ));

  it('are left out where an argument says it itself, is too many or is missing', () => {
    const same = 'CREATE PROCEDURE a(IN day_id INT) CALL b(day_id, @total, 3);';
    checkHints(same + callee, same);
    checkHints(`CREATE PROCEDURE a() CALL b(1);${callee}`, 'CREATE PROCEDURE a() CALL b([day_id:]1);');
  });

  it('are left out where names differ in a prefix or a table only, unless something comes back', () => {
    const callee = '\nCREATE PROCEDURE b(IN p_id INT, IN p_n INT, OUT p_sum INT) SET p_sum = 1;';
    checkHints(
      `CREATE PROCEDURE a(id INT) CALL b(v_id, -v_n, v_sum);${callee}`,
      'CREATE PROCEDURE a(id INT) CALL b(v_id, [p_n:]-v_n, [OUT p_sum:]v_sum);',
    );
    const rows = 'CREATE TRIGGER a AFTER INSERT ON t FOR EACH ROW CALL b(NEW.`id`, @n, @p_sum);';
    checkHints(rows + callee, rows);
    checkHints(
      `CREATE PROCEDURE a() CALL b(NEW.idx, other.p, 1);${callee}`,
      'CREATE PROCEDURE a() CALL b([p_id:]NEW.idx, [p_n:]other.p, [OUT p_sum:]1);',
    );
  });

  it('stand within functions too', () =>
    checkHints(
      'CREATE PROCEDURE a() SELECT vat(vat(1, 2), 3);\nCREATE FUNCTION vat(n INT, rate INT) RETURNS INT DETERMINISTIC RETURN n;',
      'CREATE PROCEDURE a() SELECT vat([n:]vat([n:]1, [rate:]2), [rate:]3);',
    ));
});
