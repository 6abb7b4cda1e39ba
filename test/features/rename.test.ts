import assert from 'node:assert/strict';
import { makeDraftIndex } from '../../engine/src/editing/draft-index';
import { findRenameTarget, rename } from '../../engine/src/features/rename';
import { applyEdits } from '../../engine/src/routine/naming';
import { readMarkedFiles } from '../support/marked-files';

/** Compares all files after the rename, each after its `-- file:` line. */
function checkRename(text: string, name: string, expected: string): void {
  const { index, cursor } = readMarkedFiles(text);
  const renamed = rename(index, cursor.file, cursor.offset, name);
  assert.ok(renamed.ok, renamed.ok ? '' : renamed.error);
  const after = index.files().map(({ file, script }) => {
    const edits = renamed.value.filter((edit) => edit.file === file);
    const ordered = edits.toSorted((a, b) => a.span.start - b.span.start);
    return applyEdits(script.text, { start: 0, end: script.text.length }, ordered).trim();
  });
  assert.equal(after.join('\n'), expected.trim());
}

function checkRefusal(text: string, name: string, reason: RegExp): void {
  const { index, cursor } = readMarkedFiles(text);
  const renamed = rename(index, cursor.file, cursor.offset, name);
  assert.match(renamed.ok ? 'renamed' : renamed.error, reason);
}

