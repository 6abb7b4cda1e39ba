/** OLD and NEW in triggers, held against the time and the event of the trigger. */
import { kw } from './keywords';
import type { TriggerClause } from './nodes';
import type { TokenCursor, StrictCheck } from './token-cursor';
import type { SyntaxError } from './syntax-error';
import { op } from './tokens';

/**
 * Finds `OLD.a` without an old row, `NEW.a` without a new one, and SET of a row that cannot be changed. The body is
 * between `from` and `end`; a trigger of several events is skipped.
 */
export function checkTriggerRows(
  r: TokenCursor,
  { timing, events }: TriggerClause,
  { from, end, checks }: { readonly from: number; readonly end: number; readonly checks: readonly StrictCheck[] },
): SyntaxError[] {
  const [event, ...others] = events;
  if (event === undefined || others.length > 0) return [];
  const found: SyntaxError[] = [];
  const named = new Set(r.findings.references.map(({ span }) => span.start));
  const assigned = findAssigned(r, checks, { from, end });
  for (let i = from; i < end; i++) {
    const row = findRow(r, i);
    if (row === null || named.has(r.start(i)) || r.findings.locals.has(row.toLowerCase())) continue;
    const message = assigned.has(i) ? rejectChange(row, timing, event) : rejectUse(row, event);
    if (message !== null) found.push({ code: 'missing-row', span: r.span(i, i + 3), message });
  }
  return found;
}

/** Returns the row that `OLD.a` or `NEW.a` names: exactly two parts, quoted or not. */
function findRow(r: TokenCursor, index: number): 'OLD' | 'NEW' | null {
  if (r.id(index + 1) !== op.dot || !r.isName(index) || !r.isName(index + 2)) return null;
  const after = r.id(index + 3);
  if (r.isAfterDot(index) || after === op.dot || after === op.openParenthesis) return null;
  const word = r.name(index).text.toUpperCase();
  return word === 'OLD' || word === 'NEW' ? word : null;
}

function rejectUse(row: 'OLD' | 'NEW', event: TriggerClause['events'][number]): string | null {
  if (row === 'OLD' && event === 'insert') return 'An INSERT trigger has no OLD row. Use NEW.';
  if (row === 'NEW' && event === 'delete') return 'A DELETE trigger has no NEW row. Use OLD.';
  return null;
}

function rejectChange(
  row: 'OLD' | 'NEW',
  timing: TriggerClause['timing'],
  event: TriggerClause['events'][number],
): string | null {
  const missing = rejectUse(row, event);
  if (missing !== null) return missing;
  if (row === 'OLD') return 'OLD is read-only. Set NEW in a BEFORE trigger.';
  return timing === 'after' ? 'NEW is read-only in an AFTER trigger. Use a BEFORE trigger.' : null;
}

/** Returns the tokens at which an assignment begins: of SET, and of ORACLE mode `NEW.a := 1`. */
function findAssigned(
  r: TokenCursor,
  checks: readonly StrictCheck[],
  { from, end }: { readonly from: number; readonly end: number },
): ReadonlySet<number> {
  const found = new Set<number>();
  for (const { kind, first, end: last } of checks)
    if (kind === 'statement' && r.id(first) === kw.SET) addItems(r, first + 1, last, found);
  if (r.oracle) for (let i = from; i < end; i++) if (r.id(i + 3) === op.assign) found.add(i);
  return found;
}

function addItems(r: TokenCursor, first: number, end: number, found: Set<number>): void {
  found.add(first);
  let depth = 0;
  for (let i = first; i < end; i++) {
    const id = r.id(i);
    if (id === op.openParenthesis) depth++;
    else if (id === op.closeParenthesis) depth--;
    else if (id === op.comma && depth === 0) found.add(i + 1);
  }
}
