/** Routines as people read them in comparisons. */
import assert from 'node:assert/strict';
import { printRoutine } from '../../engine/src/routine/print-routine';
import { routineOf } from '../support/routine-of';

describe('printRoutine', () => {
  it('shows all of an event, so that each difference is a line', () => {
    assert.equal(
      printRoutine(
        routineOf(
          "CREATE EVENT e ON SCHEDULE EVERY 1 MONTH STARTS '2030-01-01 00:00:00' ON COMPLETION PRESERVE DISABLE COMMENT 'It''s' DO SELECT 1",
        ),
      ),
      `CREATE EVENT shop.e
    ON SCHEDULE every 1 month starts '2030-01-01 00:00:00'
    ON COMPLETION PRESERVE
    DISABLE
    COMMENT "It's"
SELECT 1
`,
    );
  });

  it('states what an event leaves open', () => {
    assert.equal(
      printRoutine(routineOf('CREATE EVENT e ON SCHEDULE AT CURRENT_TIMESTAMP + INTERVAL 1 DAY DO SELECT 1')),
      `CREATE EVENT shop.e
    ON SCHEDULE at current_timestamp + interval 1 day
    ON COMPLETION NOT PRESERVE
    ENABLE
SELECT 1
`,
    );
  });
});