describe('rename', () => {
  describe('of a routine', () => {
    it('carries to its callers, and to scripts that drop, grant and call it', () =>
      checkRename(
        `
-- file: a.sql
CREATE PROCEDURE a() BEGIN CALL po$0st(1); CALL shop.\`post\`(2); CALL audit.post(); SELECT post(1) FROM post; END;
-- file: b.sql
DROP PROCEDURE IF EXISTS post;
DROP FUNCTION IF EXISTS post;
CREATE PROCEDURE post(IN post INT) SELECT post;
GRANT EXECUTE ON PROCEDURE shop.post TO app;
USE audit;
CALL post();
CALL shop.post(3);
`,
        'post_totals',
        `
CREATE PROCEDURE a() BEGIN CALL post_totals(1); CALL shop.post_totals(2); CALL audit.post(); SELECT post(1) FROM post; END;
DROP PROCEDURE IF EXISTS post_totals;
DROP FUNCTION IF EXISTS post;
CREATE PROCEDURE post_totals(IN post INT) SELECT post;
GRANT EXECUTE ON PROCEDURE shop.post_totals TO app;
USE audit;
CALL post();
CALL shop.post_totals(3);
`,
      ));

    it('takes a name in backquotes, and quotes it where it must', () =>
      checkRename(
        'CREATE PROCEDURE a() CALL b$0();\nCREATE PROCEDURE b() SELECT 1;',
        '`post totals`',
        'CREATE PROCEDURE a() CALL `post totals`();\nCREATE PROCEDURE `post totals`() SELECT 1;',
      ));

    it('is refused for a name that is taken, in any case', () =>
      checkRefusal('CREATE PROCEDURE a$0() SELECT 1;\nCREATE PROCEDURE B() SELECT 1;', 'b', /shop\.b already exists/));

    it('may change the case alone', () =>
      checkRename('CREATE PROCEDURE a$0() SELECT 1;', 'A', 'CREATE PROCEDURE A() SELECT 1;'));

    for (const name of ['', 'a b', 'select', '1', 'x'.repeat(65)])
      it(`is refused for ${JSON.stringify(name.slice(0, 9))}`, () =>
        checkRefusal('CREATE PROCEDURE a$0() SELECT 1;', name, /1 to 64 characters|backticks/));

    it('is refused for the name of a server’s function', () =>
      checkRefusal('CREATE FUNCTION total$0() RETURNS INT DETERMINISTIC RETURN 1;', 'concat', /built-in function/));

    it('carries into the text of a dynamic statement that is one literal', () =>
      checkRename(
        `
CREATE PROCEDURE a$0() SELECT 'a';
CREATE PROCEDURE b() BEGIN PREPARE s FROM 'CALL shop.a()'; EXECUTE s; PREPARE s FROM "SELECT a FROM a"; END;
CREATE PROCEDURE d() BEGIN PREPARE s FROM 'CALL A( )'; EXECUTE s; END;
`,
        'closing',
        `
CREATE PROCEDURE closing() SELECT 'a';
CREATE PROCEDURE b() BEGIN PREPARE s FROM 'CALL shop.closing()'; EXECUTE s; PREPARE s FROM "SELECT a FROM a"; END;
CREATE PROCEDURE d() BEGIN PREPARE s FROM 'CALL closing( )'; EXECUTE s; END;
`,
      ));

    for (const [what, made] of Object.entries({
      'is put together': "PREPARE s FROM CONCAT('CALL ', 'a()')",
      'has escapes': String.raw`PREPARE s FROM 'CALL a(\'x\')'`,
      'has doubled quotes': "PREPARE s FROM 'CALL a(''x'')'",
      'comes from a variable': "SET @t = 'CALL a()'; PREPARE s FROM @t",
    }))
      it(`is refused where the text of a dynamic statement ${what}`, () =>
        checkRefusal(
          `CREATE PROCEDURE a$0() SELECT 1;\nCREATE PROCEDURE b() BEGIN ${made}; EXECUTE s; END;`,
          'c',
          /shop\.b builds this name in a dynamic statement/,
        ));

    it('is refused for a name that would end such a text', () =>
      checkRefusal(
        "CREATE PROCEDURE a$0() SELECT 1;\nCREATE PROCEDURE b() BEGIN PREPARE s FROM 'CALL a()'; EXECUTE s; END;",
        "`it's`",
        /contains quotes, but dynamic statements/,
      ));

    it('is refused for one that no file defines', () =>
      checkRefusal('CREATE PROCEDURE a() CALL gone$0();', 'c', /Nothing/));
  });

  describe('of a local name', () => {
    it('leaves columns, tables, aliases and inner names alone', () =>
      checkRename(
        `
CREATE PROCEDURE a(IN id$0 INT)
BEGIN
  INSERT INTO id (id, n) VALUES (id, 1) ON DUPLICATE KEY UPDATE id = id + 1;
  INSERT INTO t VALUES (id, 1) AS r (id, n) ON DUPLICATE KEY UPDATE n = r.id;
  UPDATE t SET n = 1, id = id WHERE t.id = ID;
  SELECT n id, n AS id FROM t JOIN u USING (id) WHERE n IN (id, 2);
  BEGIN DECLARE id INT; SET id = 1; END;
  SET id = id + 1;
END;
`,
        'p_id',
        `
CREATE PROCEDURE a(IN p_id INT)
BEGIN
  INSERT INTO id (id, n) VALUES (p_id, 1) ON DUPLICATE KEY UPDATE id = p_id + 1;
  INSERT INTO t VALUES (p_id, 1) AS r (id, n) ON DUPLICATE KEY UPDATE n = r.id;
  UPDATE t SET n = 1, id = p_id WHERE t.id = p_id;
  SELECT n id, n AS id FROM t JOIN u USING (id) WHERE n IN (p_id, 2);
  BEGIN DECLARE id INT; SET id = 1; END;
  SET p_id = p_id + 1;
END;
`,
      ));

    it('takes a label with its LEAVE and END, and no variable of its name', () =>
      checkRename(
        'CREATE PROCEDURE a() BEGIN DECLARE l INT; l: LOOP SET l = 1; LEAVE l$0; END LOOP l; END;',
        'rows_loop',
        'CREATE PROCEDURE a() BEGIN DECLARE l INT; rows_loop: LOOP SET l = 1; LEAVE rows_loop; END LOOP rows_loop; END;',
      ));

    it('takes a cursor where it is opened, fetched and closed', () =>
      checkRename(
        'CREATE PROCEDURE a() BEGIN DECLARE v INT; DECLARE c CURSOR FOR SELECT c FROM t; OPEN c$0; FETCH FROM c INTO v; CLOSE c; END;',
        'c_rows',
        'CREATE PROCEDURE a() BEGIN DECLARE v INT; DECLARE c_rows CURSOR FOR SELECT c FROM t; OPEN c_rows; FETCH FROM c_rows INTO v; CLOSE c_rows; END;',
      ));

    it('takes a condition where it is signalled and handled', () =>
      checkRename(
        "CREATE PROCEDURE a() BEGIN DECLARE bad$0 CONDITION FOR SQLSTATE '45000'; DECLARE EXIT HANDLER FOR 1062, bad SELECT 1; SIGNAL bad; END;",
        'worse',
        "CREATE PROCEDURE a() BEGIN DECLARE worse CONDITION FOR SQLSTATE '45000'; DECLARE EXIT HANDLER FOR 1062, worse SELECT 1; SIGNAL worse; END;",
      ));

    it('is refused where the new name would be captured by an inner one', () =>
      checkRefusal(
        'CREATE PROCEDURE a(IN n$0 INT) BEGIN DECLARE m INT; SET m = n; END;',
        'm',
        /^m is a variable here\. One would hide the other\./,
      ));

    it('is refused where it would capture what means an outer one or a column', () => {
      checkRefusal(
        'CREATE PROCEDURE a(IN n INT) BEGIN DECLARE m$0 INT; SET m = n; END;',
        'n',
        /^n is a parameter here\./,
      );
      checkRefusal(
        'CREATE PROCEDURE a(IN n$0 INT) SELECT price FROM t WHERE id = n;',
        'price',
        /already means something else/,
      );
    });

    it('is refused where the scope declares it already', () =>
      checkRefusal('CREATE PROCEDURE a() BEGIN DECLARE n$0, m INT; END;', 'm', /^m is a variable here\./));

    it('is refused for the name of a parameter that nothing uses: its caller would get NULL', () => {
      const text = 'CREATE PROCEDURE a(OUT p_left INT) BEGIN DECLARE v$0 INT; SET v = 1; END;';
      checkRefusal(text, 'P_LEFT', /^P_LEFT is a parameter here\. One would hide the other\. Choose another name\.$/);
    });

    it('takes the name of a variable of another block, and that of a label', () =>
      checkRename(
        'CREATE PROCEDURE a() l: BEGIN BEGIN DECLARE n$0 INT; SET n = 1; END; BEGIN DECLARE l INT; SET l = 1; END; END l;',
        'l',
        'CREATE PROCEDURE a() l: BEGIN BEGIN DECLARE l INT; SET l = 1; END; BEGIN DECLARE l INT; SET l = 1; END; END l;',
      ));
  });

  it('is refused in a draft whose routine the project defines', () => {
    const project = readMarkedFiles('CREATE PROCEDURE a() SELECT 1;').index;
    const draft = makeDraftIndex({ index: project });
    draft.update('draft.sql', 'CREATE PROCEDURE b() CALL a();');
    const renamed = rename(draft, 'draft.sql', 'CREATE PROCEDURE b() CALL a'.length, 'c');
    assert.match(renamed.ok ? 'renamed' : renamed.error, /not a source file of the project/);
  });

  it('is offered for names alone', () => {
    const target = (text: string): string | undefined => {
      const { index, cursor } = readMarkedFiles(text);
      return findRenameTarget(index, cursor.file, cursor.offset)?.name;
    };
    assert.equal(target('CREATE PROCEDURE `a b$0`() SELECT 1;'), 'a b');
    assert.equal(target('CREATE PROCEDURE a() SELECT n$0 FROM t;'), undefined);
    assert.equal(target('CREATE VIEW v$0 AS SELECT 1;'), undefined);
  });
});
