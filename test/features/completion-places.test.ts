import assert from 'node:assert/strict';
import { findCompletions } from '../../engine/src/features/completion/completion';
import type { Completion } from '../../engine/src/features/completion/proposal';
import type { ParserOptions } from '../../engine/src/syntax/dialect';
import { readMarkedFiles } from '../support/marked-files';

const mariadb = { dialect: 'mariadb', serverVersion: 101118 } as const;

function complete(text: string, options: Partial<ParserOptions> = {}): readonly Completion[] {
  const { index, cursor } = readMarkedFiles(`-- file: main.sql\n${text}`, options);
  return findCompletions(index, cursor.file, cursor.offset);
}

function labels(text: string, kind: Completion['kind'], options: Partial<ParserOptions> = {}): readonly string[] {
  return complete(text, options)
    .filter((one) => one.kind === kind)
    .map(({ label }) => label);
}

describe('completion of data types', () => {
  const body = 'CREATE PROCEDURE a() BEGIN';
  for (const [text, expected] of [
    [`${body} DECLARE v VARC$0`, 'VARCHAR'],
    [`${body} DECLARE v, w DECI$0`, 'DECIMAL'],
    ['CREATE PROCEDURE a(IN p VARC$0', 'VARCHAR'],
    ['CREATE PROCEDURE a(p INT, OUT q VARC$0', 'VARCHAR'],
    ['CREATE DEFINER = d@h PROCEDURE IF NOT EXISTS s.a(p VARC$0', 'VARCHAR'],
    ['CREATE FUNCTION f(a INT) RETURNS VARC$0', 'VARCHAR'],
    [`${body} CREATE TEMPORARY TABLE t (id INT, name VARC$0`, 'VARCHAR'],
    [`${body} SELECT CAST(a AS SIG$0`, 'SIGNED'],
    [`${body} SELECT CONVERT(a, UNSI$0`, 'UNSIGNED'],
  ] as const)
    it(`proposes ${expected} in ${text}`, () => assert.equal(labels(text, 'type')[0], expected));

  for (const text of [
    `${body} DECLARE EXIT $0`,
    `${body} SELECT a $0`,
    `${body} SELECT f(a $0`,
    `${body} INSERT INTO t (a $0`,
    `${body} CALL a(b $0`,
    `${body} SELECT a AS $0`,
    `${body} DECLARE v INT $0`,
    `${body} CREATE TEMPORARY TABLE t (id INT, PRIMARY $0`,
  ])
    it(`proposes none in ${text}`, () => assert.deepEqual(labels(text, 'type'), []));

  it('has stops for lengths, unless a parenthesis follows', () => {
    assert.equal(complete(`${body} DECLARE v VARC$0`)[0]?.insert, 'VARCHAR($1)');
    assert.equal(complete(`${body} DECLARE v VARC$0(10)`)[0]?.insert, 'VARCHAR');
    assert.equal(complete(`${body} DECLARE v deci$0`)[0]?.insert, 'decimal($1, $2)');
  });

  it('proposes those of the server and its version', () => {
    const declared = `${body} DECLARE v $0`;
    assert.ok(!labels(declared, 'type').includes('UUID'));
    assert.ok(labels(declared, 'type', mariadb).includes('UUID'));
    assert.ok(labels(declared, 'type').includes('VECTOR'));
    assert.ok(!labels(declared, 'type', { serverVersion: 80400 }).includes('VECTOR'));
    assert.ok(labels(`${body} SELECT CAST(a AS $0`, 'type').includes('JSON'));
    assert.ok(!labels(`${body} SELECT CAST(a AS $0`, 'type', mariadb).includes('JSON'));
  });

  it('proposes nothing more once a type is typed', () => assert.deepEqual(complete(`${body} DECLARE v INT$0`), []));
});

describe('completion in the head of a routine', () => {
  const all = [
    'DETERMINISTIC',
    'NOT DETERMINISTIC',
    'READS SQL DATA',
    'MODIFIES SQL DATA',
    'CONTAINS SQL',
    'NO SQL',
    'SQL SECURITY INVOKER',
    'SQL SECURITY DEFINER',
    'COMMENT',
  ];
  const rest = (from: number): readonly string[] => all.slice(from);
  const ends = ['BEGIN', 'RETURN'];
  for (const [text, expected] of [
    ['CREATE PROCEDURE a($0', ['IN', 'INOUT', 'OUT']],
    ['CREATE PROCEDURE a(p INT, $0', ['IN', 'INOUT', 'OUT']],
    ['CREATE PROCEDURE a(p INT $0', ['UNSIGNED']],
    ['CREATE FUNCTION a($0', []],
    ['CREATE FUNCTION f(a INT) $0', ['RETURNS']],
    ['CREATE FUNCTION f() RETURNS DATE $0', [...all, ...ends]],
    ['CREATE FUNCTION f() RETURNS DECIMAL(10, 2) $0', ['UNSIGNED', ...all, ...ends]],
    ['CREATE FUNCTION f() RETURNS INT DETERMINISTIC $0', [...rest(2), ...ends]],
    ['CREATE FUNCTION f() RETURNS INT NOT DETERMINISTIC NO SQL $0', [...rest(6), ...ends]],
    ["CREATE FUNCTION f() RETURNS INT DETERMINISTIC COMMENT 'a' READS SQL DATA $0", [...rest(6).slice(0, 2), ...ends]],
  ] as const)
    it(`proposes ${expected.length === 0 ? 'no keyword' : expected.join(', ')} after ${text}`, () =>
      assert.deepEqual(labels(text, 'keyword'), expected));

  it('proposes characteristics and the beginnings of the body after the parameters of a procedure', () => {
    assert.deepEqual(labels('CREATE PROCEDURE a(p INT) $0', 'keyword').slice(0, 10), [...all, 'BEGIN']);
    assert.deepEqual(labels('CREATE PROCEDURE a(p INT) SQL S$0', 'keyword'), []);
    assert.deepEqual(
      labels('CREATE PROCEDURE a(p INT) READS SQL DATA SQL SECURITY INVOKER $0', 'keyword').slice(0, 4),
      ['DETERMINISTIC', 'NOT DETERMINISTIC', 'COMMENT', 'BEGIN'],
    );
  });
});

