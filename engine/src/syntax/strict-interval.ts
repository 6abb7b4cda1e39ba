/** The units of time after INTERVAL, EVERY and EXTRACT. */
import type { StrictCursor } from './strict-cursor';

export function isUnit(s: StrictCursor): boolean {
  return units.has(s.word());
}

export function isUnitAt(s: StrictCursor, offset: number): boolean {
  return units.has(s.wordAt(offset));
}

export function recogniseUnit(s: StrictCursor): boolean {
  if (!isUnit(s)) return s.fail();
  s.position++;
  return true;
}

const units = new Set(
  (
    'MICROSECOND SECOND MINUTE HOUR DAY WEEK MONTH QUARTER YEAR SECOND_MICROSECOND MINUTE_MICROSECOND MINUTE_SECOND ' +
    'HOUR_MICROSECOND HOUR_SECOND HOUR_MINUTE DAY_MICROSECOND DAY_SECOND DAY_MINUTE DAY_HOUR YEAR_MONTH SQL_TSI_SECOND ' +
    'SQL_TSI_MINUTE SQL_TSI_HOUR SQL_TSI_DAY SQL_TSI_WEEK SQL_TSI_MONTH SQL_TSI_QUARTER SQL_TSI_YEAR'
  ).split(' '),
);
