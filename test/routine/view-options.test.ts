/** The options of a view are read from its words: a comment or an account may hold the same ones. */
import assert from 'node:assert/strict';
import { sameNames } from '../../engine/src/routine/naming';
import { renderCreate } from '../../engine/src/routine/render-create';
import { routineOf } from '../support/routine-of';

const head = (text: string): string => {
  const routine = routineOf(text, { dialect: 'mysql' });
  return renderCreate(routine, { renaming: sameNames, definer: null }).split('VIEW')[0] ?? '';
};

describe('the options of a view', () => {
  for (const [text, expected] of [
    [
      'CREATE ALGORITHM = MERGE SQL SECURITY INVOKER VIEW v AS SELECT 1',
      'CREATE ALGORITHM=MERGE SQL SECURITY INVOKER ',
    ],
    ['CREATE /* ALGORITHM=TEMPTABLE */ ALGORITHM = MERGE VIEW v AS SELECT 1', 'CREATE ALGORITHM=MERGE '],
    ['CREATE ALGORITHM /* so */ = MERGE VIEW v AS SELECT 1', 'CREATE ALGORITHM=MERGE '],
    ['CREATE -- SQL SECURITY INVOKER\n VIEW v AS SELECT 1', 'CREATE '],
  ] as const)
    it(text, () => assert.equal(head(text), expected));
});
