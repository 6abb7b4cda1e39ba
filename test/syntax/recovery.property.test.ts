/** An error in what a client sends never reaches what it sends next: the next definition is read as if alone. */
import assert from 'node:assert/strict';
import { defaultParserOptions, type ParserOptions } from '../../engine/src/syntax/dialect';
import { parseScript } from '../../engine/src/syntax/parse-script';
import { tokenize } from '../../engine/src/syntax/tokenizer';
import { mariadb, texts } from './check';

/** `SPROC_EXHAUSTIVE=1` tries every token. */
const step = process.env['SPROC_EXHAUSTIVE'] === undefined ? 5 : 1;

const statements = [
  'CREATE PROCEDURE a(IN x INT, OUT y VARCHAR(10)) SELECT 1',
  'CREATE PROCEDURE a() BEGIN DECLARE i INT; DECLARE EXIT HANDLER FOR NOT FOUND BEGIN END; IF i THEN SELECT 1; END IF; l: LOOP LEAVE l; END LOOP l; END',
  'CREATE FUNCTION a(x DECIMAL(10,2)) RETURNS INT DETERMINISTIC RETURN (x + f(1, 2))',
  'CREATE TRIGGER a BEFORE INSERT ON t FOR EACH ROW SET NEW.a = (1 + 2)',
  'CREATE EVENT a ON SCHEDULE EVERY 1 DAY STARTS (NOW() + INTERVAL 1 DAY) DO INSERT INTO t (a) VALUES (1)',
  'CREATE DEFINER = b@c SQL SECURITY INVOKER VIEW a (x, y) AS SELECT 1, (SELECT 2 FROM t)',
  "CREATE TABLE a (x INT DEFAULT (1 + 2), y ENUM('a', 'b'))",
  'ALTER EVENT a ON SCHEDULE EVERY 1 DAY DO BEGIN SELECT 1; SELECT 2; END',
];
const ofOracle = [
  'CREATE PROCEDURE a(x IN INT) AS i INT := (1 + 2); CURSOR c IS SELECT 1; BEGIN IF i = 1 THEN NULL; END IF; EXCEPTION WHEN OTHERS THEN NULL; END',
  'CREATE FUNCTION a(x INT) RETURN INT AS BEGIN RETURN (x + 1); END a',
  'CREATE PACKAGE a AS PROCEDURE p(x INT); FUNCTION f RETURN INT; END',
  'CREATE PACKAGE BODY a AS i INT; PROCEDURE p(x INT) AS BEGIN NULL; END; BEGIN i := 1; END',
  'DECLARE i INT; BEGIN i := 1; SELECT 2; END',
];
const words = ['SELECT', 'BEGIN', 'END', '(', ')', 'CREATE', 'IF', 'AS', 'DECLARE', 'x', 'SET', 'LOOP', 'CASE'];

const grammars: readonly {
  readonly name: string;
  readonly texts: readonly string[];
  readonly next: string;
  readonly options: ParserOptions;
}[] = [
  { name: 'mysql', texts: statements, next: '', options: defaultParserOptions },
  { name: 'mariadb', texts: statements, next: '', options: { ...defaultParserOptions, ...mariadb } },
  {
    name: 'oracle',
    texts: ofOracle,
    next: "SET sql_mode='';\n",
    options: { ...defaultParserOptions, ...mariadb, sqlMode: ['ORACLE'] },
  },
];

describe('a definition after a broken one', () => {
  for (const { name, texts: sources, next, options } of grammars)
    for (const source of sources)
      it(`is found on ${name}: ${source.slice(0, 40)}`, () => {
        for (const broken of breakAnywhere(source, options)) {
          check(`${broken};\n${next}`, options);
          check(`DELIMITER $$\n${broken}$$\nDELIMITER ;\n${next}`, options);
        }
      });
});

function check(before: string, options: ParserOptions): void {
  const text = `${before}CREATE PROCEDURE b() SELECT 1;\n`;
  const { definitions, errors } = parseScript(text, options);
  const found = definitions.some(({ name, errors: own }) => name.name.text === 'b' && own.length === 0);
  if (!found || errors.some(({ span }) => span.start >= before.length)) assert.fail(JSON.stringify({ text, errors }));
}

/** Yields the text cut off, without a token, with another in its place, and with one more. */
function* breakAnywhere(source: string, options: ParserOptions): Generator<string> {
  const tokens = texts(source, tokenize(source, { ...options, client: false }));
  const join = (...parts: readonly (readonly string[])[]): string => parts.flat().join(' ');
  for (let i = 0; i < tokens.length; i++) {
    const [before, after] = [tokens.slice(0, i), tokens.slice(i + 1)];
    yield join(before, after);
    yield join(before, tokens.slice(i, i + 1));
    for (let w = i % step; w < words.length; w += step) {
      yield join(before, [words[w]!], after);
      yield join(before, [words[w]!], tokens.slice(i));
    }
  }
}
