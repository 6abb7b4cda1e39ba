/** The details of a difference give the value of the left side first, then that of the right. */
import assert from 'node:assert/strict';
import { findDifferences } from '../../engine/src/routine/difference';
import { routineOf } from '../support/routine-of';

describe('the details of a difference', () => {
  const before = routineOf('CREATE DEFINER = a@localhost PROCEDURE p(x INT) SELECT 1');
  const after = routineOf('CREATE DEFINER = b@localhost PROCEDURE p(x BIGINT) DETERMINISTIC SELECT 1');

  it('lead from one value to the other', () =>
    assert.deepEqual(
      findDifferences(before, after).map(({ detail }) => detail),
      ['parameters (in x int) → (in x bigint)', '(defaults) → DETERMINISTIC', 'a@localhost → b@localhost'],
    ));

  it('name the parameter whose character set differs', () => {
    const [latin, unicode, silent] = ['CHARACTER SET latin1', 'CHARACTER SET utf8mb4', ''].map((set) =>
      routineOf(`CREATE PROCEDURE p(x VARCHAR(9) ${set}) SELECT 1`),
    );
    assert.deepEqual(
      findDifferences(latin!, unicode!).map(({ kind, detail }) => `${kind}: ${detail}`),
      ['signature: parameter x varchar(9) charset latin1 → varchar(9) charset utf8mb4'],
    );
    assert.deepEqual(
      findDifferences(latin!, silent!, { defaultCharacterSet: 'utf8mb4' }).map(({ kind }) => kind),
      ['signature'],
    );
  });

  it('are values, from which other sentences are made', () =>
    assert.deepEqual(
      findDifferences(before, after).flatMap(({ changes }) => changes.map(({ name }) => name)),
      ['parameters', 'characteristics', 'definer'],
    ));

  it('name the options of a view, and not its query, where only they differ', () => {
    const print = (left: string, right: string): readonly string[] =>
      findDifferences(routineOf(left), routineOf(right), { comparesViews: true }).map(({ detail }) => detail);
    const plain = 'CREATE VIEW v AS SELECT 1 AS a';
    assert.deepEqual(print(plain, 'CREATE ALGORITHM=MERGE VIEW v AS SELECT 1 AS a'), ['(defaults) → algorithm merge']);
    assert.deepEqual(print('CREATE VIEW v AS SELECT 1 AS a WITH CHECK OPTION', plain), [
      'with cascaded check option → (defaults)',
    ]);
    assert.deepEqual(print(plain, 'CREATE VIEW v AS SELECT 2 AS a'), ['the queries differ']);
  });

  it('name the status of an event in words', () => {
    const event = (status: string): ReturnType<typeof routineOf> =>
      routineOf(`CREATE EVENT e ON SCHEDULE EVERY 1 DAY ${status} DO SELECT 1`);
    assert.deepEqual(
      ['DISABLE', 'DISABLE ON SLAVE'].map((status) => findDifferences(event('ENABLE'), event(status))[0]?.detail),
      ['status enabled → disabled', 'status enabled → disabled on replica'],
    );
  });
});
