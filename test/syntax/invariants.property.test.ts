/** Properties of every text, whatever its content. */
import assert from 'node:assert/strict';
import fastCheck from 'fast-check';
import { defaultParserOptions, type ParserOptions } from '../../engine/src/syntax/dialect';
import type { Script } from '../../engine/src/syntax/nodes';
import { parseScript } from '../../engine/src/syntax/parse-script';
import { tokenKind, type Tokens } from '../../engine/src/syntax/tokens';
import { printReferences, texts } from './check';
import { fixtures } from './fixtures';
import { checkRoundTrip } from './round-trip';

/** `SPROC_EXHAUSTIVE=1` tries every token. */
const step = process.env['SPROC_EXHAUSTIVE'] === undefined ? 23 : 1;

describe('every fixture', () => {
  for (const { name, text, options } of fixtures) {
    it(`reads without errors (${name})`, () =>
      assert.deepEqual(
        parseScript(text, options).errors.map(({ message }) => message),
        [],
      ));

    it(`is its tokens and gaps (${name})`, () => checkRoundTrip(text, options));

    it(`mentions the same with comments between all tokens (${name})`, () => {
      const script = parseScript(text, options);
      const commented = injectComments(text, script.tokens);
      assert.notEqual(commented, text);
      const again = parseScript(commented, options);
      assert.deepEqual(printScript(again), printScript(script));
    });

    it(`survives the loss, the doubling and the exchange of any token (${name})`, () => {
      const { tokens } = parseScript(text, options);
      const raws = texts(text, tokens);
      // Every token in turn would take too long: steps that share no factor with the shape of the text.
      for (let i = 0; i + 1 < raws.length; i += step) {
        const gap = text.slice(tokens.end[i], tokens.start[i + 1]);
        const [one, two] = [raws[i]!, raws[i + 1]!];
        for (const changed of [two, one + gap + one + gap + two, two + gap + one])
          checkPiece(text, tokens, i, changed, options);
      }
    });
  }
});

describe('any text', () => {
  const piece = fastCheck.constantFrom(
    ...[
      'BEGIN',
      'END',
      'IF',
      'THEN',
      'CASE',
      'WHEN',
      'LOOP',
      'CREATE PROCEDURE p()',
      'DECLARE',
      'SELECT',
      'FROM',
      't',
      'INTO',
    ],
    ...[
      '(',
      ')',
      ',',
      ';',
      '.',
      '@',
      "'",
      '"',
      '`',
      '/*',
      '*/',
      '/*!50003',
      '-- ',
      '#',
      '\n',
      '\r',
      '$$',
      '\\',
      '\0',
      ':',
      '=',
      '1',
    ],
    ...[
      'DELIMITER $$\n',
      'DELIMITER ;\n',
      'UPDATE',
      'SET',
      'WITH',
      'AS',
      'VALUES',
      'CALL',
      'PREPARE s FROM',
      'UNTIL',
      'END IF',
      '😀',
    ],
  );
  const any = fastCheck.oneof(
    fastCheck.string({ unit: 'binary', maxLength: 60 }),
    fastCheck.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(' ')),
  );

  it('can be read, and is its tokens and gaps', () =>
    fastCheck.assert(
      fastCheck.property(
        any,
        fastCheck.constantFrom('mysql', 'mariadb'),
        fastCheck.boolean(),
        (text, dialect, client) => {
          checkRoundTrip(text, { ...defaultParserOptions, dialect, client, sqlMode: client ? [] : ['ORACLE'] });
        },
      ),
      { numRuns: 400, seed: 20261121 },
    ));
});

