/**
 * Files as people pipe them into the command line client, each named after the public issue in which a tool failed to
 * read it. The expectations hold for our reading (delimiter.test.ts) and for the real clients (live/delimiter.test.ts).
 */
import type { Dialect } from '../../engine/src/syntax/dialect';

export interface ClientFile extends Outcome {
  readonly name: string;
  readonly text: string;
  /** The client, if only one reads it this way. */
  readonly only?: Dialect;
  /**
   * The outcome of a client that reads less of it than we do: a body without DELIMITER, a DELIMITER in the middle of a
   * line.
   */
  readonly client?: Partial<Record<Dialect, Outcome>>;
}

interface Outcome {
  /** Names of the routines, triggers and events that are whole, in alphabetical order. */
  readonly creates: readonly string[];
  /** True if a part of it is rejected. */
  readonly fails?: true;
}

const body = 'BEGIN SELECT 1; SELECT 2; END';
const procedure = (name: string): string => `CREATE PROCEDURE ${name}() ${body}`;
const both = (outcome: Outcome): Record<Dialect, Outcome> => ({ mysql: outcome, mariadb: outcome });
const simple = (name: string): string => `CREATE PROCEDURE ${name}() SELECT 1`;

const delimiters = '// $$ ;; | || # !! ~ -- go END_OF_PROC @@ ^^ %% & {} <> /* '.trim().split(' ');

const tokens: readonly ClientFile[] = delimiters.map((token) => ({
  name: `${token} as delimiter (flyway#1222, #2571, #2726; liquibase#1623)`,
  text: `DELIMITER ${token}\n${procedure('a')} ${token}\n${procedure('b')}\n${token}\nDELIMITER ;\n${simple('c')};\n`,
  creates: ['a', 'b', 'c'],
}));

