/** Calls into packages lead to their routines, and packages are deployed whole. */
import assert from 'node:assert/strict';
import { resolveRoutine } from '../../engine/src/analysis/program/resolve';
import { makeRoutineGraph } from '../../engine/src/analysis/routine-graph';
import { SourceIndex } from '../../engine/src/analysis/sources/source-index';
import { defaultParserOptions } from '../../engine/src/syntax/dialect';
import { inspect } from '../../engine/src/use-cases/reading/inspect';

const reading = {
  ...defaultParserOptions,
  dialect: 'mariadb',
  sqlMode: ['ORACLE'],
  schema: 'shop',
  client: false,
} as const;

const bank = `CREATE PACKAGE BODY bank AS
  PROCEDURE note(t INT) AS BEGIN INSERT INTO log VALUES (t); END;
  FUNCTION fee(a INT) RETURN INT AS BEGIN note(a); RETURN 1; END;
  PROCEDURE pay(a INT) AS BEGIN bank.note(fee(a)); END;
END`;
const caller = 'CREATE PROCEDURE p(a INT) AS BEGIN bank.pay(a); shop.bank.note(a); a := bank.fee(a); END';

function makeIndex(): SourceIndex {
  const index = new SourceIndex(reading);
  index.update('bank.sql', bank);
  index.update('caller.sql', caller);
  return index;
}

describe('packages of the project', () => {
  it('are what calls with one or two names before the dot lead to', () => {
    const index = makeIndex();
    const [source] = index.facts('caller.sql')?.routines ?? [];
    const found = source?.definition.references.map((one) => resolveRoutine(index, source.key, one)?.identity);
    assert.deepEqual(found, ['procedure shop.bank.pay', 'procedure shop.bank.note', 'function shop.bank.fee']);
  });

  it('have their routines in the graph, with what each calls and touches', () => {
    const { edges } = makeRoutineGraph(makeIndex());
    const told = edges.filter(({ from }) => !from.startsWith('package')).map(({ from, to }) => `${from} -> ${to}`);
    assert.deepEqual(told.sort(), [
      'function shop.bank.fee -> procedure shop.bank.note',
      'procedure shop.bank.note -> table shop.log',
      'procedure shop.bank.pay -> function shop.bank.fee',
      'procedure shop.bank.pay -> procedure shop.bank.note',
      'procedure shop.p -> function shop.bank.fee',
      'procedure shop.p -> procedure shop.bank.note',
      'procedure shop.p -> procedure shop.bank.pay',
    ]);
  });

  it('are one routine each to those who deploy; their routines come and go with them', () => {
    const index = makeIndex();
    const names = (): readonly string[] => index.routines().map(({ identity }) => identity);
    assert.deepEqual(names(), ['package body shop.bank', 'procedure shop.p']);
    assert.equal(index.find('procedure shop.bank.pay')[0]?.within, 'package body shop.bank');
    index.remove('bank.sql');
    assert.deepEqual(index.find('procedure shop.bank.pay'), []);
    assert.deepEqual(index.members(), []);
  });

  it('are inspected routine by routine, names as written', () => {
    const { routines } = inspect([{ file: 'bank.sql', text: bank }], reading);
    assert.deepEqual(
      routines.map(({ kind, name, line, parameters, calls, functions, writes }) => [
        `${kind} ${name} ${line}`,
        parameters.length,
        [...calls, ...functions, ...writes],
      ]),
      [
        ['package body bank 1', 0, ['note', 'bank.note', 'fee', 'log']],
        ['procedure bank.note 2', 1, ['log']],
        ['function bank.fee 3', 1, ['note']],
        ['procedure bank.pay 4', 1, ['bank.note', 'fee']],
      ],
    );
  });
});