describe('a text that is meant to break the reader', () => {
  const cases: Record<string, string> = {
    parentheses: `CREATE PROCEDURE p() SELECT ${'('.repeat(5000)}1${')'.repeat(5000)}`,
    blocks: `DELIMITER $$\nCREATE PROCEDURE p() ${'BEGIN '.repeat(5000)}SELECT 1; ${'END; '.repeat(5000)}$$`,
    'unfinished blocks': `CREATE PROCEDURE p() ${'IF a THEN '.repeat(5000)}`,
    subqueries: `CREATE PROCEDURE p() SELECT * FROM ${'(SELECT * FROM '.repeat(3000)}t`,
    'CASE expressions': `CREATE PROCEDURE p() SELECT ${'CASE WHEN a THEN '.repeat(5000)}1 ${'END '.repeat(5000)}`,
    'parentheses around a broken query': `CREATE PROCEDURE p() SELECT ${'('.repeat(300)}SELECT 1 +${')'.repeat(300)}`,
    'tables around a broken query': `CREATE PROCEDURE p() SELECT 1 FROM ${'('.repeat(300)}SELECT 1 +${')'.repeat(300)}`,
    'outer joins': `CREATE PROCEDURE p() SELECT 1 FROM t ${'LEFT JOIN t '.repeat(5000)}`,
    BETWEEN: `CREATE PROCEDURE p() SELECT 1 ${'BETWEEN 1 AND 1 '.repeat(5000)}`,
    operators: `CREATE PROCEDURE p() SELECT ${'- NOT ! BINARY '.repeat(5000)} 1 ${'+ 1 AND 2 '.repeat(5000)}`,
    'open comments': '/*!50003 '.repeat(20_000),
    quotes: "' \\' ".repeat(20_001),
    'delimiter lines': 'DELIMITER $$\nDELIMITER ;\n'.repeat(5000),
    'changes of sql_mode': "SET sql_mode = 'ANSI_QUOTES';\nSET sql_mode = '';\n".repeat(5000),
    assignments: `CREATE PROCEDURE p() SET @a = ${'@a := '.repeat(5000)}1`,
    definitions: 'CREATE PROCEDURE p() BEGIN SELECT 1; END;\n'.repeat(2000),
    'broken definitions': 'CREATE PROCEDURE p() BEGIN IF a THEN SELECT ( ; END;\n'.repeat(1000),
  };
  for (const [name, text] of Object.entries(cases))
    // Quadratic work would take minutes here: the runner's own limit ends it.
    it(`is read to its end: ${name}`, () => {
      // Errors are found when they are asked for.
      assert.ok(Array.isArray(parseScript(text, defaultParserOptions).errors));
    });

  it('says where it became too deep', () => {
    for (const name of ['parentheses', 'blocks', 'subqueries'])
      assert.ok(
        parseScript(cases[name]!, defaultParserOptions).errors.some(({ code }) => code === 'nested-too-deeply'),
        name,
      );
  });
});

/** Reads one definition with two of its tokens changed; the whole file would take too long. */
function checkPiece(text: string, tokens: Tokens, index: number, changed: string, options: ParserOptions): void {
  const from = text.lastIndexOf('\nCREATE', tokens.start[index]) + 1;
  const behind = text.indexOf('$$', tokens.end[index + 1]);
  const to = behind < 0 ? text.length : behind + 2;
  const piece = text.slice(from, tokens.start[index]) + changed + text.slice(tokens.end[index + 1], to);
  checkRoundTrip(`DELIMITER $$\n${piece}`, options);
}

function injectComments(text: string, tokens: Tokens): string {
  let changed = '';
  let at = 0;
  for (let i = 0; i < tokens.count; i++) {
    const start = tokens.start[i]!;
    const near = [i - 1, i].some((token) => tokens.kind[token] === tokenKind.delimiterCommand);
    // Between the name of a function and its parenthesis any gap has a meaning.
    const calls = text[start] === '(' && tokens.kind[i - 1] === tokenKind.word;
    changed += text.slice(at, start) + (near || calls ? '' : ' /* c */ ');
    at = start;
  }
  return changed + text.slice(at);
}

function printScript({ definitions, errors }: Script): unknown {
  const seen = definitions.map(({ kind, name, references, dynamic }) => [
    kind,
    name.name.text,
    printReferences(references),
    dynamic.map((one) => [one.sql, one.certainty, printReferences(one.references)]),
  ]);
  return [seen, errors.map(({ code }) => code)];
}
