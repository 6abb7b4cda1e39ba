import assert from 'node:assert/strict';
import { orderRoutines } from '../../engine/src/lifecycle/planning/order-routines';
import { identify } from '../../engine/src/routine/routine';
import { routineOf } from '../support/routine-of';

describe('the order of a deployment', () => {
  it('knows callees by their schema and name, whatever dots these have', () => {
    const routines = ['`a.b`.caller() CALL `a.b`.`z.callee`()', '`a.b`.`z.callee`() SELECT 1']
      .map((text) => routineOf(`CREATE PROCEDURE ${text}`))
      .map((routine) => [identify(routine.key), routine] as const);
    const names = orderRoutines(new Map(routines)).map(({ identity }) => identity);
    assert.deepEqual(names, ['procedure a.b.z.callee', 'procedure a.b.caller']);
  });

  it('names those that call each other', () => {
    const routines = ['shop.a() CALL b()', 'shop.b() CALL a()']
      .map((text) => routineOf(`CREATE PROCEDURE ${text}`))
      .map((routine) => [identify(routine.key), routine] as const);
    const cycles = orderRoutines(new Map(routines)).map(({ cycle }) => cycle.map(({ name }) => name));
    assert.deepEqual(cycles.flat().sort(), ['a', 'b']);
  });
});