describe('completion of conditions', () => {
  const body = 'CREATE PROCEDURE a() BEGIN DECLARE';
  it('proposes error codes and SQLSTATEs, each with what it means', () => {
    const found = complete(`${body} EXIT HANDLER FOR $0`).filter(({ kind }) => kind === 'error');
    const details = new Map(found.map(({ label, detail }) => [label, detail]));
    assert.equal(details.get('1062'), 'a unique key has the value already');
    assert.equal(details.get("SQLSTATE '23000'"), 'a key or a foreign key is violated, or a value is NULL');
  });

  for (const [text, expected] of [
    [`${body} EXIT HANDLER FOR SQLEXCEPTION, $0`, true],
    [`${body} gone CONDITION FOR $0`, true],
    [`CREATE PROCEDURE a() BEGIN SIGNAL $0`, false],
    [`CREATE PROCEDURE a() BEGIN SELECT $0`, false],
    [`${body} EXIT HANDLER FOR 10$0`, false],
  ] as const)
    it(`proposes ${expected ? '' : 'no '}error codes after ${text}`, () =>
      assert.equal(labels(text, 'error').includes('1062'), expected));

  it('proposes SQLSTATEs for SIGNAL', () =>
    assert.equal(labels('CREATE PROCEDURE a() BEGIN SIGNAL $0', 'error')[0], "SQLSTATE '45000'"));
});

describe('skeletons', () => {
  const skeletons = (text: string): readonly string[] => labels(text, 'skeleton');

  for (const [text, expected] of [
    ['pr$0', ['proc']],
    ['fu$0', ['func']],
    ['CREATE PROCEDURE a() BEGIN c$0', ['case', 'cursor']],
    ['CREATE PROCEDURE a() BEGIN tx$0', ['tx']],
    ['CREATE FUNCTION f() RETURNS INT BEGIN tx$0', []],
    ['CREATE PROCEDURE a() BEGIN if$0', ['if']],
    ['CREATE PROCEDURE a() BEGIN loop$0', []],
    ['CREATE PROCEDURE a() BEGIN $0', []],
    ['CREATE PROCEDURE a() BEGIN hand$0', ['handler']],
    ['CREATE PROCEDURE a() BEGIN IF 1 THEN hand$0', []],
    ['CREATE PROCEDURE a() BEGIN SELECT if$0', []],
  ] as const)
    it(`${expected.length === 0 ? 'are not' : expected.join(' and ') + ' is'} proposed in ${text}`, () =>
      assert.deepEqual(skeletons(text), expected));

  it('close what they open, in the case of the text around', () => {
    assert.equal(complete('CREATE PROCEDURE a() BEGIN whi$0')[0]?.insert, 'WHILE $1 DO\n\t$0\nEND WHILE;');
    assert.equal(complete('create procedure a() begin whi$0')[0]?.insert, 'while $1 do\n\t$0\nend while;');
  });

  const bare = 'CREATE PROCEDURE ${1:name}(${2:IN p_id INT})\nBEGIN\n\t$0\nEND';

  it('bring DELIMITER lines into a file without any', () =>
    assert.equal(complete('proc$0')[0]?.insert, `DELIMITER \\$\\$\n${bare}\\$\\$\nDELIMITER ;`));

  it('use the delimiter in force, or else that of the project', () => {
    assert.equal(complete('DELIMITER //\nproc$0')[0]?.insert, `${bare}//`);
    const other = '\n-- file: b.sql\nDELIMITER ;;\nCREATE PROCEDURE b() SELECT 1;;\n';
    assert.equal(complete(`proc$0${other}`)[0]?.insert, `DELIMITER ;;\n${bare};;\nDELIMITER ;`);
    const without = '\n-- file: b.sql\nCREATE PROCEDURE b() BEGIN SELECT 1; END;\n';
    assert.equal(complete(`proc$0${without}`)[0]?.insert, `${bare};`);
  });

  it('are inserted for CREATE PROCEDURE, too, typed as one word or as two', () => {
    for (const text of ['CREATE$0', 'CREATE PROC$0', 'PROC$0']) {
      const found = complete(text).find(({ label }) => label === 'CREATE PROCEDURE' || label === 'proc');
      assert.match(found?.insert ?? '', /BEGIN\n\t\$0\nEND/, text);
      assert.equal(found?.span.start, 0);
    }
    assert.equal(complete('create proc$0')[0]?.label, 'create procedure');
  });
});