const issues: readonly ClientFile[] = [
  {
    name: '# as delimiter is no comment (flyway#1222)',
    text: 'delimiter #\n\ncreate procedure renumber()\n  begin\n    start transaction;\n      update t set a = (b + 1) where a is not null;\n    commit;\n  end #\n\ndelimiter ;\n',
    creates: ['renumber'],
  },
  {
    name: 'what stands behind is called (flyway#2338)',
    text: 'DROP PROCEDURE IF EXISTS e;\nDELIMITER $$\n CREATE PROCEDURE e()\nBEGIN\n    SELECT 1;\n END$$\nDELIMITER ;\nCALL e();\nDROP PROCEDURE e;\nCREATE PROCEDURE f() SELECT 1;',
    creates: ['e', 'f'],
    client: both({ creates: ['f'] }),
  },
  {
    name: 'the delimiter has a dollar, and so has a name (flyway#2726)',
    text: 'DELIMITER $$\nCREATE PROCEDURE p(a INT)\nBEGIN\n  IF a = 1 THEN SET @x$ = 1; END IF;\nEND$$\nDELIMITER ;',
    creates: ['p'],
  },
  {
    name: 'IF, ELSEIF and CASE are blocks (flyway#2737)',
    text: 'drop procedure if exists p1;\n\ndelimiter $$\ncreate procedure p1(p_a int)\nbegin\n  if p_a = 1 then\n    set p_a = 0;\n  elseif p_a = 2 then\n    set p_a = 3;\n  end if;\n  case p_a when 1 then select case p_a when 1 then 2 end; else begin end; end case;\nend$$\ndelimiter ;',
    creates: ['p1'],
  },
  {
    name: 'the function IF is none (flyway#2781)',
    text: 'delimiter $$\ncreate procedure p()\nbegin\n  select if(1, 2, 3) from dual;\nend$$\ndelimiter ;',
    creates: ['p'],
  },
  {
    name: 'two functions IF are none, and the last line has no delimiter set back (flyway#2798)',
    text: 'delimiter $$\ncreate procedure p()\nbegin\n  select if(1, 2, 3), if(1, 2, 3) from dual;\nend$$\n',
    creates: ['p'],
  },
  {
    name: 'LOOP around an IF with parentheses (flyway#2762)',
    text: 'delimiter $$\ncreate procedure p1()\nbegin\n  loop\n    if (true) then\n      select 1;\n    end if;\n  end loop;\nend$$\n\ndelimiter ;',
    creates: ['p1'],
  },
  {
    name: 'labels, a cursor and a block with a label (flyway#3152)',
    text: 'DELIMITER //\nCREATE PROCEDURE renumber()\n  BEGIN\n    DECLARE i INT DEFAULT 1;\n    DECLARE done BOOLEAN DEFAULT FALSE;\n    DECLARE c CURSOR FOR SELECT DISTINCT(`t`.`a`) FROM `t` WHERE `t`.`b` IS NULL;\n    DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = TRUE;\n    SELECT MAX(`t`.`a`) + 1 FROM `t` INTO i;\n    OPEN c;\n    rows1:\n    LOOP FETCH c INTO i;\n      IF done THEN CLOSE c; LEAVE rows1; END IF;\n      BLOCK1 : BEGIN DECLARE x INT; SET x = 1; END BLOCK1;\n    END LOOP rows1;\n  END //\nDELIMITER ;\n',
    creates: ['renumber'],
  },
  {
    name: 'DELIMITER with its delimiter on the next line names none (flyway#3444 looped for ever)',
    text: 'DELIMITER\n$$\nDROP PROCEDURE IF EXISTS mine $$\nCREATE PROCEDURE mine()\nBEGIN\n    select 1;\nEND $$\nDELIMITER ;\nCREATE PROCEDURE other() SELECT 1;\n',
    creates: ['other'],
    fails: true,
    client: { mysql: { creates: [], fails: true } },
  },
  {
    name: 'an empty statement behind DELIMITER, strings with the other quote, a comment with a statement (flyway#3511)',
    text: 'DELIMITER $$\n$$\nCREATE DEFINER=`root`@`localhost` PROCEDURE `list`(\nIN g VARCHAR(150))\nBEGIN\nset @w = CONCAT("WHERE x > \'","2020-01-01", "\'");\ncase when g is not null then\nset @w = CONCAT(@w ," AND y = \'",g,"\'");\nelse\n select 1;\nEND case;\nset @sql = concat("SELECT ");\n-- SELECT @sql;\nPREPARE stmt FROM @sql;\nEXECUTE stmt;\nSELECT FOUND_ROWS() INTO @x;\nEND$$\nDELIMITER ;',
    creates: ['list'],
  },
  {
    name: 'a delimiter right behind a name (liquibase#1623)',
    text: `DELIMITER $$\n\nDROP PROCEDURE IF EXISTS sp$$\n${procedure('sp')}$$`,
    creates: ['sp'],
  },
  {
    name: 'a comment before the delimiter, which / begins (liquibase#2133)',
    text: `DELIMITER //\n${procedure('a')} -- tail\n//\n${procedure('b')} /* tail */ //`,
    creates: ['a', 'b'],
  },
  {
    name: 'the word as a column (bytebase/omni#335)',
    text: 'SELECT delimiter FROM t;\nCREATE TABLE u (\n  delimiter INT,\n  c INT\n);\nCREATE PROCEDURE a() SELECT\n  delimiter FROM u;\nCREATE PROCEDURE b() SELECT 1;',
    creates: ['a', 'b'],
  },
  {
    name: 'the word as a label (bytebase/omni#335)',
    text: 'DELIMITER $$\nCREATE PROCEDURE a() delimiter: BEGIN\n  delimiter: LOOP LEAVE delimiter; END LOOP delimiter;\nEND delimiter$$\nCREATE PROCEDURE b()\ndelimiter: BEGIN END$$',
    creates: ['b'],
    fails: true,
  },
  {
    name: 'the word as a label, a variable and a procedure (bytebase/omni#335)',
    text: "DELIMITER $$\nCREATE PROCEDURE a() BEGIN\ndelimiter: LOOP LEAVE delimiter; END LOOP delimiter; END$$\nCREATE PROCEDURE delimiter(delimiter VARCHAR(10)) BEGIN SELECT\ndelimiter\n; SET\ndelimiter = ';'; END$$\nCREATE PROCEDURE c() CALL delimiter(1)$$",
    creates: ['a', 'c', 'delimiter'],
  },
  {
    name: 'the word in a string (DbUp#456)',
    text: "DELIMITER $$\nCREATE TABLE u (x TEXT)$$\nDELIMITER ;\nINSERT INTO u VALUES ('Some text with delimiter in it');\nINSERT INTO u VALUES ('\nDELIMITER $$\n');\nCREATE PROCEDURE a() SELECT 'x\nDELIMITER //\n', \"\nDELIMITER $$\n\";\nCREATE PROCEDURE b() SELECT 1;",
    creates: ['a', 'b'],
  },
  {
    name: 'a statement that is no routine (sqlfluff#3599)',
    text: `DELIMITER $$\n\nSELECT 1 $$\n\n${simple('a')} $$\n\nDELIMITER ;\n`,
    creates: ['a'],
  },
  {
    name: 'a comment behind the delimiter (ipython-sql#66)',
    text: `DELIMITER $$ -- the usual one\n${procedure('a')}$$ -- its use, it's $$ again\nDELIMITER ; # back\n${simple('b')};`,
    creates: ['a', 'b'],
  },
];

