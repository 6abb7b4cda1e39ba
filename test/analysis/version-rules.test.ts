/** Rules about versions: of the server that a text is read for, and of the routines it calls. */
import assert from 'node:assert/strict';
import { diagnoseAll } from '../../engine/src/analysis/diagnose';
import { makeFindRegistered } from '../../engine/src/analysis/sources/registered-text';
import { indexFiles } from '../support/source-files';
import { checkDiagnostics, messageOf } from './check-diagnostics';

const on = (dialect: 'mysql' | 'mariadb', serverVersion: number) =>
  ({ parserOptions: { dialect, serverVersion } }) as const;

describe('server-lacks', () => {
  it('marks what came with a later version', () =>
    checkDiagnostics(
      `
CREATE PROCEDURE IF NOT EXISTS p()
--                             ^ server-lacks
BEGIN
  SELECT JSON_VALUE(a, '$.b') FROM t FOR UPDATE SKIP LOCKED;
--       ^^^^^^^^^^ server-lacks
--                                              ^^^^^^^^^^^ server-lacks
END;
`,
      on('mysql', 80000),
    ));
  it('marks common table expressions, and no other WITH', () =>
    checkDiagnostics(
      `
CREATE PROCEDURE p()
BEGIN
    WITH x AS (SELECT 1) SELECT * FROM x;
--  ^^^^ server-lacks
  SELECT a, COUNT(*) FROM t GROUP BY a WITH ROLLUP;
END;
`,
      on('mysql', 80000),
    ));
  it('marks what only the other server has', () => {
    checkDiagnostics(
      `
CREATE PROCEDURE p() SELECT NVL(a, 1), TO_CHAR(b) FROM t;
--                          ^^^ server-lacks
--                                     ^^^^^^^ server-lacks
`,
    );
    checkDiagnostics(
      `
CREATE PROCEDURE p() SELECT REGEXP_LIKE(a, 'b') FROM t;
--                          ^^^^^^^^^^^ server-lacks
`,
      on('mariadb', 101100),
    );
  });
  it('leaves alone what the project defines, and names that no function bears', () =>
    checkDiagnostics(`
CREATE FUNCTION nvl(a INT, b INT) RETURNS INT DETERMINISTIC RETURN a;
CREATE PROCEDURE p()
BEGIN
  SELECT nvl(a, 1) FROM t;
  INSERT INTO rownum (a) VALUES (1);
  WITH kdf (a) AS (SELECT 1) SELECT other.kdf(a) FROM kdf;
END;
CREATE FUNCTION other.kdf(a INT) RETURNS INT DETERMINISTIC RETURN a;
`));
  it('knows what a newer server has', () =>
    checkDiagnostics("CREATE PROCEDURE p() SELECT KDF('a', 'b');", on('mariadb', 110800)));
  it('says since when, and what to use', () => {
    assert.equal(
      messageOf('CREATE PROCEDURE p() SELECT NVL(1, 2);'),
      'NVL() is not available in MySQL 9.7. Use IFNULL().',
    );
  });
});

describe('removed-feature', () => {
  it('marks functions, modes and variables that went', () =>
    checkDiagnostics(`
CREATE PROCEDURE p()
BEGIN
  SET sql_mode = 'STRICT_TRANS_TABLES,NO_AUTO_CREATE_USER';
--               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ removed-feature
  SET tx_isolation = 'READ-COMMITTED';
--    ^^^^^^^^^^^^ removed-feature
  SELECT PASSWORD('a'), @@session.query_cache_type, ENCRYPT('a');
--       ^^^^^^^^ removed-feature
--                      ^^^^^^^^^^^^^^^^^^^^^^^^^^ removed-feature
--                                                  ^^^^^^^ removed-feature
END;
`));
  it('marks MD5 as what a component brings back', () =>
    assert.match(
      messageOf("CREATE PROCEDURE p() SELECT MD5('a');"),
      /was removed in MySQL 9\.6 \(target: 9\.7\)\. Use SHA2\(\), or install the component/,
    ));
  it('is silent where they are still there', () => {
    checkDiagnostics("CREATE PROCEDURE p() SELECT PASSWORD('a'), MD5('b');", on('mysql', 50744));
    checkDiagnostics("CREATE PROCEDURE p() SELECT PASSWORD('a'), @@tx_isolation;", on('mariadb', 101100));
  });
  it('is silent for a table of such a name', () =>
    checkDiagnostics('CREATE PROCEDURE p() INSERT INTO x (a, password) VALUES (1, 2);'));
});

describe('deprecated-call', () => {
  it('marks calls of what was given up', () =>
    checkDiagnostics(
      `
CREATE PROCEDURE a() BEGIN CALL b(); SELECT c(), d(); END;
--                              ^ deprecated-call
--                                          ^ deprecated-call
CREATE PROCEDURE b() SELECT 1;
CREATE FUNCTION c() RETURNS INT DETERMINISTIC RETURN 1;
CREATE FUNCTION d() RETURNS INT DETERMINISTIC RETURN 1;
`,
      { statuses: { b: 'DEPRECATED', c: 'RETIRED', d: 'PRODUCTION' } },
    ));
});

describe('lower-status-call', () => {
  it('marks calls of what has not come as far', () =>
    checkDiagnostics(
      `
CREATE PROCEDURE a() BEGIN CALL b(); CALL c(); CALL d(); END;
--                              ^ lower-status-call
CREATE PROCEDURE b() CALL c();
CREATE PROCEDURE c() SELECT 1;
CREATE PROCEDURE d() SELECT 1;
`,
      { statuses: { a: 'PRODUCTION', b: 'TESTING', c: 'PRODUCTION' } },
    ));
});

describe('the versions of a registry', () => {
  it('are found by the text they hold, the newest first', () => {
    const [source] = indexFiles('CREATE PROCEDURE p() SELECT 1;').routines();
    assert.ok(source);
    const { checksums } = source.routine;
    const version = (number: string, status: 'PRODUCTION' | 'DEPRECATED', checksum: string) => ({
      ...{ routine: 'shop.P', kind: 'procedure' as const, version: number, identifier: '', status },
      ...{ author: '', createdAt: '', description: '', checksum, commit: null },
    });
    const find = makeFindRegistered({
      versions: [version('1.0.0', 'DEPRECATED', checksums.exact), version('2.0.0', 'PRODUCTION', 'other')],
    });
    assert.deepEqual(find(source), { version: '1.0.0', status: 'DEPRECATED' });
    const again = makeFindRegistered({
      versions: [version('1.0.0', 'DEPRECATED', checksums.exact), version('1.0.1', 'PRODUCTION', checksums.exact)],
    });
    assert.deepEqual(find(source)?.version, '1.0.0');
    assert.deepEqual(again(source)?.version, '1.0.1');
    assert.deepEqual(makeFindRegistered({ versions: [] })(source), null);
    assert.deepEqual(diagnoseAll(indexFiles('CREATE PROCEDURE p() SELECT 1;'), { registered: find }), []);
  });
});
