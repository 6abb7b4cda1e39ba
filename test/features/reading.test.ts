import assert from 'node:assert/strict';
import { makeCodeLenses } from '../../engine/src/features/code-lenses';
import { findFoldingRanges } from '../../engine/src/features/folding';
import { makeHover } from '../../engine/src/features/hover';
import { noDeploymentInfo, type FindDeploymentInfo } from '../../engine/src/features/deployment-info';
import { makeOutline, type OutlineItem } from '../../engine/src/features/outline';
import { makeSignatureHelp } from '../../engine/src/features/signature-help';
import { readMarkedFiles } from '../support/marked-files';
import { indexFiles } from '../support/source-files';

const knowledge: FindDeploymentInfo = ({ name }) =>
  name === 'post_totals'
    ? {
        workspace: 'modified',
        registry: '1.2.0',
        environments: {
          dev: { version: '1.2.0', state: 'in-sync' },
          test: { version: null, state: 'missing' },
          prod: { version: '1.1.0', state: 'behind' },
        },
      }
    : null;

function checkHover(
  text: string,
  code: string,
  lines: readonly string[],
  known: FindDeploymentInfo = noDeploymentInfo,
): void {
  const { index, cursor } = readMarkedFiles(text);
  const hover = makeHover(index, cursor.file, cursor.offset, { findDeploymentInfo: known, live: null });
  const file = hover?.defined === undefined ? [] : [hover.defined.file];
  assert.deepEqual({ code: hover?.code, lines: [...(hover?.lines ?? []), ...file] }, { code, lines });
}

describe('hover', () => {
  it('tells a callee’s signature, comment, characteristics and file', () =>
    checkHover(
      `
-- file: a.sql
CREATE PROCEDURE a() CALL post_to$0tals(1, @n);
-- file: b.sql
CREATE DEFINER = app@localhost PROCEDURE post_totals(IN day_id INT, OUT total DECIMAL(10,2))
  COMMENT 'Adds a day up.' READS SQL DATA SQL SECURITY INVOKER SELECT 1;
`,
      'PROCEDURE shop.post_totals(IN day_id int, OUT total decimal(10,2))',
      ['Adds a day up.', 'reads sql data · SQL security invoker · definer app@localhost', 'b.sql'],
    ));

  it('tells which version it is and where it runs, once that is known', () =>
    checkHover(
      'CREATE PROCEDURE post_to$0tals() SELECT 1;',
      'PROCEDURE shop.post_totals()',
      [
        'contains sql · SQL security definer',
        'changed since version 1.2.0',
        'deployed to dev (1.2.0), prod (1.1.0, behind)',
        'main.sql',
      ],
      knowledge,
    ));

  it('tells what is written above a routine, without the marks of comments', () => {
    const told = (above: string, lines: readonly string[]): void =>
      checkHover(`${above}CREATE PROCEDURE post_to$0tals() SELECT 1;`, 'PROCEDURE shop.post_totals()', [
        ...lines,
        'contains sql · SQL security definer',
        'main.sql',
      ]);
    told('-- Adds a day up.\n-- Twice is once.\n', ['Adds a day up.', 'Twice is once.']);
    told('/*\n * Adds a day up.\n * ------\n */\n', ['Adds a day up.']);
    told('-- A file.\n\n# Adds a day up.\n', ['Adds a day up.']);
    told('-- Adds a day up.\nDELIMITER //\n', ['Adds a day up.']);
    told('-- A file.\n\n', []);
    told('SELECT 1; -- behind\n', []);
  });

  it('tells when a trigger and an event run', () => {
    checkHover('CREATE TRIGGER t$0 BEFORE INSERT ON orders FOR EACH ROW SET @a = 1;', 'TRIGGER shop.t', [
      'before insert on orders',
      'main.sql',
    ]);
    checkHover('CREATE EVENT e$0 ON SCHEDULE EVERY 1 DAY DO SET @a = 1;', 'EVENT shop.e', ['every 1 day', 'main.sql']);
  });

  it('says so where no file defines a callee', () =>
    checkHover('CREATE PROCEDURE a() CALL audit.no$0te();', 'PROCEDURE audit.note', [
      'Not defined in any source file.',
    ]));

  it('tells a local name’s declaration', () =>
    checkHover('CREATE PROCEDURE a(INOUT p_id BIGINT UNSIGNED) SET p_i$0d = 1;', 'INOUT p_id BIGINT UNSIGNED', [
      'parameter',
    ]));

  it('is silent over a table', () => {
    const { index, cursor } = readMarkedFiles('CREATE PROCEDURE a() SELECT * FROM or$0ders');
    assert.equal(
      makeHover(index, cursor.file, cursor.offset, { findDeploymentInfo: noDeploymentInfo, live: null }),
      null,
    );
  });
});

