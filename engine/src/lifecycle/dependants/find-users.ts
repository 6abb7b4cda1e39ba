/** The routines and views that use what a plan drops or changes, and that the plan does not change with it. Pure. */
import { identify, type Routine, type RoutineKey } from '../../routine/routine';
import { kw } from '../../syntax/keywords';
import { firstTokenFrom } from '../../syntax/find-token';
import { TokenCursor } from '../../syntax/token-cursor';
import { op } from '../../syntax/tokens';
import { listCallees } from '../planning/order-routines';
import type { Break } from './find-break';

/** A text that stays, or that the plan creates. */
export interface UserText {
  readonly routine: Routine;
  /** The key by which a person knows it. */
  readonly shown: RoutineKey;
  /** True if a step of the plan creates this text. */
  readonly hasStep: boolean;
  /** True if the whole request includes it, though it needs no step. */
  readonly isWanted: boolean;
}

/** A routine or view that a step changes. */
export interface Used {
  /** The key as the user's text names it. */
  readonly key: RoutineKey;
  readonly change: Break;
  /** The number of parameters after the step. */
  readonly parameters: number;
}

/** Groups texts by the identities of what they use. */
export function groupByUsed(texts: readonly UserText[]): ReadonlyMap<string, readonly UserText[]> {
  const users = new Map<string, UserText[]>();
  for (const text of texts)
    for (const identity of listUsed(text.routine)) {
      const known = users.get(identity);
      if (known === undefined) users.set(identity, [text]);
      else known.push(text);
    }
  return users;
}

/** Returns the identities of what a routine uses, packages included. */
export function listUsed(routine: Routine): ReadonlySet<string> {
  const own = identify(routine.key);
  const packages = routine.origin.definition.references.flatMap(({ schema, package: name }) =>
    name === null ? [] : [identify({ kind: 'package', schema: schema ?? routine.key.schema, name })],
  );
  return new Set([...listCallees(routine), ...packages].filter((identity) => identity !== own));
}

/** Returns true if the change of the used routine breaks this text, or may do so. */
export function isBroken({ routine, hasStep, isWanted }: UserText, used: Used): boolean {
  const { change, parameters } = used;
  if (change.kind === 'drop') return true;
  if (change.kind === 'signature') return !hasStep && (!isWanted || hasOtherCount(routine, used.key, parameters));
  // The server resolves the columns of a view that is created.
  if (hasStep && routine.key.kind === 'view') return false;
  return change.lost === null ? !hasStep : namesColumn(routine, new Set(change.lost));
}

/** Returns true if a call has another number of arguments than the routine has parameters. */
function hasOtherCount({ key, origin }: Routine, callee: RoutineKey, parameters: number): boolean {
  return origin.definition.references.some(
    ({ kind, schema, name, arguments: given }) =>
      (kind === 'call' || kind === 'function') &&
      identify({ kind: kind === 'call' ? 'procedure' : 'function', schema: schema ?? key.schema, name }) ===
        identify(callee) &&
      given.length !== parameters,
  );
}

/**
 * Returns true if a text names one of the columns, or is a view with a star: a server stores the
 * names of all columns.
 */
function namesColumn({ key, origin }: Routine, columns: ReadonlySet<string>): boolean {
  const { script, definition, parserOptions } = origin;
  const r = new TokenCursor(script.text, script.tokens, parserOptions);
  const end = firstTokenFrom(script.tokens, definition.span.end);
  for (let i = firstTokenFrom(script.tokens, definition.name.span.end); i < end; i++) {
    if (r.isName(i) && columns.has(r.name(i).text.toLowerCase())) return true;
    if (key.kind === 'view' && r.id(i) === op.star && beforeStar.has(r.id(i - 1))) return true;
  }
  return false;
}

const beforeStar: ReadonlySet<number> = new Set([op.dot, op.comma, kw.SELECT, kw.DISTINCT, kw.ALL]);
