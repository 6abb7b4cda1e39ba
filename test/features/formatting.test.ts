/** Formatting: text in, text out. */
import assert from 'node:assert/strict';
import { SourceIndex } from '../../engine/src/analysis/sources/source-index';
import { formatFile } from '../../engine/src/features/format/format-file';
import { defaultParserOptions } from '../../engine/src/syntax/dialect';
import { format, usual, type Wishes } from './format';

async function checkFormat(text: string, expected: string, wishes: Wishes = {}): Promise<void> {
  assert.equal(await format(text, wishes), expected);
}

describe('formatting', () => {
  it('indents blocks, branches, loops and handlers by the syntax tree', () =>
    checkFormat(
      `DELIMITER //
create procedure p(in a int)
main: begin
declare x, y int; declare exit handler for sqlexception
begin rollback;
resignal; end;
      if a > 1 then set x = 1; elseif a then
set x = 2;
else set x = 3; end if;
case a when 1 then set y = 1;
else set y = 2; end case;
r: repeat set x = x + 1;
until x > 3 end repeat r;
end main //
`,
      `DELIMITER //
create procedure p(in a int)
main: begin
  declare x, y int;
  declare exit handler for sqlexception
  begin
    rollback;
    resignal;
  end;
  if a > 1 then
    set x = 1;
  elseif a then
    set x = 2;
  else
    set x = 3;
  end if;
  case a
    when 1 then
      set y = 1;
    else
      set y = 2;
  end case;
  r: repeat
    set x = x + 1;
  until x > 3 end repeat r;
end main //
`,
    ));

  it('formats definitions that a later statement of the file drops or replaces', async () => {
    const drop = 'DROP PROCEDURE p;';
    const before = 'create procedure p() begin\nselect 1;\nend;';
    const formatted = await format(before);
    assert.notEqual(formatted, before);
    await checkFormat(`${before}\n${drop}\n`, `${formatted}\n${drop}\n`);
    await checkFormat(`${before}\n${drop}\n${before}\n`, `${formatted}\n${drop}\n${formatted}\n`);
    await checkFormat(
      `${before}\n${drop}\nCREATE PROCEDURE broken() BEGIN`,
      `${formatted}\n${drop}\nCREATE PROCEDURE broken() BEGIN`,
    );
  });

  it('leaves on one line what stands there and fits', () => {
    const text = 'CREATE PROCEDURE p()\nBEGIN\n  IF a THEN LEAVE l; END IF;\n  SELECT a, b FROM t;\nEND;\n';
    return checkFormat(text, text);
  });

  it('lays long queries out by the library', () =>
    checkFormat(
      `CREATE PROCEDURE p()
BEGIN
SELECT a, b
INTO x, y FROM t WHERE id = 1 FOR UPDATE;
END;`,
      `CREATE PROCEDURE p()
BEGIN
  SELECT
    a,
    b
  INTO
    x,
    y
  FROM
    t
  WHERE
    id = 1
  FOR UPDATE;
END;`,
    ));

  it('keeps comments, blank lines, and lines that go on', () =>
    checkFormat(
      `CREATE PROCEDURE p()
BEGIN -- first

-- above
CALL q(1, -- one
    2); /* behind */ SET @a = 1;


/* a block
   of lines */
SET @b = 2; # end
-- last
END;`,
      `CREATE PROCEDURE p()
BEGIN -- first

  -- above
  CALL q(1, -- one
      2); /* behind */
  SET @a = 1;

  /* a block
   of lines */
  SET @b = 2; # end
  -- last
END;`,
    ));

  it('takes tabs, and the line ends of the file', () =>
    checkFormat(
      'CREATE PROCEDURE p()\r\nBEGIN\r\nSELECT\r\n1;\r\nEND;',
      'CREATE PROCEDURE p()\r\nBEGIN\r\n\tSELECT\r\n\t\t1;\r\nEND;',
      {
        style: { useTabs: true, tabSize: 4 },
      },
    ));

  describe('of a selection', () => {
    const block = 'CREATE PROCEDURE p()\nBEGIN\nSET @a = 1;\n\n-- two\nSET @b = 1;\nSET @c = 1;\nEND;';
    const query = 'CREATE PROCEDURE p()\nBEGIN\nSET @a = 1;\nSELECT a,\nb FROM t\nWHERE c;\nSET @c = 1;\nEND;';
    const [first, second] = ['  SELECT\n    a,\n    b\n  FROM\n    t\n', '  WHERE\n    c;\n'];

    /** The selection is between two bars; expected is what becomes of `lines` in the text. */
    async function checkSelection(marked: string, lines: string, expected: string): Promise<void> {
      const [before = '', selected = '', after = ''] = marked.split('|');
      const text = before + selected + after;
      const within = { start: before.length, end: before.length + selected.length };
      assert.equal(await format(text, { within }), text.replace(lines, expected));
    }

    for (const [what, from, to] of [
      ['the line, without its end', 'SET @b = 1;', '|SET @b = 1;|'],
      ['the line, with its end', 'SET @b = 1;\n', '|SET @b = 1;\n|'],
      ['a part of the line', 'SET @b = 1;', 'SET |@b| = 1;'],
      ['the cursor in the line', 'SET @b = 1;', 'SET ||@b = 1;'],
    ] as const)
      it(`formats ${what}, and no other`, () => checkSelection(block.replace(from, to), 'SET @b', '  SET @b'));

    it('formats the lines of comments like others', async () => {
      await checkSelection(block.replace('-- two\n', '|-- two\n|'), '-- two', '  -- two');
      await checkSelection(block.replace('-- two\nSET @b', '|-- two\nSET| @b'), '-- two\nSET @b', '  -- two\n  SET @b');
    });

    it('formats statements whole', () =>
      checkSelection(query.replace('b FROM t', '|b FROM t|'), 'SELECT a,\nb FROM t\nWHERE c;\n', first + second));

    it('breaks a line that is selected, and leaves the next', () =>
      checkSelection(
        'CREATE PROCEDURE p()\nBEGIN\n|IF a THEN SET @a = 1;| END IF;\nSET @b = 1;\nEND;'.replace('1;|', '1;\n|'),
        'IF a THEN SET @a = 1;',
        '  IF a THEN\n    SET @a = 1;',
      ));

    it('takes the lines of a file with CRLF', () =>
      checkSelection(block.replace('SET @b = 1;\n', '|SET @b = 1;\n|').replaceAll('\n', '\r\n'), 'SET @b', '  SET @b'));
  });

  for (const [what, text] of [
    ['what has mistakes', 'CREATE PROCEDURE p()\nBEGIN\nSELEC 1;\nEND;'],
    ['executable comments', 'CREATE PROCEDURE p()\nBEGIN\n/*!80000 SET @a = 1; */\nEND;'],
    [
      'a query of which the library would change a name',
      'CREATE PROCEDURE p()\nBEGIN\n  SELECT MAX (1)\n  FROM t;\nEND;',
    ],
    ['statements outside of routines', 'SELECT 1\n,2;\nINSERT INTO t\nVALUES (1);'],
    ['another language', 'CREATE FUNCTION f() RETURNS INT LANGUAGE JAVASCRIPT AS $$\n return 1;\n$$;'],
  ] as const)
    it(`leaves alone ${what}`, () => checkFormat(text, text));

  it('leaves ORACLE mode alone', () => {
    const text = 'CREATE PROCEDURE p() AS\nBEGIN\nSELECT 1;\nEND;';
    return checkFormat(text, text, { reading: { dialect: 'mariadb', serverVersion: 101100, sqlMode: ['ORACLE'] } });
  });

  it('says what it leaves as it is, and why', async () => {
    const text = `DELIMITER //
CREATE PROCEDURE good() BEGIN SELECT 1; END//
CREATE PROCEDURE broken() BEGIN SELECT 1 END//
CREATE PROCEDURE marked() BEGIN /*!80000 SELECT 1; */ END//
CREATE FUNCTION js() RETURNS INT LANGUAGE JAVASCRIPT AS $$ return 1; $$//
CREATE VIEW v AS SELECT 1//
CREATE PROCEDURE odd()
BEGIN
  SELECT MAX (1)
  FROM t;
END//
`;
    const facts = new SourceIndex({ ...defaultParserOptions, schema: 'shop' }).update('main.sql', text);
    const { left } = await formatFile(facts, usual);
    assert.deepEqual(
      left.map(({ routine, why }) => `${routine}: ${why}`),
      [
        'procedure shop.broken: it has syntax errors',
        'procedure shop.marked: it contains executable comments',
        'function shop.js: its body is not SQL',
        'view shop.v: a view has no body to format',
        'procedure shop.odd: the formatter cannot parse some of its queries',
      ],
    );
    const start = text.indexOf('CREATE PROCEDURE good');
    assert.deepEqual((await formatFile(facts, usual, { start, end: start + 30 })).left, []);
  });
});
