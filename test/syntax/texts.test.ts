/** The text as the server stores it, the text without layout, and quoting. */
import assert from 'node:assert/strict';
import fastCheck from 'fast-check';
import { defaultParserOptions } from '../../engine/src/syntax/dialect';
import { readName, readText } from '../../engine/src/syntax/literals';
import { quoteName, quoteText, quoteTextUnder, renderKey } from '../../engine/src/syntax/quoting';
import { renderSemantic } from '../../engine/src/syntax/semantic-text';
import { renderStored } from '../../engine/src/syntax/stored-text';
import { tokenize } from '../../engine/src/syntax/tokenizer';
import { mariadb, statement, type Options } from './check';

const semantic = (text: string, options: Options = statement): string =>
  renderSemantic(tokenize(text, { ...defaultParserOptions, ...options }), text, { start: 0, end: text.length });

const stored = (text: string, options: Options = {}): string => {
  const reading = { ...defaultParserOptions, client: false, ...options };
  return renderStored({ text, tokens: tokenize(text, reading) }, { start: 0, end: text.length }, reading);
};

describe('the text without layout', () => {
  const same: [string, string, string][] = [
    ['white space and comments', 'SELECT 1,2 FROM t', ' SELECT  1 , 2 -- c\n FROM /* d */ t # e'],
    ['the case of keywords', 'SELECT 1 FROM t WHERE a IS NULL', 'select 1 From t where a is null'],
    ['quotes that a name does not need', 'SELECT `a`.`b` FROM `t`', 'SELECT a.b FROM t'],
    ['the case of variables', 'SET @A = @@SQL_MODE', 'SET @a = @@sql_mode'],
    ['executable comments', '/*!50003 SELECT */ 1 /*!99999 + 2 */', 'SELECT 1'],
    ['the quotes of texts', 'SELECT "a b"', "SELECT 'a b'"],
    ['the sign of inequality', 'SELECT 1 != 2', 'SELECT 1 <> 2'],
  ];
  for (const [what, one, two] of same) it(`ignores ${what}`, () => assert.equal(semantic(one), semantic(two)));

  const different: [string, string, string][] = [
    ['the case of names, since tables may differ by it alone', 'SELECT 1 FROM T', 'SELECT 1 FROM t'],
    ['quotes that a name needs', 'SELECT `select`', 'SELECT select'],
    ['a quoted name with a space', 'SELECT `a b`', 'SELECT a b'],
    ['the case of texts', "SELECT 'A'", "SELECT 'a'"],
    ['where one word ends', 'SELECT ab', 'SELECT a b'],
    ['hints for the optimizer', 'SELECT /*+ NO_MERGE(t) */ 1', 'SELECT 1'],
  ];
  for (const [what, one, two] of different) it(`keeps ${what}`, () => assert.notEqual(semantic(one), semantic(two)));

  it('takes only the tokens of its span', () => {
    const text = 'CREATE PROCEDURE p() SELECT  1';
    const tokens = tokenize(text, defaultParserOptions);
    assert.equal(renderSemantic(tokens, text, { start: text.indexOf('SELECT'), end: text.length }), 'select 1');
  });
});

