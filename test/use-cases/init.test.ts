/** The content of a first sproc.json for a folder, from the texts of its SQL files. */
import assert from 'node:assert/strict';
import { parseProjectFile } from '../../engine/src/project/parse-project-file';
import type { InitAnswer } from '../../engine/src/use-cases/answers/init';
import { proposeProject, startProject } from '../../engine/src/use-cases/starting/init-project';
import { memorySourceTree } from '../support/memory-project';

const simple = (name: string): string => `CREATE PROCEDURE ${name}() SELECT 1;\n`;

async function propose(files: Readonly<Record<string, string>>): Promise<InitAnswer> {
  const answer = await proposeProject(memorySourceTree(files));
  assert.ok(answer.ok);
  const parsed = parseProjectFile(answer.value.text);
  assert.deepEqual(parsed.mistakes, [], answer.value.text);
  assert.deepEqual(
    parsed.value?.sources.filter((pattern) => !pattern.includes('.sproc')),
    answer.value.sources,
  );
  return answer.value;
}

describe('a proposed project', () => {
  describe('files of the language of routines', () => {
    it('are sources beside those of SQL', async () => {
      const { sources, routines } = await propose({ 'db/a.sql': simple('a'), 'db/b.mysql': simple('b') });
      assert.deepEqual(sources, ['db/**/*.mysql', 'db/**/*.sql']);
      assert.deepEqual(routines, [{ kind: 'procedure', count: 2 }]);
    });

    it('are sources alone, also in the folder of the project', async () => {
      assert.deepEqual((await propose({ 'a.mysql': simple('a'), 'b.sql': 'SELECT 1;' })).sources, ['*.mysql']);
    });

    it('are migrations and copies like those of SQL', async () => {
      const { sources } = await propose({
        'db/a.mysql': simple('a'),
        'db/V1__a.mysql': simple('a'),
        'old/a.mysql': simple('a'),
      });
      assert.ok(sources.includes('db/**/*.mysql') || sources.includes('db/*.mysql'), sources.join(' '));
      assert.ok(!sources.some((pattern) => pattern.startsWith('old')), sources.join(' '));
    });
  });

  describe('files for other servers', () => {
    it('are no sources, and name no schema', async () => {
      const { sources, schema, routines, notUnderstood } = await propose({
        'db/a.sql': simple('a'),
        'other/report.sql': 'CREATE PROCEDURE dbo.report @day DATE\nAS\nBEGIN\n  EXEC dbo.missing @day\nEND\nGO\n',
        'pg/f.sql': 'CREATE FUNCTION pg.f() RETURNS int AS $$ BEGIN RETURN 1; END $$ LANGUAGE plpgsql;',
      });
      assert.deepEqual(sources, ['db/**/*.sql']);
      assert.equal(schema.value, null);
      assert.deepEqual(routines, [{ kind: 'procedure', count: 1 }]);
      assert.deepEqual(notUnderstood, []);
    });
  });

  it('says that the server of its environment is only an example', async () => {
    const { text } = await propose({ 'a.sql': 'CREATE PROCEDURE shop.a() SELECT 1;' });
    assert.match(text, /\/\/ Host, port and user are examples, because no server was asked\./);
  });

  describe('the dialect', () => {
    it('stays open where both servers read the files alike, and the file says so', async () => {
      const { dialect, text } = await propose({ 'a.sql': simple('a') });
      assert.deepEqual(dialect, { value: null, why: 'The files fit MySQL and MariaDB equally well.' });
      assert.match(text, /\/\/ The files fit MySQL and MariaDB equally well\. Write "mysql" or "mariadb"/);
      assert.equal(parseProjectFile(text).value?.dialect, 'mysql');
    });

    it('is MariaDB for what MySQL does not read', async () => {
      const { dialect } = await propose({ 'db/a.sql': 'CREATE OR REPLACE PROCEDURE a() SELECT 1;\n' });
      assert.equal(dialect.value, 'mariadb');
      assert.match(dialect.why, /^MySQL cannot parse db\/a\.sql:1: /);
    });

    it('is decided by functions of one server', async () => {
      const mysql = await propose({ 'a.sql': 'CREATE PROCEDURE a() SELECT UUID_TO_BIN(UUID());\n' });
      assert.equal(mysql.dialect.value, 'mysql');
      assert.match(mysql.dialect.why, /^UUID_TO_BIN\(\), used in a\.sql:1, is not available in MariaDB\.$/);
    });

    it('is decided by the program that made a dump, if nothing else says it', async () => {
      const dump = `-- MariaDB dump 10.19  Distrib 10.11.6-MariaDB\n${simple('a')}`;
      assert.equal((await propose({ 'a.sql': dump })).dialect.value, 'mariadb');
      assert.equal(
        (await propose({ 'a.sql': `-- MySQL dump 10.13  Distrib 9.7.0\n${simple('a')}` })).dialect.value,
        'mysql',
      );
    });

    it('comes with ORACLE mode where the bodies need it', async () => {
      const { dialect, sqlMode, text, notUnderstood } = await propose({
        'pkg.sql': 'DELIMITER //\nCREATE PACKAGE p AS\n  PROCEDURE a;\nEND//\n',
        'a.sql': 'DELIMITER //\nCREATE PROCEDURE a(x IN NUMBER) AS\n  y NUMBER := 1;\nBEGIN\n  y := x;\nEND//\n',
      });
      assert.equal(dialect.value, 'mariadb');
      assert.deepEqual(sqlMode.value, ['ORACLE']);
      assert.match(sqlMode.why, /^Without it MariaDB cannot parse a\.sql:2: /);
      assert.deepEqual(notUnderstood, []);
      assert.ok(parseProjectFile(text).value?.sqlMode.includes('ORACLE'));
    });

    it('needs no mode where a file sets it itself', async () => {
      const { dialect, sqlMode } = await propose({
        'a.sql': "SET sql_mode = 'ORACLE';\nDELIMITER //\nCREATE PROCEDURE a(x IN NUMBER) AS\nBEGIN\n  NULL;\nEND//\n",
      });
      assert.equal(dialect.value, 'mariadb');
      assert.deepEqual(sqlMode.value, []);
    });

    it('comes with ANSI_QUOTES where names are in double quotes', async () => {
      const { dialect, sqlMode } = await propose({ 'a.sql': 'CREATE PROCEDURE "a"() SELECT "x" FROM "t";\n' });
      assert.deepEqual([dialect.value, sqlMode.value], [null, ['ANSI_QUOTES']]);
    });
  });

  describe('the schema', () => {
    const schemaOf = async (files: Readonly<Record<string, string>>): Promise<string | null> =>
      (await propose(files)).schema.value;

    it('is the only one that USE or a name says', async () => {
      assert.equal(await schemaOf({ 'a.sql': `USE shop;\n${simple('a')}`, 'b.sql': simple('b') }), 'shop');
      assert.equal(await schemaOf({ 'a.sql': simple('`shop`.a') }), 'shop');
    });

    it('stays open between several', async () => {
      const { schema, text } = await propose({
        'a.sql': simple('shop.a'),
        'b.sql': simple('bill.b'),
        'c.sql': simple('c'),
      });
      assert.deepEqual(schema, {
        value: null,
        why: 'The files name several (bill, shop), and 1 routine could belong to any of them.',
      });
      assert.equal(parseProjectFile(text).value?.schema, null);
    });

    it('is that of a dump, or the folder above all routines', async () => {
      const dump = `-- Host: localhost    Database: shop\n${simple('a')}`;
      assert.equal(await schemaOf({ 'a.sql': dump }), 'shop');
      assert.equal(
        await schemaOf({ 'db/shop/procedures/a.sql': simple('a'), 'db/shop/functions/b.sql': simple('b') }),
        'shop',
      );
      assert.equal(await schemaOf({ 'db/procedures/a.sql': simple('a') }), null);
      assert.equal(await schemaOf({ 'shop/a.sql': simple('a'), 'bill/b.sql': simple('b') }), null);
      const named = { 'bill/b.sql': simple('bill.b'), 'log/c.sql': simple('log.c') };
      assert.equal(await schemaOf({ 'shop/a.sql': simple('a'), ...named }), 'shop');
    });

    it('is none of the server’s own', async () => assert.equal(await schemaOf({ 'a.sql': simple('sys.a') }), null));
  });

  describe('the sources', () => {
    const sourcesOf = async (files: Readonly<Record<string, string>>): Promise<readonly string[]> =>
      (await propose(files)).sources;

    it('are whole folders, but not those without routines', async () => {
      assert.deepEqual(
        await sourcesOf({
          'sql/procs/a.sql': simple('a'),
          'sql/procs/deep/b.sql': 'CREATE VIEW b AS SELECT 1;\n',
          'sql/tables/t.sql': 'CREATE TABLE t (a INT);\n',
          'root.sql': simple('root'),
        }),
        ['*.sql', 'sql/procs/**/*.sql'],
      );
    });

    it('write what globs would take for signs of their own', async () => {
      assert.deepEqual(await sourcesOf({ 'a (b) [c]/x.sql': simple('a') }), ['a \\(b\\) \\[c\\]/**/*.sql']);
    });

    it('leave out a dump whose routines other files define', async () => {
      const { sources, copies, routines } = await propose({
        'sql/a.sql': simple('a'),
        'sql/dumps/all.sql': simple('a'),
        'sql/dumps/data.sql': 'INSERT INTO t VALUES (1);\n',
      });
      assert.deepEqual(sources, ['sql/**/*.sql', '!sql/dumps/**']);
      assert.deepEqual(routines, [{ kind: 'procedure', count: 1 }]);
      assert.deepEqual(copies, [
        {
          pattern: 'sql/dumps/**',
          files: ['sql/dumps/all.sql', 'sql/dumps/data.sql'],
          treatment: 'left-out',
          shared: 1,
        },
      ]);
    });

    it('lose no routine that only a dump defines', async () => {
      const { sources, copies, text } = await propose({ 'a.sql': simple('a'), 'dump.sql': simple('a') + simple('b') });
      assert.deepEqual(sources, ['*.sql']);
      assert.equal(copies[0]?.treatment, 'outranked');
      assert.deepEqual(parseProjectFile(text).value?.prefer, ['*.sql', 'dump.sql']);
    });

    it('let the last of several migrations count', async () => {
      const { duplicates, text } = await propose({
        'db/migrations/V1__a.sql': simple('a'),
        'db/migrations/V2__a.sql': simple('a'),
      });
      assert.deepEqual(parseProjectFile(text).value?.prefer, ['db/migrations/**']);
      assert.deepEqual(duplicates, []);
    });

    it('name routines that two files define and neither is a copy', async () => {
      const { duplicates } = await propose({ 'a.sql': simple('a'), 'b.sql': simple('a') });
      assert.deepEqual(duplicates, [
        {
          kind: 'procedure',
          routine: 'a',
          places: [
            { file: 'a.sql', line: 1 },
            { file: 'b.sql', line: 1 },
          ],
        },
      ]);
    });
  });

  it('takes mistakes for mistakes, not for another dialect', async () => {
    const { dialect, sqlMode, serverVersion } = await propose({
      'a.sql': `${simple('a')}CREATE PROCEDURE b(x INT SELECT 1;\n\nCREATE FUNCTION c() SELECT 1;\n`,
    });
    assert.deepEqual([dialect.value, sqlMode.value, serverVersion.value], [null, [], null]);
  });

  it('counts CREATE statements that were not understood, each with its line', async () => {
    const { notUnderstood } = await propose({
      'a.sql': `${simple('a')}CREATE PROCEDURE b( SELECT 1;\nCREATE PROCEDURES c() SELECT 1;\n`,
    });
    assert.deepEqual(
      notUnderstood.map(({ file, line }) => `${file}:${line}`),
      ['a.sql:2', 'a.sql:3'],
    );
  });

  it('lists definers, and none of them ends a comment', async () => {
    const { definers, text } = await propose({
      'a.sql':
        'CREATE DEFINER=`app\n"x"`@`%` PROCEDURE a() SELECT 1;\nCREATE DEFINER=root@localhost PROCEDURE b() SELECT 1;\n',
    });
    assert.deepEqual(definers, ['app\n"x"@%', 'root@localhost']);
    assert.match(text, /Definers in the sources: .*root@localhost\./);
  });

  it('is a minimal one where there are no SQL files', async () => {
    const { files, sources } = await propose({ 'README.md': 'x' });
    assert.deepEqual([files, sources], [0, ['procedures/**/*.sql']]);
  });

  describe('the id of the project', () => {
    const idOf = async (files: Readonly<Record<string, string>>, root = '/project'): Promise<string> => {
      const answer = await proposeProject({ ...memorySourceTree(files), root });
      assert.ok(answer.ok);
      const id = /^ {2}"project": "([a-z0-9-]+-[0-9a-f]{6})",$/m.exec(answer.value.text)?.[1];
      assert.ok(id !== undefined, answer.value.text);
      assert.equal(parseProjectFile(answer.value.text).value?.environments['dev']?.project ?? id, id);
      return id;
    };

    it('is the same at each run, so that a dry run shows what is written', async () => {
      const files = { 'a.sql': simple('a'), 'b.sql': simple('b') };
      assert.equal(await idOf(files), await idOf(files));
    });

    it('differs in folders of one name, by their paths and by their texts', async () => {
      const ids = [
        await idOf({ 'a.sql': simple('a') }, '/ann/db'),
        await idOf({ 'a.sql': simple('a') }, '/bob/db'),
        await idOf({ 'a.sql': simple('b') }, '/bob/db'),
        await idOf({ 'b.sql': simple('b') }, '/bob/db'),
      ];
      assert.equal(new Set(ids).size, ids.length, ids.join(' '));
    });

    it('differs each time where there are no texts: a path may be the same on two machines', async () => {
      assert.notEqual(await idOf({}, '/app'), await idOf({}, '/app'));
    });
  });

  it('is not made where something has the name of sproc.json', async () => {
    const answer = await proposeProject(memorySourceTree({ 'sproc.json': 'broken' }));
    assert.ok(!answer.ok);
    assert.equal(answer.error.kind, 'bad-input');
    assert.match(answer.error.message, /already has a sproc\.json\. It was not changed\.$/);
  });

  it('leaves a file that came while a person was asked', async () => {
    const tree = memorySourceTree({ 'a.sql': simple('a') });
    const proposal = await proposeProject(tree);
    assert.ok(proposal.ok);
    tree.files.set('sproc.json', 'mine');
    const started = await startProject(tree, proposal.value);
    assert.ok(!started.ok);
    assert.equal(tree.files.get('sproc.json'), 'mine');
  });
});
