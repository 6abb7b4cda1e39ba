/** Tokens: strings, comments, numbers, names and variables under every mode. */
import assert from 'node:assert/strict';
import { defaultParserOptions } from '../../engine/src/syntax/dialect';
import { tokenize } from '../../engine/src/syntax/tokenizer';
import { checkTokens, mariadb, statement, texts } from './check';

describe('tokenizer', () => {
  describe('strings', () => {
    it('ends a string at its own quote only', () =>
      checkTokens(`'a"b' "a'b"`, `string['a"b'] string["a'b"]`, statement));

    it('takes a doubled quote as one', () => checkTokens(`'it''s' x`, `string['it''s'] x`, statement));

    it('takes an escaped quote as one', () =>
      checkTokens(`'it\\'s' 'a\\\\' x`, `string['it\\'s'] string['a\\\\'] x`, statement));

    it('knows no escapes under NO_BACKSLASH_ESCAPES', () =>
      checkTokens(`'a\\' x`, `string['a\\'] x`, { ...statement, sqlMode: ['NO_BACKSLASH_ESCAPES'] }));

    it('takes double quotes for names under ANSI_QUOTES and ANSI', () => {
      checkTokens('"a""b" \'c\'', 'quotedName["a""b"] string[\'c\']', { ...statement, sqlMode: ['ANSI_QUOTES'] });
      checkTokens('"a"', 'quotedName["a"]', { ...statement, sqlMode: ['ANSI'] });
    });

    it('keeps x, b and n with their quotes, and introducers apart', () =>
      checkTokens(
        `X'41' b'01' N'a' _utf8mb4'b' xb'c'`,
        `number[X'41'] number[b'01'] string[N'a'] _utf8mb4 string['b'] xb string['c']`,
        statement,
      ));

    it('ends a string that is never closed with its line and says so', () => {
      const text = "SELECT 'abc\nFROM t";
      const tokens = tokenize(text, defaultParserOptions);
      assert.deepEqual(texts(text, tokens), ['SELECT', "'abc", 'FROM', 't']);
      assert.deepEqual(
        tokens.errors.map(({ code, span }) => [code, text.slice(span.start, span.end)]),
        [['unfinished-string', "'abc"]],
      );
    });
  });

  describe('names', () => {
    it('takes backticks, and two inside for one', () =>
      checkTokens('`a``b`.`c`', 'quotedName[`a``b`] . quotedName[`c`]', statement));

    it('takes names that begin with a digit', () => checkTokens('2fa t.1st 1e2x a1', '2fa t . 1st 1e2x a1', statement));

    it('takes letters beyond ASCII and emoji', () => checkTokens('größe 주문 😀', 'größe 주문 😀', statement));

    it('tells user variables, system variables and accounts apart', () =>
      checkTokens(
        "@a @`b c` @'d' @@sql_mode @@global.x root@localhost 'a'@'%'",
        "userVariable[@a] userVariable[@`b c`] userVariable[@'d'] systemVariable[@@sql_mode] systemVariable[@@global.x] " +
          "root userVariable[@localhost] string['a'] userVariable[@'%']",
        statement,
      ));
  });

  describe('numbers', () => {
    it('reads fractions, exponents and hexadecimal', () =>
      checkTokens(
        '1 1.5 .5 1e10 1.5e-3 0x1F 0b01',
        '1 1.5 .5 1e10 1.5e-3 0x1F 0b01'.replace(/\S+/g, 'number[$&]'),
        statement,
      ));

    it('keeps 1..10 apart', () => checkTokens('1..10', 'number[1] .. number[10]', statement));

    it('takes 0x without digits for a name', () => checkTokens('0xg 0x', '0xg 0x', statement));
  });

  describe('comments', () => {
    it('takes -- for a comment only before white space', () =>
      checkTokens('5--1 -- two\n3', 'number[5] - - number[1] number[3]', statement));

    it('takes # to the end of its line', () => checkTokens('a # b\nc', 'a c', statement));

    it('knows no nesting in plain comments', () => checkTokens('/* a /* b */ c */', 'c * /', statement));

    it('reports a comment that is never closed', () => {
      const { errors, count } = tokenize('a /* b', defaultParserOptions);
      assert.deepEqual([count, errors.map(({ code }) => code)], [1, ['unfinished-comment']]);
    });

    it('executes what is marked for this version or older', () => {
      checkTokens('a /*!80000 b */ /*! c */ /*!99999 d */ e', 'a b c e', statement);
      checkTokens('/*!50003 a*/ /*!80100 b */', 'a', { ...statement, serverVersion: 80000 });
    });

    it('takes six digits on MySQL only before white space', () => {
      checkTokens('/*!090700 a */', 'a', statement);
      checkTokens('/*!8000012 */', 'number[12]', statement);
    });

    it('passes over what holds comments and is not executed', () =>
      checkTokens('a /*!99999 b /* c */ d */ e', 'a e', statement));

    it('lets executed comments hold others', () => checkTokens('a /*!50003 b /* c */ d */ e', 'a b d e', statement));

    it('leaves /*M! to MariaDB, and to MySQL what is marked for its 5.7 and later', () => {
      checkTokens('/*M! a */ /*M!100100 b */ c', 'c', statement);
      checkTokens('/*M! a */ /*M!100100 b */ /*!50701 d */ /*!50003 e */ /*!100100 f */', 'a b e f', {
        ...mariadb,
        ...statement,
      });
    });
  });

  it('lets the first end close executable comments, however many are open', () =>
    checkTokens('/*!50003 a /*!50003 b */ c */', 'a b c * /', statement));

  describe('the text around', () => {
    it('passes over a byte order mark', () => checkTokens('\ufeffSELECT', 'SELECT'));

    it('takes every line end for white space', () => checkTokens('a\r\nb\rc\vd\fe', 'a b c d e'));

    it('reports control characters', () => {
      const { errors } = tokenize('SELECT\x01 1', defaultParserOptions);
      assert.deepEqual(
        errors.map(({ code, span }) => [code, span.start]),
        [['unexpected-character', 6]],
      );
    });

    it('reads dollar texts behind AS', () =>
      checkTokens('AS $js$ a; $b$ $js$ x', 'AS dollarText[$js$ a; $b$ $js$] x', statement));

    it('reads operators of two and three characters', () =>
      checkTokens(
        ':= <=> <= <> != << >= >> || && -> ->> = < >',
        ':= <=> <= <> != << >= >> || && -> ->> = < >',
        statement,
      ));
  });
});
