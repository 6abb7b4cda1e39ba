/** How lines are indented while they are typed: what the patterns of the language configuration say of each. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Configuration {
  readonly indentationRules: Readonly<
    Record<'increaseIndentPattern' | 'decreaseIndentPattern', { readonly pattern: string; readonly flags: string }>
  >;
}

const file = join(__dirname, '../../syntaxes/mysql-routine.language-configuration.json');
const { indentationRules } = JSON.parse(readFileSync(file, 'utf8')) as Configuration;
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
  ] as const)
    it(`of ${line}`, () =>
      assert.deepEqual(
        [matches('increaseIndentPattern', line), matches('decreaseIndentPattern', line)],
        [increases, decreases],
      ));
});
