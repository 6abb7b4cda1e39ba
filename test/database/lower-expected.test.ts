/** A text that is as expected is read by its head alone, and becomes what reading all of it would make of it. */
import assert from 'node:assert/strict';
import { lowerExpected, type KnownHeads } from '../../engine/src/database/lower-expected';
import { lowerDefinition } from '../../engine/src/routine/lower-definition';
import type { Routine } from '../../engine/src/routine/routine';
import { parseScript } from '../../engine/src/syntax/parse-script';

const sqlMode = ['STRICT_TRANS_TABLES'];
const modes = { sqlMode, characterSet: 'utf8mb4', collation: 'utf8mb4_0900_ai_ci' };
const reading = { dialect: 'mysql', serverVersion: 90_704, sqlMode, schema: 'shop', client: false } as const;

function lowerAll(text: string): Routine {
  const script = parseScript(text, reading);
  const [definition] = script.definitions;
  assert.ok(definition);
  return lowerDefinition(script, definition, { parserOptions: reading, schema: 'shop', modes });
}

function lower(source: string, stored: string, mode: readonly string[] = sqlMode): Routine | null {
  const expected = { routine: lowerAll(source), sqlMode: mode };
  return lowerExpected({ text: stored, modes, parserOptions: reading, lower: () => lowerAll(stored) }, expected);
}

function checkAlike(source: string, stored: string): void {
  const lowered = lower(source, stored);
  assert.ok(lowered, 'it was not read by its head');
  assert.deepEqual({ ...lowered }, lowerAll(stored));
}

const head = 'CREATE DEFINER=`root`@`localhost` PROCEDURE `p`(IN a INT)\n';

describe('lower-expected', () => {
  it('takes what differs in the head from the head', () => {
    checkAlike('CREATE PROCEDURE shop.p(IN a INT) SELECT a', `${head}SELECT a`);
    checkAlike(
      'CREATE PROCEDURE p(IN a INT) -- first\n MODIFIES SQL DATA COMMENT "x" BEGIN /* why */ SELECT \'a;b\'; END',
      `${head}    MODIFIES SQL DATA\n    COMMENT 'x'\nBEGIN /* why */ SELECT 'a;b'; END`,
    );
    checkAlike(
      'CREATE FUNCTION f(a INT) RETURNS DECIMAL(12,2) DETERMINISTIC RETURN a',
      'CREATE DEFINER=`app`@`%` FUNCTION `f`(a INT) RETURNS decimal(12,2)\n    DETERMINISTIC\nRETURN a',
    );
  });

  for (const [what, source, stored] of [
    ['another body', 'CREATE PROCEDURE p(IN a INT) SELECT a', `${head}SELECT  a`],
    ['a comment behind it', 'CREATE PROCEDURE p(IN a INT) SELECT a', `${head}SELECT a -- b`],
    ['a body that only ends alike', 'CREATE PROCEDURE p(IN a INT) SELECT a', `${head}BEGIN SELECT 2; END -- SELECT a`],
    ['the body inside of a text', "CREATE PROCEDURE p(IN a INT) SELECT a'", `${head}SELECT 'x SELECT a'`],
    ['the body behind a label', 'CREATE PROCEDURE p(IN a INT) BEGIN END', `${head}l: BEGIN END`],
    ['other characteristics', 'CREATE PROCEDURE p(IN a INT) SELECT a', `${head}    READS SQL DATA\nSELECT a`],
    ['other parameters', 'CREATE PROCEDURE p(IN b INT) SELECT 1', `${head}SELECT 1`],
    ['an executable comment', 'CREATE PROCEDURE p(IN a INT) SELECT /*!1*/ a', `${head}SELECT /*!1*/ a`],
    ['another kind', 'CREATE FUNCTION p(a INT) RETURNS INT RETURN a', `${head}RETURN a`],
  ] as const)
    it(`leaves ${what} to the whole text`, () => assert.equal(lower(source, stored), null));

  it('reads a head once where only name and parameters differ', () => {
    const known: KnownHeads = new Map();
    for (const [name, parameters] of [
      ['p', 'IN a INT'],
      ['q', ''],
      ['r`s', 'a INT, OUT `b c` DECIMAL(3,1)'],
    ] as const) {
      const source = `CREATE PROCEDURE \`${name.replace('`', '``')}\`(${parameters}) SELECT 1`;
      const stored = source.replace('CREATE', 'CREATE DEFINER=`root`@`localhost`').replace(' SELECT', '\nSELECT');
      const expected = { routine: lowerAll(source), sqlMode };
      const lowered = lowerExpected(
        { text: stored, modes, parserOptions: reading, lower: () => null },
        expected,
        known,
      );
      assert.deepEqual(lowered?.checksums, lowerAll(stored).checksums);
      assert.deepEqual(lowered.definer, { user: 'root', host: 'localhost' });
    }
    assert.equal(known.size, 1);
  });

  it('leaves other modes to the whole text', () =>
    assert.equal(lower('CREATE PROCEDURE p(IN a INT) SELECT a', `${head}SELECT a`, ['ANSI_QUOTES']), null));
});
