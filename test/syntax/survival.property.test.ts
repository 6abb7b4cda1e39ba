/** Bytes of all kinds: any file is read to its end, and its tokens and gaps are its text. */
import assert from 'node:assert/strict';
import { defaultParserOptions, type ParserOptions } from '../../engine/src/syntax/dialect';
import { parseScript } from '../../engine/src/syntax/parse-script';
import { makeRandom } from '../../scripts/conformance/random';
import { mariadb } from './check';
import { fixtures } from './fixtures';
import { checkRoundTrip } from './round-trip';

/** `SPROC_EXHAUSTIVE=1` takes minutes and tries a hundred times as much. */
const exhaustive = process.env['SPROC_EXHAUSTIVE'] !== undefined;

describe('bytes that were damaged', () => {
  const bytes = fixtures.map(({ text }) => Buffer.from(text));
  const readings: readonly ParserOptions[] = [
    defaultParserOptions,
    { ...defaultParserOptions, ...mariadb, sqlMode: ['ORACLE'] },
    { ...defaultParserOptions, client: false, sqlMode: ['ANSI_QUOTES', 'NO_BACKSLASH_ESCAPES'] },
  ];

  it('are read to their end', () => {
    const first = 20261121;
    for (let seed = first; seed < first + (exhaustive ? 20_000 : 200); seed++) {
      const random = makeRandom(seed);
      const text = damage(bytes, random).toString('utf8');
      try {
        checkRoundTrip(text, readings[random(readings.length)] ?? defaultParserOptions);
      } catch (problem) {
        throw new Error(`seed ${seed}: ${String(problem)}`, { cause: problem });
      }
    }
  });
});

describe('10,000 of a kind in one another', () => {
  const cases: Record<string, string> = {
    parentheses: `CREATE PROCEDURE p() SELECT ${'('.repeat(10_000)}1${')'.repeat(10_000)}`,
    blocks: `DELIMITER $$\nCREATE PROCEDURE p() ${'BEGIN '.repeat(10_000)}SELECT 1; ${'END; '.repeat(10_000)}$$`,
    'blocks without DELIMITER': `CREATE PROCEDURE p() ${'BEGIN '.repeat(10_000)}SELECT 1; ${'END; '.repeat(10_000)}`,
    'CASE statements': `CREATE PROCEDURE p() ${'CASE a WHEN 1 THEN '.repeat(10_000)}SELECT 1; ${'END CASE; '.repeat(10_000)}`,
    'CASE expressions': `CREATE PROCEDURE p() SELECT ${'CASE WHEN a THEN '.repeat(10_000)}1 ${'END '.repeat(10_000)}`,
    subqueries: `CREATE PROCEDURE p() SELECT * FROM ${'(SELECT * FROM '.repeat(10_000)}t ${') a'.repeat(10_000)}`,
    functions: `CREATE PROCEDURE p() SELECT ${'ABS('.repeat(10_000)}1${')'.repeat(10_000)}`,
    'common tables': `CREATE PROCEDURE p() ${'WITH a AS ('.repeat(10_000)}SELECT 1${') SELECT 1'.repeat(10_000)}`,
    comments: `CREATE PROCEDURE p() SELECT 1 ${'/*!99999 '.repeat(10_000)}1${' */'.repeat(10_000)}`,
    'definitions of columns': `CREATE PROCEDURE p() CREATE TABLE t (a INT CHECK (${'('.repeat(10_000)}1${')'.repeat(10_000)}))`,
    'tables of a join': `CREATE PROCEDURE p() SELECT 1 FROM ${'('.repeat(10_000)}t${')'.repeat(10_000)}`,
    'outer joins': `CREATE PROCEDURE p() SELECT 1 FROM t ${'LEFT JOIN t '.repeat(10_000)}${'ON 1 '.repeat(10_000)}`,
  };
  for (const [name, text] of Object.entries(cases))
    it(`are read, at most with an error: ${name}`, () => {
      for (const options of [defaultParserOptions, { ...defaultParserOptions, ...mariadb }])
        assert.ok(Array.isArray(parseScript(text, options).errors));
    });
});

if (exhaustive)
  describe('a file of 50 MB', () => {
    it('is read', () => {
      const text = fixtures
        .map((fixture) => fixture.text)
        .join('\n')
        .repeat(10_000)
        .slice(0, 50_000_000);
      assert.ok(Array.isArray(parseScript(text, defaultParserOptions).errors));
    });
  });

/** Returns one of the files with some bytes flipped, removed, inserted, or followed by those of another. */
function damage(files: readonly Buffer[], random: (below: number) => number): Buffer {
  const pick = (): Buffer => files[random(files.length)] ?? Buffer.alloc(0);
  const whole = pick();
  const start = random(whole.length);
  let bytes = Buffer.from(whole.subarray(start, start + 200 + random(3000)));
  for (let times = 1 + random(6); times > 0; times--) {
    const at = random(bytes.length + 1);
    const rest = bytes.subarray(at);
    switch (random(4)) {
      case 0:
        if (at < bytes.length) bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
        break;
      case 1:
        bytes = Buffer.concat([bytes.subarray(0, at), rest.subarray(random(40))]);
        break;
      case 2:
        bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from([random(256), random(256)]), rest]);
        break;
      default: {
        const other = pick();
        const from = random(other.length);
        bytes = Buffer.concat([bytes.subarray(0, at), other.subarray(from, from + random(300)), rest]);
      }
    }
  }
  return bytes;
}