const lines: readonly ClientFile[] = [
  {
    name: 'a DELIMITER behind the end of a statement, as was meant',
    text: `DELIMITER $$\n${procedure('a')}$$ DELIMITER ;\n${simple('b')};`,
    creates: ['a', 'b'],
    fails: true,
    client: both({ creates: ['a'], fails: true }),
  },
  {
    name: 'a DELIMITER line that a statement before it swallows',
    text: `DELIMITER $$\n${procedure('a')}\nDELIMITER ;\n${simple('b')};\n`,
    creates: ['a', 'b'],
    fails: true,
    client: both({ creates: [], fails: true }),
  },
  {
    name: 'a delimiter that was forgotten before DELIMITER',
    text: `${simple('a')}\nDELIMITER $$\n${procedure('b')}$$\nDELIMITER ;\n`,
    creates: ['a', 'b'],
    fails: true,
    client: both({ creates: [], fails: true }),
  },
  {
    name: 'lower case, tabs, blanks before and behind',
    text: `  delimiter\t//  \n${procedure('a')}//  \n\tDelimiter ;  \n${simple('b')};`,
    creates: ['a', 'b'],
  },
  {
    name: 'several DELIMITER lines, and the same again',
    text: `DELIMITER ;\nDELIMITER ;\nDELIMITER //\n${procedure('a')}//\nDELIMITER $$\nDELIMITER $$\n${procedure('b')}$$\nDELIMITER ;\n${simple('c')};`,
    creates: ['a', 'b', 'c'],
  },
  {
    name: 'quotes around the delimiter',
    text: `DELIMITER '//'\n${procedure('a')}//\nDELIMITER "$$"\n${procedure('b')}$$\nDELIMITER \`|\`\n${procedure('c')}|`,
    creates: ['a', 'b', 'c'],
  },
  {
    name: 'the first word only',
    text: `DELIMITER $$ //\n${procedure('a')}$$`,
    creates: ['a'],
  },
  {
    name: 'DELIMITER with nothing behind it',
    text: `DELIMITER   \n${simple('a')};`,
    creates: ['a'],
    fails: true,
  },
  {
    name: 'DELIMITER with a backslash',
    text: `DELIMITER \\\\\n${simple('a')};`,
    creates: ['a'],
    fails: true,
  },
  {
    name: 'DELIMITER behind comments',
    text: `-- it's one\n# it's one\n/* it's\n two lines */\nDELIMITER $$\n/*\nDELIMITER ;\n*/\n${procedure('a')}$$`,
    creates: ['a'],
  },
  {
    name: 'DELIMITER behind a comment of each kind, which MySQL’s newest client sends as one statement',
    text: `/* it's\n two lines */\n-- it's one\nDELIMITER $$\n${procedure('a')}$$\n`,
    creates: ['a'],
    fails: true,
    only: 'mysql',
    client: { mysql: { creates: [], fails: true } },
  },
  {
    name: 'DELIMITER behind a comment of each kind, which MariaDB’s client drops',
    text: `/* it's\n two lines */\n# it's one\nDELIMITER $$\n${procedure('a')}$$\n`,
    creates: ['a'],
    only: 'mariadb',
  },
  {
    name: 'DELIMITER behind a block comment on its line, which MySQL’s client finds',
    text: `/* title */ DELIMITER $$\n${procedure('a')}$$\n`,
    creates: ['a'],
    only: 'mysql',
  },
  {
    name: 'DELIMITER behind a block comment on its line, which MariaDB’s client sends',
    text: `/* title */ DELIMITER $$\n${procedure('a')}$$\n`,
    creates: ['a'],
    fails: true,
    only: 'mariadb',
    client: { mariadb: { creates: [], fails: true } },
  },
  ...['/*!999999 x */', '/*M!999999\\- enable the sandbox mode */'].flatMap((comment): ClientFile[] => {
    const text = `${comment}\nDELIMITER $$\n${procedure('a')}$$\n`;
    const name = `DELIMITER behind ${comment}`;
    return [
      { name, text, creates: ['a'], only: 'mysql' },
      { name, text, creates: ['a'], fails: true, only: 'mariadb', client: { mariadb: { creates: [], fails: true } } },
      { name: `${name} and a delimiter`, text: text.replace('\n', ';\n'), creates: ['a'] },
    ];
  }),
  {
    name: 'a delimiter that begins with no ASCII character, which is never found',
    text: `DELIMITER §§\n${procedure('a')}§§\n`,
    creates: ['a'],
    fails: true,
    client: both({ creates: [], fails: true }),
  },
  {
    name: 'a delimiter that goes on with no ASCII character',
    text: `DELIMITER $é\n${procedure('a')}$é\n${simple('b')}$é\n`,
    creates: ['a', 'b'],
  },
  {
    name: 'several statements on a line',
    text: `DELIMITER $$\n${procedure('a')}$$${procedure('b')}$$ ${simple('c')}$$`,
    creates: ['a', 'b', 'c'],
  },
  {
    name: 'no delimiter at the end',
    text: `DELIMITER $$\n${procedure('a')}$$\n${procedure('b')}`,
    creates: ['a', 'b'],
  },
  {
    name: 'empty statements',
    text: `DELIMITER $$\n$$\n$$\n${simple('a')}$$ $$\n$$`,
    creates: ['a'],
  },
  {
    name: 'a delimiter of letters within a word ends the statement there',
    text: `DELIMITER go\n${simple('a')} AS ergo\n${simple('b')} go\n`,
    creates: ['a', 'b'],
  },
  {
    name: 'the delimiter is found in strings and comments by nobody',
    text: `DELIMITER $$\nCREATE PROCEDURE a() BEGIN SELECT '$$ DELIMITER ;', "$$", 'it''s $$', '\\'$$'; /* $$ */\n-- $$\n# $$\nSELECT 1 AS \`$$\`;\nEND$$`,
    creates: ['a'],
  },
  {
    name: 'the delimiter | is found in an operator',
    text: `DELIMITER |\n${simple('a')}|\nCREATE PROCEDURE b() SELECT 1 | 2|\n`,
    creates: ['a', 'b'],
    fails: true,
  },
  {
    name: 'a body without DELIMITER is read as it was meant',
    text: `${procedure('a')};\n${simple('b')};`,
    creates: ['a', 'b'],
    client: both({ creates: ['b'], fails: true }),
  },
  {
    name: 'a string that never ends',
    text: `${simple('a')};\nCREATE PROCEDURE b() SELECT 'x;\n`,
    creates: ['a'],
    fails: true,
  },
];

