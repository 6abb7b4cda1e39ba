import assert from 'node:assert/strict';
import { findBuiltIn, listBuiltIns } from '../../engine/src/features/built-ins/built-ins';
import { makeStops, parametersOf } from '../../engine/src/features/built-ins/call-form';
import { findCompletions } from '../../engine/src/features/completion/completion';
import { noDeploymentInfo } from '../../engine/src/features/deployment-info';
import { makeHover } from '../../engine/src/features/hover';
import { makeSignatureHelp } from '../../engine/src/features/signature-help';
import type { ServerVersion } from '../../engine/src/syntax/dialect';
import { findWordId, isBuiltIn, isCallable } from '../../engine/src/syntax/vocabulary';
import { readMarkedFiles } from '../support/marked-files';

const mysql97: ServerVersion = { dialect: 'mysql', serverVersion: 90700 };
const mysql57: ServerVersion = { dialect: 'mysql', serverVersion: 50744 };
const mariadb: ServerVersion = { dialect: 'mariadb', serverVersion: 101118 };

function place(body: string): ReturnType<typeof readMarkedFiles> {
  return readMarkedFiles(`-- file: a.sql\nCREATE PROCEDURE a(IN p_count INT) BEGIN ${body} END`);
}

function complete(body: string): readonly string[] {
  const { index, cursor } = place(body);
  return findCompletions(index, cursor.file, cursor.offset)
    .filter(({ kind }) => kind === 'function')
    .map(({ insert }) => insert);
}

function help(body: string): string | null {
  const { index, cursor } = place(body);
  const found = makeSignatureHelp(index, cursor.file, cursor.offset);
  const active = found?.parameters[found.active];
  return (
    found && `${found.label} at ${active === undefined ? 'too many' : found.label.slice(active.start, active.end)}`
  );
}

function hover(body: string): string | null {
  const { index, cursor } = place(body);
  const found = makeHover(index, cursor.file, cursor.offset, { findDeploymentInfo: noDeploymentInfo, live: null });
  return found && [found.code, ...found.lines].join(' / ');
}

describe('the table of built-in functions', () => {
  it('has about 400 for each server', () => {
    for (const server of [mysql97, mysql57, mariadb]) {
      const count = listBuiltIns(server).length;
      assert.ok(count > 380 && count < 480, `${count} on ${server.dialect}`);
    }
  });

  it('has no function that the parser takes for a stored one', () => {
    for (const server of [mysql97, mysql57, mariadb]) {
      const unknown = listBuiltIns(server).filter(({ name, versions }) => {
        const id = findWordId(name);
        return (
          !isBuiltIn(id, server.dialect, server.serverVersion) && !isCallable(id, server.dialect) && versions === ''
        );
      });
      assert.deepEqual(
        unknown.map(({ name }) => name),
        [],
      );
    }
  });

  it('says in one sentence what each is for', () => {
    for (const { name, about } of [...listBuiltIns(mysql97), ...listBuiltIns(mariadb)])
      assert.match(about, /^[A-Z0-9-][^\n]{3,118}\.$/, name);
  });

  for (const [name, mysql, mysqlBefore, maria] of [
    ['CONCAT', true, true, true],
    ['REGEXP_LIKE', true, false, false],
    ['NVL', false, false, true],
    ['PASSWORD', false, true, true],
    ['GLENGTH', false, true, true],
    ['MD5', false, true, true],
    ['UUID_V7', false, false, false],
    ['ROW_NUMBER', true, false, true],
  ] as const)
    it(`has ${name} for the servers that have it`, () =>
      assert.deepEqual(
        [mysql97, mysql57, mariadb].map((server) => findBuiltIn(name, server) !== null),
        [mysql, mysqlBefore, maria],
      ));

  it('says since when a function is there, and when it was deprecated', () => {
    assert.equal(findBuiltIn('regexp_like', mysql97)?.versions, 'since MySQL 8.0.4');
    assert.equal(
      findBuiltIn('FOUND_ROWS', mysql97)?.deprecated,
      'Deprecated since MySQL 8.0.17. Use a second query with COUNT(*).',
    );
    assert.equal(findBuiltIn('FOUND_ROWS', mysql57)?.deprecated, null);
  });

  it('knows the form of each server', () => {
    assert.equal(findBuiltIn('DATE_FORMAT', mysql97)?.forms[0], 'DATE_FORMAT(date, format)');
    assert.equal(findBuiltIn('DATE_FORMAT', mariadb)?.forms[0], 'DATE_FORMAT(date, format [, locale])');
  });
});

