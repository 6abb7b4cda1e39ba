import assert from 'node:assert/strict';
import { findDifferences } from '../../engine/src/routine/difference';
import { routineOf } from '../support/routine-of';

function checkSchedules(left: string, right: string, isSame: boolean): void {
  const [from, to] = [left, right].map((schedule) => routineOf(`CREATE EVENT e ON SCHEDULE ${schedule} DO SELECT 1`));
  if (from === undefined || to === undefined) throw new Error('No routines.');
  assert.equal(findDifferences(from, to).length === 0, isSame, `${left} and ${right}`);
}

describe('the schedule of an event', () => {
  it('counts units by their value', () => {
    for (const count of ["'2'", '1+1', '(2)', '002', '1.5', '-(-2)', '2 * 3 - 4', '0x2', '0.5 * 4'])
      checkSchedules(`EVERY ${count} HOUR`, 'EVERY 2 HOUR', true);
    for (const count of ["'3'", '1+2', '(1)', '1.4', '2.5', "'1.5'"])
      checkSchedules(`EVERY ${count} HOUR`, 'EVERY 2 HOUR', false);
    checkSchedules("EVERY '90' HOUR_MINUTE", "EVERY '1:30' HOUR_MINUTE", true);
    checkSchedules("EVERY '91' HOUR_MINUTE", "EVERY '1:30' HOUR_MINUTE", false);
  });
  it('compares the unit whatever the count is', () => {
    checkSchedules('EVERY ABS(-2) HOUR', 'EVERY 2 HOUR', true);
    checkSchedules('EVERY ABS(-2) HOUR', 'EVERY 2 DAY', false);
  });
  it('compares moments by their value, and no other expressions', () => {
    for (const clause of ['STARTS', 'ENDS']) {
      const every = `EVERY 1 DAY ${clause}`;
      for (const moment of ["'2032-1-1'", '20320101', "TIMESTAMP '2032/01/01 00:00'", 'NOW() + INTERVAL 1 YEAR'])
        checkSchedules(`${every} ${moment}`, `${every} '2032-01-01 00:00:00'`, true);
      checkSchedules(`${every} '2032-1-2'`, `${every} '2032-01-01 00:00:00'`, false);
    }
  });
  it('tells an end from none', () => {
    checkSchedules("EVERY 1 DAY ENDS '2032-01-01'", 'EVERY 1 DAY', false);
    checkSchedules('EVERY 1 DAY ENDS NOW() + INTERVAL 1 YEAR', 'EVERY 1 DAY', false);
    checkSchedules("EVERY 1 DAY /* ENDS '2032-01-01' */", 'EVERY 1 DAY', true);
    checkSchedules('EVERY (SELECT ends FROM t) DAY', 'EVERY 1 DAY', true);
  });
});
