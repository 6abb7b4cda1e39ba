/** The clauses between the name and the body of triggers and events. */
import { kw } from './keywords';
import type { EventClause, QualifiedName, TriggerClause } from './nodes';
import { readCommentText } from './parse-characteristics';
import type { TokenCursor } from './token-cursor';
import { readSchedule } from './read-schedule';
import { op } from './tokens';

/** Reads BEFORE INSERT ON t FOR EACH ROW [FOLLOWS other]. */
export function parseTriggerClause(r: TokenCursor): TriggerClause {
  const timing = r.at(kw.AFTER) ? 'after' : 'before';
  if (r.at(kw.BEFORE) || r.at(kw.AFTER)) r.position++;
  else r.reportExpected('expected-timing', '`BEFORE` or `AFTER`');
  const events: TriggerClause['events'][number][] = [];
  do {
    const event = readTriggerEvent(r);
    if (event !== null) events.push(event);
  } while (r.accept(kw.OR));
  r.expect(kw.ON, 'expected-on', 'ON');
  const table = readNameOrNothing(r, 'a table for the trigger');
  r.expect(kw.FOR, 'expected-for-each-row', 'FOR EACH ROW');
  if (!r.accept(kw.EACH)) r.reportExpected('expected-for-each-row', '`EACH`');
  if (!r.accept(kw.ROW)) r.reportExpected('expected-for-each-row', '`ROW`');
  return { timing, events, table, order: readOrder(r) };
}

function readTriggerEvent(r: TokenCursor): TriggerClause['events'][number] | null {
  if (r.accept(kw.INSERT)) return 'insert';
  if (r.accept(kw.DELETE)) return 'delete';
  if (!r.accept(kw.UPDATE)) {
    r.reportExpected('expected-trigger-event', '`INSERT`, `UPDATE` or `DELETE`');
    return null;
  }
  // UPDATE OF a, b (MariaDB 11.8).
  if (r.accept(kw.OF)) {
    do r.position++;
    while (r.accept(op.comma));
  }
  return 'update';
}

function readOrder(r: TokenCursor): TriggerClause['order'] {
  const kind = r.at(kw.FOLLOWS) ? 'follows' : 'precedes';
  if (!r.at(kw.FOLLOWS) && !r.at(kw.PRECEDES)) return null;
  r.position++;
  return { kind, trigger: readNameOrNothing(r, 'a trigger name') };
}

function readNameOrNothing(r: TokenCursor, what: string): QualifiedName {
  const index = r.position;
  const name = r.readQualifiedName();
  if (name !== null) return name;
  r.reportExpected('expected-name', what);
  const nothing = { text: '', span: r.span(index, index) };
  return { schema: null, name: nothing, span: nothing.span };
}

/** Reads ON SCHEDULE … [ON COMPLETION [NOT] PRESERVE] [ENABLE | DISABLE] [COMMENT 'text'] DO. */
export function parseEventClause(r: TokenCursor): EventClause {
  let schedule: EventClause['schedule'] = null;
  let preserve: boolean | null = null;
  let status: EventClause['status'] = null;
  let comment: string | null = null;
  let commentSpan: EventClause['commentSpan'] = null;
  for (;;) {
    if (r.at(kw.ON) && r.isWord(r.position + 1, 'SCHEDULE')) {
      r.position += 2;
      const from = r.position;
      readSchedule(r);
      r.checkLater('schedule', from);
      schedule = r.span(from, r.position);
    } else if (r.at(kw.ON) && r.isWord(r.position + 1, 'COMPLETION')) {
      r.position += 2;
      preserve = !r.accept(kw.NOT);
      if (!r.isWord(r.position, 'PRESERVE')) r.reportExpected('expected-preserve', '`PRESERVE`');
      else r.position++;
    } else if (r.accept(kw.ENABLE)) status = 'enable';
    else if (r.accept(kw.DISABLE)) status = readDisabled(r);
    else if (r.accept(kw.COMMENT)) {
      const from = r.position;
      comment = readCommentText(r);
      commentSpan = r.span(from, r.position);
    } else break;
  }
  if (schedule === null) r.reportExpected('expected-schedule', '`ON SCHEDULE`');
  r.expect(kw.DO, 'expected-do', 'DO');
  return { schedule, preserve, status, comment, commentSpan };
}

/** Reads ON SLAVE or ON REPLICA after DISABLE. */
function readDisabled(r: TokenCursor): EventClause['status'] {
  if (!r.at(kw.ON) || !(r.isWord(r.position + 1, 'SLAVE') || r.isWord(r.position + 1, 'REPLICA'))) return 'disable';
  r.position += 2;
  return 'disable-on-replica';
}