describe('a form of a call', () => {
  for (const [form, stops, parameters] of [
    ['PI()', 'PI()', []],
    ['LOCATE(substr, str [, pos])', 'LOCATE($1, $2)', ['substr', 'str', 'pos']],
    ['CONCAT(str1, str2, ...)', 'CONCAT($1, $2)', ['str1', 'str2']],
    ['JSON_ARRAY([val [, val] ...])', 'JSON_ARRAY()', ['val [, val']],
    [
      'JSON_SET(json_doc, path, val [, path, val] ...)',
      'JSON_SET($1, $2, $3)',
      ['json_doc', 'path', 'val', 'path', 'val'],
    ],
    ['CAST(expr AS type)', 'CAST($1 AS $2)', ['expr AS type']],
    ['DATE_ADD(date, INTERVAL expr unit)', 'DATE_ADD($1, INTERVAL $2 $3)', ['date', 'INTERVAL expr unit']],
    ['SUM([DISTINCT] expr) [OVER (window)]', 'SUM($1)', ['expr']],
    ['LAG(expr [, N]) OVER (window)', 'LAG($1) OVER ($2)', ['expr', 'N']],
    ["GET_FORMAT({DATE|TIME}, {'EUR'|'USA'})", 'GET_FORMAT($1, $2)', ['{DATE|TIME}', "{'EUR'|'USA'}"]],
  ] as const)
    it(`of ${form} becomes ${stops}`, () => {
      assert.equal(makeStops(form), stops);
      assert.deepEqual(
        parametersOf(form).map(({ start, end }) => form.slice(start, end)),
        parameters,
      );
    });
});

describe('built-in functions in an editor', () => {
  it('are completed once a letter is typed, with a stop for each argument', () => {
    assert.deepEqual(complete('SET @a = $0').slice(0, 3), []);
    assert.deepEqual(complete('SET @a = CONCAT_$0'), ['CONCAT_WS($1, $2, $3)']);
    assert.deepEqual(complete('SELECT group_co$0'), ['group_concat($1)']);
    assert.deepEqual(complete('SELECT CONCAT_W$0(1)'), ['CONCAT_WS']);
  });

  it('are completed by a later part of their name, after those that begin so', () =>
    assert.deepEqual(complete('SELECT EXTRACT$0'), [
      'EXTRACT($1 FROM $2)',
      'EXTRACTVALUE($1, $2)',
      'JSON_EXTRACT($1, $2)',
    ]));

  it('come after the names of the routine', () => {
    const { index, cursor } = place('SET @a = p_c$0');
    assert.equal(findCompletions(index, cursor.file, cursor.offset)[0]?.label, 'p_count');
  });

  it('need no parentheses where the server needs none, and then nothing is left to complete', () => {
    assert.deepEqual(complete('SET @a = CURRENT_TIMEST$0'), ['CURRENT_TIMESTAMP']);
    assert.deepEqual(complete('SET @a = CURRENT_TIMESTAMP$0'), []);
  });

  it('say what they are, and that they are deprecated', () => {
    const { index, cursor } = place('SET @a = FOUND_R$0');
    const [found] = findCompletions(index, cursor.file, cursor.offset);
    assert.equal(found?.detail, 'FOUND_ROWS()');
    assert.match(found.about ?? '', /^Number of rows .*\nDeprecated since MySQL 8\.0\.17\. .*\ninformation function$/);
    assert.equal(found.isDeprecated, true);
  });

  for (const [body, expected] of [
    ['SET @a = LPAD(1, $0)', 'LPAD(str, len, padstr) at len'],
    ['SET @a = CONCAT(1, 2, 3, 4, $0', 'CONCAT(str1, str2, ...) at str2'],
    ['SET @a = SUBSTRING(a, 1, $0', 'SUBSTRING(str, pos, len) at len'],
    ['SET @a = NOW(1, $0', 'NOW([fsp]) at too many'],
    ['SET @a = SUM($0', 'SUM([DISTINCT] expr) [OVER (window)] at expr'],
    ['INSERT INTO t VALUES ($0', null],
    ['INSERT INTO t (a) VALUES ($0', null],
    ['INSERT INTO t (a) VALUES (1) ON DUPLICATE KEY UPDATE a = VALUES($0', 'VALUES(col_name) at col_name'],
    ['DECLARE v CHAR($0', null],
    ['SELECT CAST(a AS CHAR($0', null],
    ['IF ($0', null],
    ['SET @a = IF($0', 'IF(condition, then_value, else_value) at condition'],
  ] as const)
    it(`${expected === null ? 'show no' : 'show their'} parameters in ${body}`, () =>
      assert.equal(help(body), expected));

  for (const [body, expected] of [
    [
      'SET @a = COAL$0ESCE(1, 2);',
      'COALESCE(value, ...) / The first argument that is not NULL. / control flow function',
    ],
    ['SET @a = CURRENT_$0DATE;', 'CURRENT_DATE() / Another name of CURDATE(). / date and time function'],
    ['DECLARE d DA$0TE;', null],
    ['SELECT t.cou$0nt FROM t;', null],
    [
      'DECLARE EXIT HAND$0LER FOR SQLEXCEPTION ROLLBACK;',
      'HANDLER / A statement that runs when one of its conditions is raised.',
    ],
  ] as const)
    it(`${expected === null ? 'are not found' : 'or keywords are described'} under the pointer in ${body}`, () =>
      assert.equal(hover(body), expected));
});
