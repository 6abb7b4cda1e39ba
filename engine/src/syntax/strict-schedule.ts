/** Strict recogniser of the schedule of an event. */
import type { StrictCursor } from './strict-cursor';
import { recogniseExpression } from './strict-expression';
import { isUnitAt, recogniseUnit } from './strict-interval';
import { op, tokenKind } from './tokens';

/** Recognises the schedule of an event: AT time, or EVERY amount unit [STARTS time] [ENDS time]. */
export function recogniseSchedule(s: StrictCursor): boolean {
  if (s.acceptWord('AT')) return recogniseExpression(s);
  if (!s.acceptWord('EVERY')) return s.fail();
  if (isNoInterval(s)) return s.fail('The interval of an event must be greater than zero.');
  if (!recogniseExpression(s)) return false;
  if (s.word().endsWith('MICROSECOND')) return s.fail('Event intervals cannot use microseconds.');
  if (!recogniseUnit(s)) return false;
  if (s.acceptWord('STARTS') && !recogniseExpression(s)) return false;
  return !s.acceptWord('ENDS') || recogniseExpression(s);
}

/** Returns true at zero, or at a number below it. */
function isNoInterval(s: StrictCursor): boolean {
  if (s.id() === op.minus && s.kindAt(1) === tokenKind.number) return true;
  const isLiteral = s.kind() === tokenKind.number || s.kind() === tokenKind.string;
  return isLiteral && /^['"]?[\s0:.-]*0[\s0:.-]*['"]?$/.test(s.raw()) && isUnitAt(s, 1);
}