describe('outline', () => {
  const print = (items: readonly OutlineItem[], indent = ''): readonly string[] =>
    items.flatMap(({ kind, name, detail, children }) => [
      `${indent}${kind} ${name}${detail === '' ? '' : ` [${detail}]`}`,
      ...print(children, `${indent}  `),
    ]);

  function checkOutline(text: string, expected: string): void {
    const { index } = readMarkedFiles(text);
    const facts = index.facts('main.sql');
    assert.ok(facts);
    assert.equal(print(makeOutline(facts)).join('\n'), expected.trim());
  }

  it('lists routines with parameters, declarations and named blocks', () =>
    checkOutline(
      `
DELIMITER //
CREATE PROCEDURE place_order(IN p_id INT, OUT p_total DECIMAL(10,2))
BEGIN
  DECLARE v_a, v_b INT DEFAULT 0;
  DECLARE c CURSOR FOR SELECT 1;
  DECLARE EXIT HANDLER FOR NOT FOUND BEGIN DECLARE v_in INT; END;
  items: LOOP
    BEGIN
      DECLARE v_deep INT;
    END;
    LEAVE items;
  END LOOP;
  IF v_a THEN BEGIN END; END IF;
END//
CREATE FUNCTION billing.vat(n INT) RETURNS INT DETERMINISTIC RETURN n//
`,
      `
procedure shop.place_order [procedure]
  parameter p_id [IN INT]
  parameter p_total [OUT DECIMAL(10,2)]
  variable v_a [INT]
  variable v_b [INT]
  cursor c [cursor]
  handler EXIT HANDLER FOR NOT FOUND
    variable v_in [INT]
  block items [LOOP]
    block BEGIN
      variable v_deep [INT]
function billing.vat [function → INT]
  parameter n [INT]
`,
    ));

  it('shows the routines of a package body beneath it', () => {
    const text =
      'CREATE PACKAGE BODY k AS PROCEDURE a(n INT) AS BEGIN NULL; END; FUNCTION b RETURN INT AS BEGIN RETURN 1; END; END';
    const index = indexFiles(text, { dialect: 'mariadb', serverVersion: 101100, sqlMode: ['ORACLE'], client: false });
    const facts = index.facts('main.sql');
    assert.ok(facts);
    assert.deepEqual(print(makeOutline(facts)), [
      'package body shop.k [package body]',
      '  procedure shop.k.a [procedure]',
      '    parameter n [INT]',
      '  function shop.k.b [function → INT]',
    ]);
  });

  it('tells when triggers and events run', () =>
    checkOutline(
      'CREATE TRIGGER t BEFORE INSERT ON orders FOR EACH ROW SET NEW.n = 1;\nCREATE EVENT e ON SCHEDULE EVERY 1\n  DAY DO SELECT 1;',
      `
trigger shop.t [trigger before insert on orders]
event shop.e [event EVERY 1 DAY]
`,
    ));

  it('keeps every name inside its item', () => {
    const { index } = readMarkedFiles('CREATE PROCEDURE a(IN x INT) BEGIN DECLARE y, z INT; l: BEGIN END l; END');
    const facts = index.facts('main.sql');
    const check = (items: readonly OutlineItem[]): void => {
      for (const { span, nameSpan, children, name } of items) {
        assert.ok(span.start <= nameSpan.start && nameSpan.end <= span.end, name);
        check(children);
      }
    };
    assert.ok(facts);
    check(makeOutline(facts));
  });
});

describe('folding', () => {
  it('folds routines, blocks, branches, loops and comments, but no text that looks like one', () => {
    const { index } = readMarkedFiles(`/* about
 this */
CREATE PROCEDURE a() BEGIN
  IF 1 THEN
    SELECT '/* not
 one */';
  END IF;
END`);
    const facts = index.facts('main.sql');
    assert.ok(facts);
    const folded = findFoldingRanges(facts).map(({ span, kind }) => {
      const start = facts.lines.place(span.start).line;
      return `${kind} ${start}-${facts.lines.place(span.end).line}`;
    });
    assert.deepEqual([...new Set(folded)].sort(), ['code 3-8', 'code 4-6', 'code 4-7', 'code 5-6', 'comment 1-2']);
  });
});