describe('the stored text', () => {
  it('keeps comments and white space', () =>
    assert.equal(stored('BEGIN -- a\r\n\tSELECT 1; /* b */ END'), 'BEGIN -- a\r\n\tSELECT 1; /* b */ END'));

  it('loses the marks of what is executed, and all of what is not', () => {
    assert.equal(stored('SELECT /*!50003 1 */ /*!99999 + 2 */ + 3'), 'SELECT  1   + 3');
    assert.equal(stored("SELECT '/*!50003 1 */' /*! + 1*/"), "SELECT '/*!50003 1 */'  + 1");
  });

  it('parts with a space what a closed comment parted, on MySQL', () => {
    assert.equal(stored('SELECT 1/*!50003+2*/+3'), 'SELECT 1+2 +3');
    assert.equal(stored('SELECT 1/*!50003+2 */+3 /*! +4*/ +5'), 'SELECT 1+2 +3  +4 +5');
    assert.equal(stored('SELECT 1/*!50003+2*/+3', mariadb), 'SELECT 1+2+3');
  });

  it('keeps on MySQL what is marked for MariaDB, as the comment it is', () =>
    assert.equal(stored('SELECT 1 /*M! + 2 */'), 'SELECT 1 /*M! + 2 */'));

  it('depends on the dialect', () => {
    assert.equal(stored('SELECT 1 /*M! + 2 */', mariadb), 'SELECT 1  + 2 ');
    assert.equal(stored('SELECT 1 /*!80000 + 2 */', mariadb), 'SELECT 1 ');
  });

  it('keeps two tokens apart that a comment kept apart, and that the server would join', () => {
    assert.equal(stored('SELECT/*!99999 x */a/*!99999 x */INT'), 'SELECT a INT');
    assert.equal(stored('IN/*!50003 a*/INT', mariadb), 'IN a INT');
    assert.equal(stored("SELECT 'a'/*!99999 x */'b', n/*!99999 x */'c'"), "SELECT 'a' 'b', n 'c'");
    assert.equal(stored('SELECT 1 -/*!99999 x */- 2 </*!99999 x */= 3'), 'SELECT 1 - - 2 < = 3');
  });

  it('joins all others, as the server does', () => {
    assert.equal(stored("SELECT/*!99999 x */'a'/*!99999 x */+1/*!99999 x */)"), "SELECT'a'+1)");
  });

  it('looks past the end of its span for what follows a comment', () => {
    const text = 'f(a /*!50003 INT*/)';
    const tokens = tokenize(text, { ...defaultParserOptions, client: false });
    const span = { start: 2, end: text.length - 1 };
    assert.equal(renderStored({ text, tokens }, span, defaultParserOptions), 'a  INT ');
  });

  it('knows that its span begins in a comment', () => {
    const text = '/*!50003 AS*/ BEGIN END';
    const tokens = tokenize(text, defaultParserOptions);
    assert.equal(renderStored({ text, tokens }, { start: 11, end: text.length }, defaultParserOptions), ' BEGIN END');
  });

  it('reads what a client would cut', () => {
    const text = 'BEGIN SELECT 2; /*!99999 SELECT 3; */ END';
    const tokens = tokenize(text, defaultParserOptions);
    const span = { start: 0, end: text.length };
    assert.equal(renderStored({ text, tokens }, span, defaultParserOptions), 'BEGIN SELECT 2;  END');
  });
});

describe('quoting', () => {
  it('of names comes back as it went in', () =>
    fastCheck.assert(
      fastCheck.property(fastCheck.string({ unit: 'grapheme' }), (name) => readName(quoteName(name)) === name),
    ));

  it('of texts is one token under every mode', () =>
    fastCheck.assert(
      fastCheck.property(
        fastCheck.string({ unit: 'grapheme' }),
        fastCheck.constantFrom([], ['NO_BACKSLASH_ESCAPES'], ['ANSI_QUOTES']),
        (text, sqlMode) => {
          const quoted = quoteText(text);
          const tokens = tokenize(`${quoted} x`, { ...defaultParserOptions, sqlMode, client: false });
          return tokens.count === (text.includes('\\') ? 3 : 2);
        },
      ),
    ));

  it('of literals for known modes comes back as it went in', () =>
    fastCheck.assert(
      fastCheck.property(fastCheck.string({ unit: 'grapheme' }), fastCheck.boolean(), (text, escapes) => {
        const literal = quoteTextUnder(text, escapes ? [] : ['NO_BACKSLASH_ESCAPES']);
        return readText(literal, escapes) === text;
      }),
    ));

  it('makes keys', () => assert.deepEqual([renderKey('a`b', 'c'), renderKey(null, 'c')], ['`a``b`.`c`', '`c`']));
});
