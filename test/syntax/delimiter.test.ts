/** All forms of DELIMITER; each case names an issue in which a person lost time over it. */
import assert from 'node:assert/strict';
import { checkDefinitions, checkErrors, mariadb, read, statement } from './check';
import { clientFiles } from './client-files';

const body = 'BEGIN SELECT 1; SELECT 2; END';

describe('a file for the command line client', () => {
  for (const dialect of ['mysql', 'mariadb'] as const)
    for (const { name, text, creates, fails } of clientFiles.filter(
      ({ only }) => only === undefined || only === dialect,
    ))
      it(`is read on ${dialect}: ${name}`, () => {
        const options = dialect === 'mariadb' ? mariadb : {};
        const { definitions, errors } = read(text, options);
        const whole = definitions.filter((definition) => definition.errors.length === 0);
        assert.deepEqual(
          { creates: whole.map((one) => one.name.name.text).sort(), fails: errors.length > 0 },
          { creates, fails: fails === true },
          errors.map(({ message }) => message).join('\n'),
        );
      });
});

describe('DELIMITER', () => {
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

  it('without a blank behind it is refused, and read as it was meant', () => {
    const { errors, definitions } = read(`DELIMITER//\nCREATE PROCEDURE a() ${body}//\nDELIMITER ;`);
    assert.deepEqual(
      errors.map(({ code, message }) => `${code}: ${message}`),
      ['bad-delimiter: Missing whitespace between DELIMITER and `//`.'],
    );
    assert.equal(definitions.length, 1);
    assert.deepEqual(
      read('DELIMITER;').errors.map(({ code, message }) => `${code}: ${message}`),
      ['bad-delimiter: Missing whitespace between DELIMITER and `;`. Write `DELIMITER ;`.'],
    );
  });

  it('behind a statement on its line is an error, and read as it was meant', () => {
    const text = `DELIMITER $$\nCREATE PROCEDURE a() ${body}$$ DELIMITER ;\nCREATE PROCEDURE b() SELECT 1;\n`;
    for (const options of [{}, mariadb]) {
      const { errors, definitions } = read(text, options);
      assert.deepEqual(
        errors.map(({ code, span }) => [code, span.start]),
        [['late-delimiter', 66]],
      );
      assert.equal(definitions.length, 2);
    }
  });

  it('behind the last statement of a file is an error to the client of MariaDB only', () => {
    const text = `DELIMITER $$\nCREATE PROCEDURE a() ${body}$$ DELIMITER ;\n`;
    assert.deepEqual([read(text).errors.length, read(text).notes.map(({ code }) => code)], [0, ['client-difference']]);
    assert.deepEqual(
      read(text, mariadb).errors.map(({ code }) => code),
      ['late-delimiter'],
    );
  });

  it('drops what follows the delimiter on its line, which is told unless it is a comment', () => {
    const told = (rest: string): readonly string[] => {
      const { errors, warnings } = read(`DELIMITER $$ ${rest}\nCREATE PROCEDURE kept() SELECT 1$$\n`);
      return [...errors, ...warnings].map(({ code, span, message }) => `${span.start} ${code}: ${message}`);
    };
    assert.deepEqual(told('CREATE PROCEDURE a() BEGIN SELECT 1; END $$ DELIMITER ;'), [
      '13 text-after-delimiter: The client drops the text after the delimiter on this line. The procedure is not created. Move the text to the next line.',
    ]);
    assert.deepEqual(told('/* why */ SELECT 1$$'), [
      '23 text-after-delimiter: The client drops the text after the delimiter on this line. Nothing of it is sent. Move the text to the next line.',
    ]);
    for (const comment of ['', '-- a', '--a', '# a', '/* a */', '/* a */ -- b']) assert.deepEqual(told(comment), []);
    assert.equal(read('DELIMITER $$ $$\nCREATE PROCEDURE a() SELECT 1$$').errors.length, 0);
    assert.equal(read('DELIMITER $$ $$\nCREATE PROCEDURE a() SELECT 1$$').warnings.length, 1);
  });

  it('in an executable comment cuts it, also one that this server does not execute', () => {
    const cases = [
      ['CREATE PROCEDURE a() SELECT 1 /*!99999 , 2; */;', true],
      ['CREATE PROCEDURE a() SELECT 1 /*!50003 , 2; */;', true],
      ['CREATE PROCEDURE a() SELECT 1 /*!99999 , 2 \\g */;', true],
      ['/*!50003 CREATE PROCEDURE a() SELECT 1; */', true],
      ["CREATE PROCEDURE a() SELECT 1 /*!99999 ';' `;` -- ;\n*/;", false],
      ['CREATE PROCEDURE a() SELECT 1 /* ; */, /*+ ; */ 2;', false],
      ['DELIMITER $$\nCREATE PROCEDURE a() SELECT 1 /*!99999 ; */$$', false],
      ['DELIMITER $$\nCREATE PROCEDURE a() SELECT 1 /*!99999 $$ */$$', true],
    ] as const;
    for (const [text, isCut] of cases)
      for (const options of [{}, mariadb]) {
        const { definitions, errors } = read(`${text}\nSELECT 1;`, options);
        assert.equal(definitions.length, 1, text);
        assert.deepEqual(
          definitions[0]!.errors.map(({ code }) => code),
          isCut ? ['delimiter-in-comment'] : [],
          text,
        );
        assert.equal(errors.length > 0, isCut, text);
      }
    assert.equal(read('CREATE PROCEDURE a() SELECT 1 /*M!999999 ; */;').errors.length, 0);
    assert.ok(read('CREATE PROCEDURE a() SELECT 1 /*M!999999 ; */;', mariadb).errors.length > 0);
  });

  it('after two dashes makes a comment of them', () => {
    for (const options of [{}, mariadb]) {
      const text = `DELIMITER $$\nCREATE PROCEDURE a() ${body} --$$\nDELIMITER ;\nCREATE PROCEDURE b() SELECT 1--;\nCREATE PROCEDURE c() SELECT 1 --\\g\n`;
      checkDefinitions(text, ['a', 'b', 'c'], options);
      checkErrors(text, options);
      assert.equal(read('CREATE PROCEDURE a() SELECT 1 ---;', options).errors.length, 1);
    }
    checkErrors('DELIMITER $$\n--$$\nCREATE PROCEDURE a() SELECT 1$$');
  });

  it('is nothing but a word to the server', () =>
    assert.deepEqual(
      read('DELIMITER //', statement).errors.map(({ code }) => code),
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

  it('in ORACLE mode continues after what is not a routine there', () => {
    const oracle = { ...mariadb, sqlMode: ['ORACLE'] };
    for (const wrong of [
      'CREATE PROCEDURE a() SELECT 1',
      'CREATE FUNCTION a() RETURNS INT RETURN 1',
      'CREATE PROCEDURE a AS x INT',
      'CREATE PROCEDURE a(x INT',
      'CREATE PACKAGE a AS PROCEDURE p',
      'DECLARE x INT',
    ]) {
      const text = `${wrong};\nSET sql_mode = '';\nCREATE PROCEDURE b() SELECT 1;\n`;
      const { definitions, errors } = read(text, oracle);
      const last = definitions.at(-1);
      assert.deepEqual([last?.name.name.text, last?.errors], ['b', []], wrong);
      assert.deepEqual(
        errors.filter(({ span }) => span.start > wrong.length),
        [],
        wrong,
      );
    }
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
