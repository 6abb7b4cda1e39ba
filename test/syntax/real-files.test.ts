/** Texts reduced from real files and typing: the routines that each defines, and its errors. */
import assert from 'node:assert/strict';
import { LineIndex } from '../../engine/src/base/text';
import { mariadb, read, type Options } from './check';

const servers: Readonly<Record<'mysql' | 'mariadb', Options>> = {
  mysql: { dialect: 'mysql', serverVersion: 90704 },
  mariadb: { ...mariadb, serverVersion: 101118 },
};

interface Case {
  readonly name: string;
  readonly text: string;
  /** The client, if only one is meant. */
  readonly only?: 'mysql' | 'mariadb';
  readonly defines: readonly string[];
  /** `line:column code`. */
  readonly errors?: readonly string[];
  readonly installs?: readonly string[];
}

const body = 'BEGIN SELECT 1; END';

const cases: readonly Case[] = [
  // Several statements between two delimiters.
  ...['DROP PROCEDURE IF EXISTS p', 'SET NAMES utf8mb4', "SET sql_mode = 'ANSI'", 'INSERT INTO t VALUES (1)'].map(
    (before): Case => ({
      name: `${before} before a CREATE`,
      text: `DELIMITER $$\n${before};\nCREATE PROCEDURE p() ${body}$$\nDELIMITER ;\n`,
      defines: ['procedure p'],
    }),
  ),
  {
    name: 'a table before its trigger',
    text: 'DELIMITER $$\nCREATE TABLE t (a INT);\nCREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1$$\nDELIMITER ;\n',
    defines: ['trigger tr'],
  },
  {
    name: 'USE with a semicolon, which only one client takes so',
    text: `DELIMITER $$\nUSE shop;\nCREATE PROCEDURE p() ${body}$$\nDELIMITER ;\n`,
    only: 'mysql',
    defines: ['procedure p'],
  },
  {
    name: 'USE with a semicolon, which the other takes for a part of the name',
    text: `DELIMITER $$\nUSE shop;\nCREATE PROCEDURE p() ${body}$$\nDELIMITER ;\n`,
    only: 'mariadb',
    defines: ['procedure p'],
    errors: ['2:1 use-with-semicolon'],
  },
  {
    name: 'two CREATEs',
    text: `DELIMITER $$\nCREATE PROCEDURE p() ${body};\nCREATE PROCEDURE q() ${body};\n$$\nDELIMITER ;\n`,
    defines: ['procedure p', 'procedure q'],
  },
  {
    name: 'a CALL behind a CREATE',
    text: `DELIMITER $$\nCREATE PROCEDURE p() ${body};\nCALL p();\n$$\nDELIMITER ;\n`,
    defines: ['procedure p'],
  },
  {
    name: 'a mistake in a body that is not the first statement',
    text: 'DELIMITER $$\nDROP PROCEDURE IF EXISTS p;\nCREATE PROCEDURE p() BEGIN SELEC 1; END$$\nDELIMITER ;\n',
    defines: ['procedure p'],
    errors: ['3:28 unknown-statement'],
  },
  {
    name: 'the short form of DELIMITER',
    text: `\\d |\nDROP PROCEDURE IF EXISTS p;\nCREATE PROCEDURE p() ${body}|\n`,
    defines: ['procedure p'],
  },
  // A misspelt word in the head.
  ...(
    [
      ['CREATE PROCEDRE p()', 8, 'procedure p'],
      ['CREATE PROC p()', 8, 'procedure p'],
      ['CREATE DEFINER=root@localhost PROCEDRE p()', 31, 'procedure p'],
      ['CREATE TEMP PROCEDURE p()', 8, 'procedure p'],
      ['CREATE PROCEDURE\u3000p()', 17, 'procedure p'],
      ['CREATE OR REPALCE PROCEDURE p()', 11, 'procedure p'],
      ['CREATE FUNTION f() RETURNS INT DETERMINISTIC', 8, 'function f'],
      ['CREATE TRIGER tr BEFORE INSERT ON t FOR EACH ROW', 8, 'trigger tr'],
    ] as const
  ).map(([head, column, defined]): Case => ({
    name: head,
    text: `DELIMITER $$\n${head} ${defined.startsWith('function') ? 'RETURN 1' : body}$$\nDELIMITER ;\n`,
    defines: [defined],
    errors: [`2:${column} unknown-statement`],
  })),
  // A function of a library.
  ...['CREATE FUNCTION', 'CREATE AGGREGATE FUNCTION', 'CREATE FUNCTION IF NOT EXISTS'].map((head): Case => ({
    name: `${head} … SONAME`,
    text: `${head} lib_ver RETURNS STRING SONAME 'lib.so';\nCREATE PROCEDURE p() SELECT lib_ver();\n`,
    defines: ['procedure p'],
    installs: ['lib_ver'],
  })),
  // A continued line, and two statements on one line.
  {
    name: 'a backslash at the end of a line, which the client drops',
    text: 'DELIMITER $$\nCREATE PROCEDURE p() BEGIN SELECT 1, \\\n2; END$$\nDELIMITER ;\n',
    defines: ['procedure p'],
  },
  {
    name: 'DELIMITER behind a statement on its line, which no client obeys',
    text: `DELIMITER $$\nCREATE PROCEDURE p() ${body}$$ DELIMITER ;\nCREATE PROCEDURE q() SELECT 2;\n`,
    defines: ['procedure p', 'procedure q'],
    errors: ['2:44 late-delimiter'],
  },
  {
    name: 'two statements on one line',
    text: `DELIMITER $$\nCREATE PROCEDURE p() ${body}$$ CREATE PROCEDURE q() ${body}$$\nDELIMITER ;\n`,
    defines: ['procedure p', 'procedure q'],
  },
];

describe('a real file, reduced', () => {
  for (const { name, text, only, defines, errors = [], installs = [] } of cases)
    for (const dialect of only === undefined ? (['mysql', 'mariadb'] as const) : [only])
      it(`is read as ${dialect} reads it: ${name}`, () => {
        const script = read(text, servers[dialect]);
        const lines = new LineIndex(text);
        const places = script.errors.map(({ code, span }) => {
          const { line, column } = lines.place(span.start);
          return `${line}:${column} ${code}`;
        });
        const found = script.definitions.map((one) => `${one.kind} ${one.name.name.text}`);
        const installed = script.others.flatMap((one) => (one.installs === null ? [] : [one.installs]));
        assert.deepEqual({ found, places, installed }, { found: defines, places: errors, installed: installs });
      });
});
