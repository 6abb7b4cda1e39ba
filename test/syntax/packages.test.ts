/** Packages of MariaDB's ORACLE mode: their routines are definitions, too, named as the server names them. */
import assert from 'node:assert/strict';
import type { Definition } from '../../engine/src/syntax/nodes';
import { checkReferences, mariadb, printReferences, readOne, type Options } from './check';

const oracle: Options = { ...mariadb, client: false, sqlMode: ['ORACLE'] };

const bank = `CREATE OR REPLACE PACKAGE BODY s.bank AS
  fee CONSTANT INT := 5;
  PROCEDURE note(t VARCHAR(10));
  FUNCTION balance(id IN INT) RETURN DECIMAL(10, 2) DETERMINISTIC AS
    b accounts.amount%TYPE;
  BEGIN
    SELECT amount INTO b FROM accounts WHERE id = id;
    RETURN b + tax(b);
  END;
  PROCEDURE note(t VARCHAR(10)) AS BEGIN INSERT INTO log VALUES (t); EXECUTE IMMEDIATE 'DELETE FROM old'; END note;
  PROCEDURE pay(id INT, amount IN OUT INT) AS
  BEGIN
    note('pay'); bank.note('x'); other.q(1); UPDATE accounts SET amount = balance(id);
  END;
BEGIN
  note('start');
END bank`;

const describeMember = ({ kind, name, parameters, returns, references }: Definition): readonly string[] => [
  `${kind} ${name.name.text}(${parameters.map((one) => `${one.mode} ${one.name.text} ${one.type.text}`).join(', ')})`,
  ...(returns === null ? [] : [`returns ${returns.text}`]),
  ...printReferences(references),
];

describe('packages', () => {
  it('have their routines as members, and what those mention', () => {
    assert.deepEqual(readOne(bank, oracle).members.map(describeMember), [
      ['function bank.balance(in id INT)', 'returns DECIMAL(10, 2)', 'functions tax', 'reads TYPE accounts, accounts'],
      ['procedure bank.note(in t VARCHAR(10))', 'writes log'],
      [
        'procedure bank.pay(in id INT, inout amount INT)',
        'calls note, other.q',
        'functions balance',
        'writes accounts',
      ],
    ]);
  });

  it('know which calls are those of neighbours', () => {
    const [, , pay] = readOne(bank, oracle).members;
    assert.deepEqual(
      pay?.references.map(({ schema, package: owner, name }) => [schema, owner, name]),
      [
        [null, 'bank', 'note'],
        [null, 'bank', 'note'],
        ['other', null, 'q'],
        [null, null, 'accounts'],
        [null, 'bank', 'balance'],
      ],
    );
  });

  it('have the schema of their package, and their own text', () => {
    const [balance, note] = readOne(bank, oracle).members;
    assert.equal(balance?.schema, 's');
    assert.equal(bank.slice(note?.span.start, note?.span.end).slice(0, 14), 'PROCEDURE note');
    assert.equal(bank.slice(note?.name.span.start, note?.name.span.end), 'note');
    assert.deepEqual(
      note?.dynamic.map(({ sql }) => sql),
      ['DELETE FROM old'],
    );
  });

  it('mention what their routines mention', () =>
    checkReferences(
      bank,
      'calls note, other.q\nfunctions tax, balance\nreads TYPE accounts, accounts\nwrites log, accounts',
      oracle,
    ));

  it('have no members where they only declare', () =>
    assert.deepEqual(
      readOne('CREATE PACKAGE p AS PROCEDURE q; FUNCTION f(a INT) RETURN INT; END', oracle).members,
      [],
    ));

  it('are named between the schema and the routine', () => {
    const { references } = readOne('CREATE PROCEDURE p() BEGIN CALL s.pk.q(1); SET @a = s.pk.f(2) + s.g(3); END', {
      ...mariadb,
      client: false,
    });
    assert.deepEqual(
      references.map(({ schema, package: owner, name }) => [schema, owner, name]),
      [
        ['s', 'pk', 'q'],
        ['s', 'pk', 'f'],
        ['s', null, 'g'],
      ],
    );
  });
});
