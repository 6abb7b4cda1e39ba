/** The indentation of lines while they are typed, from the patterns of the language configuration. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Configuration {
  readonly onEnterRules: readonly {
    readonly beforeText: { readonly pattern: string; readonly flags: string };
    readonly action: { readonly indent: string; readonly appendText?: string };
  }[];
  readonly indentationRules: Readonly<
    Record<'increaseIndentPattern' | 'decreaseIndentPattern', { readonly pattern: string; readonly flags: string }>
  >;
}

const file = join(__dirname, '../../syntaxes/mysql-routine.language-configuration.json');
const { indentationRules, onEnterRules } = JSON.parse(readFileSync(file, 'utf8')) as Configuration;
const matches = (rule: keyof Configuration['indentationRules'], line: string): boolean => {
  const { pattern, flags } = indentationRules[rule];
  return new RegExp(pattern, flags).test(line);
};

describe('the language configuration', () => {
  for (const [line, increases, decreases] of [
    ['begin', true, false],
    ['main: BEGIN -- here', true, false],
    ['IF a > 1 THEN', true, false],
    ['ELSE', true, true],
    ['ELSEIF b THEN', true, true],
    ['  l: LOOP', true, false],
    ['WHILE x DO # on', true, false],
    ['FOR i IN 1..3 DO', true, false],
    // Nothing ends what the DO of an event begins.
    ['DO', false, false],
    ['CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO', false, false],
    ['  ON COMPLETION PRESERVE DO -- nightly', false, false],
    ['DO BEGIN', true, false],
    ['REPEAT', true, false],
    ['UNTIL x END REPEAT;', false, true],
    ['END IF;', false, true],
    ['  end;', false, true],
    ['END LOOP l;', false, true],
    ['IF a THEN SET b = 1; END IF;', false, false],
    ['SELECT ending FROM t;', false, false],
    ["SET @a = 'BEGIN';", false, false],
    ["VALUES ('begin", false, false],
    ['-- charges and then', false, false],
    ['SELECT 1; # or else', false, false],
    [' * what is paid, and then', false, false],
    // Each WHEN is as deep as its CASE, and what it does is deeper, be it a statement or a value.
    ['CASE total', true, false],
    ['CASE WHEN a THEN', true, false],
    ['WHEN 1 THEN', true, true],
    ['WHEN 1 THEN 2', true, true],
    ['ELSE 2', true, true],
    ['SELECT CASE', true, false],
    ['SELECT CASE a WHEN 1 THEN 2 END;', false, false],
    // The following line returns to the indentation of the CASE, however much of it is there.
    ['SELECT a, CASE WHEN b THEN 1', true, false],
    ['sum(CASE b WHEN 1 THEN 2', true, false],
    ['SELECT CASE WHEN a THEN 1 END, CASE b', true, false],
    ['WHEN 2 THEN 3 END AS x,', false, true],
    ['ELSE 2 END AS x', false, true],
    ['CASE a WHEN 1 THEN SET b = 1; END CASE;', false, false],
    ['END CASE;', false, true],
    ['END AS x', false, true],
    ['SELECT 1; -- in case', false, false],
    ['UNTIL x', true, true],
    ['EXCEPTION', true, true],
  ] as const)
    it(`of ${line}`, () =>
      assert.deepEqual(
        [matches('increaseIndentPattern', line), matches('decreaseIndentPattern', line)],
        [increases, decreases],
      ));

  // What the line after it is: as deep as the line, deeper, or less deep; by a rule where the patterns above cannot count.
  for (const [line, after] of [
    ['ELSE IF b THEN', 'two deeper'],
    ['  else if b > 1 then -- two words', 'two deeper'],
    ['ELSEIF b THEN', 'by the patterns'],
    ['IF b THEN', 'by the patterns'],
    ["SET a = 'x'; END IF;", 'less deep'],
    ['SET a = 1; SET b = 2; END LOOP rows_of; -- done', 'less deep'],
    ['LEAVE l; END', 'less deep'],
    ['END IF; END IF;', 'less deep'],
    ['end loop; end;', 'less deep'],
    ['END IF;', 'by the patterns'],
    ['ELSE SET a = 1; END IF;', 'by the patterns'],
    ['IF a THEN SET b = 1; END IF;', 'by the patterns'],
    ['BEGIN SET b = 1; END;', 'by the patterns'],
    ['WHILE a DO SET b = 1; END WHILE;', 'by the patterns'],
    ['SELECT CASE WHEN a THEN 1 END;', 'by the patterns'],
    ["SELECT '; END IF;", 'by the patterns'],
    ['-- a; END IF;', 'by the patterns'],
    // No line of a comment is followed by characters that nobody typed.
    ['/* Pays.', 'by the patterns'],
    [' * Second line.', 'by the patterns'],
    [' */', 'by the patterns'],
  ] as const)
    it(`of the line after ${line}`, () => {
      const rule = onEnterRules.find(({ beforeText: { pattern, flags } }) => new RegExp(pattern, flags).test(line));
      const action = rule?.action ?? null;
      assert.deepEqual(
        action,
        {
          'two deeper': { indent: 'indent', appendText: '\t' },
          'less deep': { indent: 'outdent' },
          'by the patterns': null,
        }[after],
      );
    });

  it('adds nothing but indentation', () =>
    assert.deepEqual(
      onEnterRules.map(({ action }) => action.appendText?.trim() ?? ''),
      ['', ''],
    ));
});