const bytes: readonly ClientFile[] = [
  { name: 'a byte order mark', text: `\ufeffDELIMITER $$\n${procedure('a')}$$\n`, creates: ['a'] },
  {
    name: 'CRLF',
    text: `DELIMITER $$\r\n${procedure('a')}\r\n$$\r\nDELIMITER ;\r\n\r\nCREATE PROCEDURE b()\r\nSELECT 1;\r\n`,
    creates: ['a', 'b'],
  },
  {
    name: 'CR alone, which the client takes for one line',
    text: `DELIMITER $$\r${procedure('a')}\r$$\rDELIMITER ;\r${simple('b')};\r`,
    creates: ['a', 'b'],
    client: both({ creates: [] }),
  },
  {
    name: 'CR within statements',
    text: `CREATE PROCEDURE a()\rSELECT 1; -- x\nCREATE\rPROCEDURE b() SELECT 1;\r`,
    creates: ['a', 'b'],
  },
  { name: 'vertical tab and form feed', text: 'CREATE\vPROCEDURE\fa() SELECT 1;', creates: ['a'] },
  {
    name: 'a no-break space, which is a letter',
    text: 'CREATE PROCEDURE a()\u00a0SELECT 1;\nCREATE PROCEDURE b() SELECT 1;',
    creates: ['b'],
    fails: true,
  },
];

