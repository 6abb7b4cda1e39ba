/** The schedule of an event: AT time, or EVERY amount unit [STARTS time] [ENDS time]. */
import { stop } from './clause-words';
import { wordIds, type TokenCursor } from './token-cursor';
import { scanExpression } from './scan-clauses';

/**
 * Reads the schedule after ON SCHEDULE. In `EVERY (SELECT …) HOUR` its words are not functions, whatever follows them.
 */
export function readSchedule(r: TokenCursor): void {
  do {
    if (words.has(r.id(r.position))) r.position++;
    scanExpression(r, stop.schedule);
  } while (words.has(r.id(r.position)) && !r.isEnd(r.position));
}

const words = wordIds('AT EVERY STARTS ENDS');
