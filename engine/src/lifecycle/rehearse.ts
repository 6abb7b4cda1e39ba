/** Rehearsal: each new text is compiled by the target's own server before anything is touched. */
import type { Finding } from '../base/contract';
import type { Failure } from '../base/failure';
import { fail, succeed, type Result } from '../base/result';
import { explainServerError, type Asked } from '../database/mysql-errors';
import type { ServerError, Session } from '../database/session';
import { printKindAndKey } from '../routine/routine';
import { quoteName } from '../syntax/quoting';
import { ownCharacterSet, renderBlueprint, renderSettings, renderUse, type Blueprint } from './blueprint';
import type { DeploymentStep } from './plan';
import type { TargetSessions } from './target-sessions';

/** A text that the server refuses. */
export interface Rejection {
  readonly step: DeploymentStep;
  /** One sentence that names the file and the line, where there is one. */
  readonly message: string;
  readonly remedy: string;
}

/** The code of the finding that a rejection becomes. */
export const refusedByServer = 'refused-by-server';

export function toFinding({ message, remedy }: Rejection): Finding {
  return { severity: 'error', code: refusedByServer, message, remedy };
}

/**
 * The dry run: CREATE into a schema that does not exist. The server parses the text whole and then stops for want of the
 * schema; nothing is written, and no privilege is needed.
 */
export async function rehearseDry(
  steps: readonly DeploymentStep[],
  sessions: TargetSessions,
  asked: Asked,
): Promise<Result<readonly Rejection[], Failure>> {
  const rejections: Rejection[] = [];
  const known = compiled.get(sessions) ?? new Set();
  compiled.set(sessions, known);
  let settings = '';
  for (const step of steps) {
    if (step.after === null) continue;
    const create = renderBlueprint(step.after, { schema: nowhere });
    const text = [step.key.schema, renderSettings(step.after), create].join('\n');
    if (known.has(text)) continue;
    const session = await sessions.get('rehearsal', ownCharacterSet(step.after));
    if (!session.ok) return session;
    const wanted = `${session.value.server.connectionId} ${renderSettings(step.after)}`;
    const set = wanted === settings ? succeed([]) : await session.value.query(renderSettings(step.after));
    settings = wanted;
    for (const use of renderUse(step.after)) await session.value.query(use); // without the schema, CREATE tells
    const tried = set.ok ? await session.value.query(create) : set;
    if (!tried.ok && tried.error.connectionLost) return fail(explainServerError(tried.error, asked));
    if (tried.ok || reachedTheSchema(step.after, tried.error)) known.add(text);
    else rejections.push(explainRejection(step, tried.error, asked));
  }
  return succeed(rejections);
}

/** Texts with their settings that a target has compiled in this conversation: a plan that is made again needs no second try. */
const compiled = new WeakMap<TargetSessions, Set<string>>();

const nowhere = 'sproc no such schema';

/**
 * Unknown schema, or no privilege on it: the text itself was fine. Views tell of a privilege on themselves, and a trigger
 * looks for its table first (MariaDB).
 */
function reachedTheSchema({ routine }: Blueprint, { errno, message }: ServerError): boolean {
  if (errno === 1049 || errno === 1044) return true;
  // MariaDB looks for a view's tables first: those of its own schema were renamed along.
  if (routine.key.kind === 'view' && errno === 1146 && message.includes(nowhere)) return true;
  if (routine.key.kind === 'view') return errno === 1142;
  return routine.key.kind === 'trigger' && (errno === 1146 || errno === 1142 || errno === 1435);
}

/** Names the line of the file: the statement's first line is the one in which the routine's name stands. */
export function explainRejection(step: DeploymentStep, error: ServerError, asked: Asked): Rejection {
  const told = /^(.*) at line (\d+)$/s.exec(error.message);
  const line = told === null ? null : Number(told[2]);
  const what = (told?.[1] ?? error.message).replace(
    /^You have an error in your SQL syntax; check the manual .*? near /s,
    'syntax error near ',
  );
  const place = step.file === null ? printLine(line) : ` (${step.file.file}, line ${step.file.line + (line ?? 1) - 1})`;
  const doing = `create ${printKindAndKey(step.key)}`;
  const { remedy } = explainServerError(error, { ...asked, doing, schema: step.key.schema });
  return {
    step,
    message: `${printKindAndKey(step.logical)}${place} is refused by the server: ${what.trim().replace(/\.$/, '')} (error ${error.errno}).`,
    remedy: remedy ?? 'Correct the text; nothing was changed.',
  };
}

function printLine(line: number | null): string {
  return line === null ? '' : ` (line ${line} of its text)`;
}

/**
 * For real, in a scratch schema that is dropped again: finds what the dry run cannot, such as a missing definer or 1419.
 * Where the account may not make one, nothing is rehearsed so; the caller holds the lease, so the schema is its own.
 */
export async function rehearseInScratch(
  steps: readonly DeploymentStep[],
  sessions: TargetSessions,
  { asked, scratch }: { readonly asked: Asked; readonly scratch: string },
): Promise<Result<readonly Rejection[], Failure>> {
  const opened = await sessions.get('scratch');
  if (!opened.ok) return opened;
  const session = opened.value;
  await session.query(`DROP DATABASE IF EXISTS ${quoteName(scratch)}`);
  const made = await session.query(`CREATE DATABASE ${quoteName(scratch)}`);
  if (!made.ok) return made.error.connectionLost ? fail(explainServerError(made.error, asked)) : succeed([]);
  await session.query(`USE ${quoteName(scratch)}`);
  const rejections: Rejection[] = [];
  for (const step of steps) {
    const refused = await tryInScratch(step, session, scratch);
    if (refused?.connectionLost === true) return fail(explainServerError(refused, asked));
    if (refused !== null) rejections.push(explainRejection(step, refused, asked));
  }
  await session.query(`DROP DATABASE IF EXISTS ${quoteName(scratch)}`);
  return succeed(rejections);
}

/** Removes what a dead rehearsal left; without the privilege there was none. */
export async function dropScratch(sessions: TargetSessions, scratch: string): Promise<void> {
  const session = await sessions.get('scratch');
  if (session.ok) await session.value.query(`DROP DATABASE IF EXISTS ${quoteName(scratch)}`);
}

/** Events would run and views would look for their tables elsewhere: both are left to the dry run. */
async function tryInScratch({ after }: DeploymentStep, session: Session, scratch: string): Promise<ServerError | null> {
  if (after === null || ownCharacterSet(after) !== null) return null;
  const { kind, schema } = after.routine.key;
  if (kind !== 'procedure' && kind !== 'function' && kind !== 'trigger') return null;
  const table = after.routine.origin.definition.trigger?.table;
  if (table !== undefined) {
    const real = `${quoteName(table.schema?.text ?? schema)}.${quoteName(table.name.text)}`;
    const copy = await session.query(
      `CREATE TABLE IF NOT EXISTS ${quoteName(scratch)}.${quoteName(table.name.text)} LIKE ${real}`,
    );
    // No such table, or not to be read: deploying tells, and loses nothing.
    if (!copy.ok) return copy.error.connectionLost ? copy.error : null;
  }
  const set = await session.query(renderSettings(after));
  const tried = set.ok ? await session.query(renderBlueprint(after, { schema: scratch })) : set;
  return tried.ok || alreadyThere.has(tried.error.errno) ? null : tried.error;
}

/** Two routines of one name from different schemas meet in the scratch schema. */
const alreadyThere: ReadonlySet<number> = new Set([1304, 1359]);