const controls: readonly ClientFile[] = [
  {
    name: 'control characters before a delimiter and at the end, which the client cuts off',
    text: `DELIMITER //\n${procedure('a')}\x01//\n${simple('b')} \x7f\n//\n\x1a\n`,
    creates: ['a', 'b'],
  },
  {
    name: 'a control character that begins a statement',
    text: `${simple('a')};\n\x01${simple('b')};\n${simple('c')};\n`,
    creates: ['a', 'c'],
    fails: true,
  },
  {
    name: 'a control character in the middle of a body',
    text: `DELIMITER //\nCREATE PROCEDURE a() BEGIN SELECT 1\x01; END//\n${simple('b')}//\n`,
    creates: ['b'],
    fails: true,
  },
  {
    name: 'a NUL, where the client stops',
    text: `${simple('a')};\n-- \0\n${simple('b')};\n`,
    creates: ['a', 'b'],
    fails: true,
    client: both({ creates: ['a'], fails: true }),
  },
];

const comments: readonly ClientFile[] = [
  {
    name: 'routines as mysqldump writes them',
    text: "/*!50003 SET @saved_sql_mode       = @@sql_mode */ ;\n/*!50003 SET sql_mode              = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION' */ ;\nDELIMITER ;;\nCREATE DEFINER=`root`@`localhost` PROCEDURE `a`()\nBEGIN SELECT 1; END ;;\nDELIMITER ;\n/*!50003 SET sql_mode              = @saved_sql_mode */ ;\n",
    creates: ['a'],
  },
  {
    name: 'routines, triggers and events as mysqldump has long written them',
    text: "DELIMITER ;;\n/*!50003 CREATE*/ /*!50020 DEFINER=`root`@`localhost`*/ /*!50003 PROCEDURE `a`()\nBEGIN SELECT 1; END */;;\n/*!50003 CREATE*/ /*!50017 DEFINER=`root`@`localhost`*/ /*!50003 TRIGGER `b` BEFORE INSERT ON `t` FOR EACH ROW BEGIN SET NEW.a = 1; END */;;\n/*!50106 CREATE*/ /*!50117 DEFINER=`root`@`localhost`*/ /*!50106 EVENT `c` ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:00:00' ON COMPLETION NOT PRESERVE DISABLE DO BEGIN SELECT 1; END */ ;;\nDELIMITER ;\n",
    creates: ['a', 'b', 'c'],
  },
  {
    name: 'what is for MariaDB',
    text: '/*M! CREATE PROCEDURE a() SELECT 1 */;\n/*M!100100 CREATE PROCEDURE b() SELECT 1 */;\nCREATE PROCEDURE c() SELECT 1 /*M!999999 + ( */;',
    creates: ['a', 'b', 'c'],
    only: 'mariadb',
  },
  {
    name: 'what is for MariaDB is a comment',
    text: '/*M! CREATE PROCEDURE a() SELECT 1 */;\nCREATE PROCEDURE c() SELECT 1 /*M!100100 + ( */;',
    creates: ['c'],
    only: 'mysql',
  },
  { name: 'versions in versions', text: '/*!50003 CREATE /*!50003 PROCEDURE */ a() SELECT 1;', creates: ['a'] },
  {
    name: 'versions to come',
    text: 'CREATE PROCEDURE a() SELECT 1 /*!99999 + nonsense ( */;\nCREATE PROCEDURE b() SELECT 1 /*!999999 + nonsense ( */;',
    creates: ['a', 'b'],
  },
  {
    name: 'comments in versions, which MariaDB’s client takes apart',
    text: 'CREATE PROCEDURE a() SELECT 1 /*!50003 + 1 /* c */ + 1 */;\nCREATE PROCEDURE b() SELECT 1 /*!99999 + ( /* c */ */;\nCREATE PROCEDURE c() SELECT 1;',
    creates: ['a', 'b', 'c'],
    client: { mariadb: { creates: ['c'], fails: true } },
  },
  {
    name: 'a delimiter within an executable comment',
    text: `DELIMITER $$\n/*!50003 CREATE PROCEDURE a() SELECT 1 $$ */\n$$\nDELIMITER ;\n${simple('b')};`,
    creates: ['a', 'b'],
    client: both({ creates: ['b'], fails: true }),
    fails: true,
  },
  {
    name: '-- without a blank is no comment',
    text: 'CREATE PROCEDURE a() SELECT 5--1;\nCREATE PROCEDURE b()\n--x\nSELECT 5;\nCREATE PROCEDURE c() SELECT 1;',
    creates: ['a', 'c'],
    fails: true,
  },
  {
    name: '-- without a blank before a statement is a comment to its client',
    text: "-----------------\n-- it's a title\n-----------------\nCREATE PROCEDURE a() SELECT 5;\n  --it's another\nCREATE PROCEDURE b() SELECT 5;",
    creates: ['a', 'b'],
    only: 'mariadb',
  },
  {
    name: '-- without a blank before a statement is sent',
    text: '-----------------\nCREATE PROCEDURE a() SELECT 5;\nCREATE PROCEDURE b() SELECT 5;',
    creates: ['b'],
    fails: true,
    only: 'mysql',
  },
  {
    name: '-- before a tab and at the end',
    text: '--\tx;\nCREATE PROCEDURE a() SELECT 5; --\tend\n--',
    creates: ['a'],
  },
  {
    name: 'quotes in comments, comments in strings',
    text: "/* it's */ CREATE PROCEDURE a() SELECT '/*', 1; -- it's\n# it's\nCREATE PROCEDURE b() SELECT '-- ', \"# \", '*/';",
    creates: ['a', 'b'],
  },
  {
    name: 'hints of the optimizer',
    text: 'CREATE PROCEDURE a() SELECT /*+ MAX_EXECUTION_TIME(1000) */ 1;\nCREATE PROCEDURE b() INSERT /*+ SET_VAR(sort_buffer_size = 16M) */ INTO t (a) VALUES (1);',
    creates: ['a', 'b'],
  },
];

