/** When an event happens: AT time, or EVERY amount unit [STARTS time] [ENDS time]. */
import { stop } from './clause-words';
import { wordIds, type TokenCursor } from './token-cursor';
import { scanExpression } from './scan-clauses';

/** From behind ON SCHEDULE. `EVERY (SELECT …) HOUR`: its words are no functions, whatever follows them. */
export function readSchedule(r: TokenCursor): void {
  do {
    if (words.has(r.id(r.position))) r.position++;
    scanExpression(r, stop.schedule);
  } while (words.has(r.id(r.position)) && !r.isEnd(r.position));
}

const words = wordIds('AT EVERY STARTS ENDS');
