/** DELIMITER in all its ways; each case names where somebody lost time over it. */
import assert from 'node:assert/strict';
import { checkDefinitions, checkErrors, read, statement } from './check';

const body = 'BEGIN SELECT 1; SELECT 2; END';

describe('DELIMITER', () => {
  for (const token of ['//', '$$', ';;', '|', '||', '#', '!!', '~', '--', 'go', 'END_OF_PROC', '@@', '^^', '%%'])
    it(`takes ${token} (flyway#1222, #2726, #2798, liquibase#1623)`, () => {
      const text = `DELIMITER ${token}\nCREATE PROCEDURE a() ${body} ${token}\nCREATE PROCEDURE b() ${body}\n${token}\nDELIMITER ;\nSELECT 1;`;
      checkDefinitions(text, ['a', 'b']);
      assert.deepEqual(read(text).errors, []);
      assert.deepEqual(
        read(text).others.map(({ verb }) => verb),
        ['DELIMITER', 'DELIMITER', 'SELECT'],
      );
    });

  it('is found on the line of the statement before (flyway#2781)', () =>
    checkDefinitions(`DELIMITER $$\nCREATE PROCEDURE a() ${body}$$ DELIMITER ;\nCREATE PROCEDURE b() SELECT 1;`, [
      'a',
      'b',
    ]));

  it('ends a statement in the middle of a word', () =>
    checkDefinitions(`DELIMITER $$\nCREATE PROCEDURE a() ${body}$$CREATE PROCEDURE b() ${body}$$`, ['a', 'b']));

  it('is taken in lower case and with a tab (flyway#2338)', () =>
    checkDefinitions(`delimiter\t//\nCREATE PROCEDURE a() ${body}//\nDelimiter ;\nCREATE PROCEDURE b() SELECT 1;`, [
      'a',
      'b',
    ]));

  it('takes its first word only, quotes around it removed', () => {
    checkDefinitions(`DELIMITER $$ -- the usual\nCREATE PROCEDURE a() ${body}$$`, ['a']);
    checkDefinitions(`DELIMITER "//"\nCREATE PROCEDURE a() ${body}//`, ['a']);
  });

  it('changes several times in a file (flyway#2737, DbUp#456)', () =>
    checkDefinitions(
      `DELIMITER //\nCREATE PROCEDURE a() ${body}//\nDELIMITER $$\nCREATE PROCEDURE b() ${body}$$\nDELIMITER ;\nCREATE PROCEDURE c() SELECT 1;`,
      ['a', 'b', 'c'],
    ));

  it('may be written again although it is in force (flyway#3444 looped for ever)', () =>
    checkDefinitions(`DELIMITER ;\nDELIMITER ;\nDELIMITER $$\nDELIMITER $$\nCREATE PROCEDURE a() ${body}$$`, ['a']));

  it('is not seen in strings and comments (liquibase#2133, sqlfluff#3599)', () => {
    checkDefinitions(
      `DELIMITER $$\nCREATE PROCEDURE a() BEGIN SELECT '$$ DELIMITER ;'; /* $$ */ SELECT "$$"; -- $$\nEND$$`,
      ['a'],
    );
    checkDefinitions(`DELIMITER //\nCREATE PROCEDURE a() BEGIN SELECT 'http://x'; /* // */ SELECT 1; END//`, ['a']);
  });

  it('may be the name of a parameter, a column or a label (bytebase/omni#335, flyway#3152)', () => {
    const text = `DELIMITER $$
CREATE FUNCTION split(
  x TEXT,
  delimiter VARCHAR(12),
  pos INT) RETURNS TEXT DETERMINISTIC
BEGIN
  delimiter: LOOP
    SET delimiter = ',';
    LEAVE delimiter;
  END LOOP delimiter;
  RETURN (SELECT
    delimiter
  FROM t);
END$$`;
    checkDefinitions(text, ['function split']);
    checkErrors(text);
  });

  it('is read in files with CRLF, CR alone and a byte order mark (flyway#2571)', () => {
    for (const end of ['\r\n', '\r'])
      checkDefinitions(`\ufeffDELIMITER $$\nCREATE PROCEDURE a()\n${body}\n$$\nDELIMITER ;\n`.replaceAll('\n', end), [
        'a',
      ]);
  });

  it('is also written \\d, and \\G ends a statement (flyway#3511)', () => {
    checkDefinitions(
      `\\d |\nCREATE PROCEDURE a() ${body}|\n\\d ;\nCREATE PROCEDURE b() SELECT 1\\G\nCREATE PROCEDURE c() SELECT 1;`,
      ['a', 'b', 'c'],
    );
  });

  it('in a statement that was not finished ends it with an error', () => {
    const { errors, definitions } = read(
      `DELIMITER $$\nCREATE PROCEDURE a() ${body}\nDELIMITER ;\nCREATE PROCEDURE b() SELECT 1;`,
    );
    assert.deepEqual(
      errors.map(({ code }) => code),
      ['unfinished-statement'],
    );
    assert.equal(definitions.length, 2);
  });

  it('without a delimiter, or with a backslash, is refused', () => {
    assert.deepEqual(
      read('DELIMITER\nDELIMITER \\\\\nSELECT 1;').errors.map(({ code }) => code),
      ['bad-delimiter', 'bad-delimiter'],
    );
  });

  it('is nothing but a word to the server', () =>
    assert.deepEqual(
      read('DELIMITER $$', statement).errors.map(({ code }) => code),
      ['unknown-statement'],
    ));
});

describe('a file without DELIMITER', () => {
  it('is split where the structure ends', () => {
    const text = `CREATE PROCEDURE a() ${body};\nCREATE PROCEDURE b() IF 1 THEN SELECT 1; END IF;\nSELECT 3;\nCREATE PROCEDURE c() SELECT 1;`;
    checkDefinitions(text, ['a', 'b', 'c']);
    checkErrors(text);
    assert.deepEqual(
      read(text).definitions.map(({ undelimited }) => undelimited),
      [true, true, false],
    );
  });

  it('finds the next definition behind one that is never finished', () => {
    const { definitions, errors } = read('CREATE PROCEDURE a() BEGIN SELECT 1;\nCREATE PROCEDURE b() SELECT 2;');
    assert.deepEqual(
      definitions.map(({ name }) => name.name.text),
      ['a', 'b'],
    );
    assert.deepEqual(
      errors.map(({ code }) => code),
      ['expected-end'],
    );
  });
});
