/** The argument that a command gets from one row, or from the selected rows of a view. */
import assert from 'node:assert/strict';
import { readSelection } from '../../client/src/workbench/command-argument';

const project = 'file:///shop';

describe('the rows that a command is for', () => {
  it('are the clicked one if nothing else is selected', () => {
    const row = { project, routine: 'shop.a', version: '1.0.0' };
    for (const selected of [undefined, [row]])
      assert.deepEqual(readSelection(row, selected), { argument: row, leftOut: 0 });
  });

  it('are all selected ones', () => {
    const [a, b] = ['shop.a', 'shop.b'].map((routine) => ({ project, routine }));
    assert.deepEqual(readSelection(a, [a, b]), { argument: { project, routines: ['shop.a', 'shop.b'] }, leftOut: 0 });
  });

  it('keep their versions, and include those of a group', () => {
    const version = { project, routine: 'shop.a', version: '1.0.0' };
    const group = { project, routines: ['shop.b', 'shop.c'] };
    const { argument } = readSelection(version, [version, group]);
    assert.deepEqual(argument.routines, ['shop.a@1.0.0', 'shop.b', 'shop.c']);
  });

  it('belong to one project and environment; the others are counted', () => {
    const [dev, prod] = ['dev', 'prod'].map((environment) => ({ project, environment, routine: 'shop.a' }));
    const { argument, leftOut } = readSelection(prod, [dev, prod, { project, environment: 'prod' }]);
    assert.deepEqual([argument.environment, argument.routines, leftOut], ['prod', ['shop.a'], 2]);
  });

  it('are the clicked one alone if it is not a routine', () => {
    const [dev, prod] = ['dev', 'prod'].map((environment) => ({ project, environment }));
    assert.deepEqual(readSelection(dev, [dev, prod]), { argument: dev, leftOut: 1 });
  });
});