/**
 * The lines that the clients of MariaDB and of older MySQL run themselves; MySQL's newest does so only with --commands.
 */
const commands: readonly ClientFile[] = (
  [
    ['\\d', `\\d |\n${procedure('a')}|\n\\d;\n${simple('b')};`],
    ['\\d, glued', `\\d|\n${procedure('a')}|\n\\d;\n${simple('b')};`],
    ['\\g and \\G', `${simple('a')}\\g\n${simple('b')}\\G\n`],
    ['\\g where another delimiter is set', `DELIMITER $$\n${procedure('a')}\\g\n${simple('b')}$$\n`],
    ['\\N', `CREATE PROCEDURE a() SELECT \\N;\n${simple('b')};`],
    ['USE without a delimiter', `use information_schema\nuse SCHEMA\n${simple('a')};\n${simple('b')};`],
    ['? contents', `? contents\n${simple('a')};\n?\n${simple('b')};`],
    ['\\u', `\\u SCHEMA\n${simple('a')};\n${simple('b')};`],
    [
      'status, prompt and tee',
      `\\! true\nprompt x> \ntee /dev/null\nnotee\nnowarning\n${simple('a')};\n${simple('b')};`,
    ],
  ] as const
).map(([name, text]) => ({ name, text, creates: ['a', 'b'], only: 'mariadb' }));

