/**
 * Names that the servers reject because of their form: empty, with a blank at their end, too long, or with an emoji.
 */
import assert from 'node:assert/strict';
import { checkErrors, mariadb, read, type Options } from './check';

const both: readonly Options[] = [{}, mariadb];

/** Checks the codes and texts of all errors and warnings. */
function tells(text: string, expected: readonly string[], options: Options = {}): void {
  const { errors, warnings } = read(text, options);
  const found = [...errors, ...warnings].map(({ code, span }) => `${code} ${text.slice(span.start, span.end)}`);
  assert.deepEqual(found, expected, text);
}

describe('a name in quotes', () => {
  it('is not empty and ends with no blank where it is that of a routine or a schema', () => {
    for (const options of both)
      for (const name of ['``', '` `', '`p `']) {
        for (const text of [
          `CREATE PROCEDURE ${name}() SELECT 1`,
          `CREATE FUNCTION ${name}() RETURNS INT RETURN 1`,
          `CREATE PROCEDURE ${name}.p() SELECT 1`,
          `CREATE TRIGGER ${name} BEFORE INSERT ON t FOR EACH ROW SET @a = 1`,
          `CREATE EVENT ${name} ON SCHEDULE EVERY 1 DAY DO SELECT 1`,
          `CREATE VIEW ${name} AS SELECT 1`,
          `CREATE PROCEDURE p() CALL ${name}()`,
          `CREATE PROCEDURE p() CALL ${name}.q()`,
          `CREATE PROCEDURE p() SELECT s.${name}()`,
          `CREATE PROCEDURE p() SELECT 1 FROM ${name}`,
          `CREATE PROCEDURE p() INSERT INTO ${name}.t VALUES (1)`,
          `CREATE VIEW v AS SELECT 1 AS ${name}`,
          `CREATE VIEW v AS SELECT a ${name}, 2 FROM t`,
          `DROP PROCEDURE IF EXISTS ${name}`,
          `DROP TRIGGER ${name}.t`,
          `CALL ${name}()`,
          `USE ${name}`,
        ])
          tells(text, [`bad-name ${name}`], { ...options, client: false });
      }
  });

  it('may be odd where it is that of a variable, a label, an alias or a column', () => {
    for (const options of both)
      for (const name of ['``', '`p `'])
        checkErrors(
          `CREATE PROCEDURE p() ${name}: BEGIN DECLARE ${name} INT; SELECT t.${name} AS ${name} FROM t AS ${name}; END`,
          { ...options, client: false },
        );
  });

  it('is a parameter of MariaDB only', () => {
    tells('CREATE PROCEDURE p(`a ` INT) SELECT 1', ['bad-name `a `']);
    tells('CREATE PROCEDURE p(`a ` INT) SELECT 1', [], mariadb);
    tells('CREATE VIEW v (`a `) AS SELECT 1', ['bad-name `a `']);
    tells('CREATE VIEW v (`a `) AS SELECT 1', [], mariadb);
  });

  it('has 64 characters at most, as one without quotes', () => {
    const [long, longer] = ['x'.repeat(64), 'x'.repeat(65)];
    for (const options of both) {
      tells(`CREATE PROCEDURE \`${long}\`() CALL ${long}()`, [], options);
      tells(`CREATE PROCEDURE \`${longer}\`() SELECT 1`, [`bad-name \`${longer}\``], options);
      tells(`CREATE PROCEDURE p() SELECT 1 FROM ${longer}`, [`bad-name ${longer}`], options);
    }
  });
});

describe('a name with an emoji', () => {
  it('is refused by MariaDB and changed by MySQL, wherever it stands', () => {
    const text = "CREATE PROCEDURE a😀() BEGIN SELECT `b😀` FROM t; SELECT '😀', @c😀 -- 😀\n; END";
    const options = { client: false };
    tells(text, ['wide-name a😀', 'wide-name `b😀`'], { ...mariadb, ...options });
    tells(text, ['wide-name a😀', 'wide-name `b😀`', 'wide-name @c😀'], options);
    tells('CREATE PROCEDURE p() SET @`c😀` = 1', ['wide-name @`c😀`'], mariadb);
  });
});