describe('folding of lines', () => {
  it('folds long statements, and comments of several lines', () => {
    const { index } = readMarkedFiles(`-- one
-- two
CREATE PROCEDURE a() BEGIN
  # single
  SELECT a, '
-- no
-- comment'
    FROM t;
  # three
    -- four
  CALL b();
END`);
    const facts = index.facts('main.sql');
    assert.ok(facts);
    const folded = findFoldingRanges(facts).flatMap(({ span, kind }) => {
      const [start, end] = [facts.lines.place(span.start).line, facts.lines.place(span.end).line];
      return start === end ? [] : [`${kind} ${start}-${end}`];
    });
    assert.deepEqual([...new Set(folded)].sort(), ['code 3-12', 'code 5-8', 'comment 1-2', 'comment 9-10']);
  });
});

describe('code lenses', () => {
  const titles = (known: FindDeploymentInfo): readonly string[] => {
    const { index } = readMarkedFiles('CREATE PROCEDURE post_totals() SELECT 1;');
    const facts = index.facts('main.sql');
    assert.ok(facts);
    return makeCodeLenses(index, facts, known).map(({ title, routine }) => `${routine}: ${title}`);
  };

  it('offer to deploy and compare', () =>
    assert.deepEqual(titles(noDeploymentInfo), ['shop.post_totals: Deploy…', 'shop.post_totals: Compare…']));

  it('tell the version and where it runs, once that is known', () =>
    assert.equal(
      titles(knowledge)[0],
      'shop.post_totals: changed since 1.2.0 · deployed to dev (1.2.0), prod (1.1.0, behind)',
    ));

  it('write out what would reverse or break the line of a name', () => {
    const environments = { 'a\u202eb\nc\u001b': { version: '1.0.0', state: 'in-sync' } } as const;
    assert.equal(
      titles(() => ({ workspace: '1.0.0', registry: '1.0.0', environments }))[0],
      'shop.post_totals: 1.0.0 · deployed to a\\u{202e}b\\nc\\u{1b} (1.0.0)',
    );
  });

  it('tell that a routine is not registered', () =>
    assert.equal(
      titles(() => ({ workspace: 'modified', registry: null, environments: {} }))[0],
      'shop.post_totals: not registered',
    ));
});

describe('signature help', () => {
  const callee = `
-- file: b.sql
CREATE PROCEDURE post_totals(IN day_id INT, OUT total INT) COMMENT 'Adds up.' SELECT 1;
CREATE FUNCTION vat(n INT, rate INT) RETURNS INT DETERMINISTIC RETURN n;
`;

  function checkSignature(text: string, expected: string | null): void {
    const { index, cursor } = readMarkedFiles(`-- file: a.sql\n${text}${callee}`);
    const help = makeSignatureHelp(index, cursor.file, cursor.offset);
    const active = help?.parameters[help.active];
    const at = active === undefined ? 'too many' : help?.label.slice(active.start, active.end);
    assert.equal(help && `${help.label} at ${at}`, expected);
  }

  it('shows the parameter at the cursor', () =>
    checkSignature(
      'CREATE PROCEDURE a() CALL post_totals(1, $0',
      'PROCEDURE shop.post_totals(IN day_id int, OUT total int) at OUT total int',
    ));
  it('shows the inner call', () =>
    checkSignature(
      'CREATE PROCEDURE a() CALL post_totals(vat($0), 1)',
      'FUNCTION shop.vat(n int, rate int) RETURNS int at n int',
    ));
  it('counts the commas of its own list only', () =>
    checkSignature(
      'CREATE PROCEDURE a() CALL post_totals(vat(1, 2)$0',
      'PROCEDURE shop.post_totals(IN day_id int, OUT total int) at IN day_id int',
    ));
  it('tells that there are too many', () =>
    checkSignature(
      'CREATE PROCEDURE a() CALL shop.post_totals(1, 2, $0)',
      'PROCEDURE shop.post_totals(IN day_id int, OUT total int) at too many',
    ));
  it('tells what the routine is for: its COMMENT, else what is written above it', () => {
    for (const [called, comment] of [
      ['post_totals', 'Adds up.'],
      ['plain', 'What is said\nof it.'],
    ]) {
      const above = '/* What is said\n * of it. */\nCREATE PROCEDURE plain(IN n INT) SELECT n;';
      const { index, cursor } = readMarkedFiles(
        `-- file: a.sql\nCREATE PROCEDURE a() CALL ${called!}($0)${callee}${above}`,
      );
      assert.equal(makeSignatureHelp(index, cursor.file, cursor.offset)?.comment, comment);
    }
  });
  it('is silent in a list of columns', () =>
    checkSignature('CREATE PROCEDURE a() INSERT INTO t (a, $0b) VALUES (1)', null));
  it('is silent behind the list', () => checkSignature('CREATE PROCEDURE a() CALL post_totals(1, 2)$0', null));
});