const endings: readonly ClientFile[] = [
  {
    name: 'END as an alias where it can close nothing',
    text: 'CREATE PROCEDURE a() SELECT 1 end;\nCREATE PROCEDURE b() SELECT a FROM t end;\nCREATE PROCEDURE c() SELECT end.a end FROM t end WHERE end.b = 1;\nCREATE EVENT d ON SCHEDULE EVERY 1 DAY DO INSERT INTO t (a) SELECT 1 end;\nCREATE PROCEDURE e() UPDATE t end SET end.a = 1;\nDELIMITER //\nCREATE PROCEDURE f() SELECT 1 end//\n',
    creates: ['a', 'b', 'c', 'd', 'e', 'f'],
  },
  ...['RETURN 1 end', 'BEGIN RETURN 1 end', 'BEGIN RETURN (SELECT 1 end) END'].map((wrong): ClientFile => {
    const text = `DELIMITER //\nCREATE FUNCTION f() RETURNS INT ${wrong}//\n${simple('b')}//\n`;
    return { name: `END as no alias: ${wrong}`, text, creates: ['b'], fails: true };
  }),
  {
    name: 'names of built-in functions apart from their parenthesis, or with a schema or quotes',
    text: 'CREATE FUNCTION now () RETURNS INT RETURN 1;\nCREATE FUNCTION substr/* x */() RETURNS INT RETURN 1;\nCREATE FUNCTION SCHEMA.mid() RETURNS INT RETURN 1;\nCREATE FUNCTION `max`() RETURNS INT RETURN 1;\nCREATE FUNCTION adddate() RETURNS INT RETURN 1;\n',
    creates: ['adddate', 'max', 'mid', 'now', 'substr'],
  },
  ...[
    'CREATE FUNCTION now() RETURNS INT RETURN 1',
    'CREATE PROCEDURE count() SELECT 1',
    'CREATE VIEW min(a) AS SELECT 1',
  ]
    .flatMap((glued) => [`${glued};`, `SET sql_mode = 'IGNORE_SPACE';\n${glued.replace('(', ' (')};`])
    .map((wrong): ClientFile => ({ name: wrong, text: `${wrong}\n${simple('b')};`, creates: ['b'], fails: true })),
  ...[
    'DROP TRIGGER IF EXISTS tr ansi',
    'DROP PROCEDURE IF EXISTS a, b',
    'DROP FUNCTION IF EXISTS a()',
    'DROP EVENT a.b.c',
    'DROP PROCEDURE IF EXISTS',
    'DROP PROCEDURE IF EXIST a',
    "DROP EVENT 'a'",
  ].map((wrong): ClientFile => ({ name: wrong, text: `${wrong};\n${simple('b')};`, creates: ['b'], fails: true })),
  {
    name: 'DROP of what may be there',
    text: `DROP TRIGGER IF EXISTS a;\nDROP PROCEDURE IF EXISTS SCHEMA.a ;\nDROP FUNCTION IF EXISTS \`a\`;\nDROP EVENT IF EXISTS a;\n${simple('b')};`,
    creates: ['b'],
  },
];

/** SET STATEMENT … FOR, which MariaDB has. */
const settings: readonly ClientFile[] = [
  {
    name: 'SET STATEMENT before definitions',
    text: `SET STATEMENT max_statement_time=10 FOR ${simple('a')};\nDELIMITER $$\nSET STATEMENT max_statement_time=(SELECT 1), sort_buffer_size:=100000 FOR ${procedure('b')}$$\nset statement max_statement_time=10 for set statement sort_buffer_size=100000 for ${procedure('c')}; ${procedure('d')}$$\nSET STATEMENT max_statement_time=10 FOR DROP PROCEDURE IF EXISTS e$$`,
    creates: ['a', 'b', 'c', 'd'],
    only: 'mariadb',
  },
  ...['max_statement_time=10', 'max_statement_time=10, FOR', 'FOR', '@a=1 FOR'].map((wrong): ClientFile => {
    const text = `SET STATEMENT ${wrong} CREATE TABLE u (a INT);\n${simple('b')};`;
    return { name: `SET STATEMENT ${wrong}`, text, creates: ['b'], fails: true, only: 'mariadb' };
  }),
  {
    name: 'SET STATEMENT, which MySQL has not',
    text: `SET STATEMENT max_statement_time=10 FOR CREATE TABLE u (a INT);\n${simple('b')};`,
    creates: ['b'],
    fails: true,
    only: 'mysql',
  },
];

export const clientFiles: readonly ClientFile[] = [
  ...tokens,
  ...issues,
  ...lines,
  ...bytes,
  ...controls,
  ...comments,
  ...commands,
  ...settings,
  ...endings,
];
