/** Runs the statements of one step as the plan shows them. */
import type { Failure } from '../../base/failure';
import { fail, succeed, type Result } from '../../base/result';
import { explainServerError } from '../../database/connection/mysql-errors';
import type { ServerError, Session } from '../../database/connection/session';
import { renderShowCreate } from '../../database/show-create';
import { findChange } from './find-change';
import { runKeepingGrants } from './keep-grants';
import { describeLockHolder, type Deploying } from './describe-lock-holder';
import { renderGrantMode } from '../planning/steps/needed-mode';
import { forgetSettings, prepareSession } from '../target/prepare-session';
import { runQueued } from './run-queued';
import type { ScriptContext } from './script-context';
import { endLostStatements } from './orphaned-statements';
import type { PacketScript, StepScript } from '../planning/steps/step-script';

/**
 * Runs a script. Changes before a failure remain: the caller undoes them. Statements that still ran have ended, if the
 * server can still be reached.
 */
export function runScript(script: StepScript, run: ScriptContext): Promise<Result<void, Failure>> {
  const { around } = script;
  const act = async (): Promise<Result<void, Failure>> => {
    const done = await runStatements(script, run);
    // A statement outlives the connection that sent it.
    if (!done.ok && done.error.kind === 'unreachable') await endLostStatements(run.sessions, run.asked);
    return done;
  };
  return around === null ? act() : runKeepingGrants(around, run, act);
}

async function runStatements(script: StepScript, run: ScriptContext): Promise<Result<void, Failure>> {
  if (script.kind === 'queued') {
    const done = await runQueued(script, run);
    return done.ok ? giveGrants(script, run) : done;
  }
  const session = await run.sessions.get(script.kind === 'packet' ? 'packets' : 'worker', run.characterSet, run.worker);
  if (!session.ok) return session;
  const changed = script.kind === 'packet' ? null : await lookOnceMore(session.value, run);
  if (changed !== null) return fail(changed);
  const prepared = await prepareSession(session.value, script.settings);
  if (!prepared.ok) return fail(explainServerError(prepared.error, run.asked));
  const done =
    script.kind === 'packet'
      ? await runPacket(session.value, script, run)
      : await runEach(session.value, script.statements, run);
  return done.ok ? giveGrants(script, run) : done;
}

/** Sends the GRANT statements, which follow the change itself. */
async function giveGrants({ grants }: StepScript, run: ScriptContext): Promise<Result<void, Failure>> {
  if (grants.length === 0) return succeed(undefined);
  const worker = await run.sessions.get('worker', null, run.worker);
  if (!worker.ok) return worker;
  const prepared = await prepareSession(worker.value, renderGrantMode(run.key, worker.value.server.dialect));
  if (!prepared.ok) return fail(explainServerError(prepared.error, run.asked));
  return runEach(worker.value, grants, run);
}

async function runPacket(session: Session, script: PacketScript, run: ScriptContext): Promise<Result<void, Failure>> {
  const sent = await session.queryMany(script.statements);
  if (!sent.ok && !sent.error.connectionLost) {
    for (const statement of script.rescue) await session.query(statement);
    forgetSettings(session);
  }
  const closed = await runEach(session, script.closing, run);
  return sent.ok ? closed : fail(await describeLockHolder(session, sent.error, run));
}

async function runEach(
  session: Session,
  statements: readonly string[],
  run: ScriptContext,
): Promise<Result<void, Failure>> {
  for (const [i, statement] of statements.entries()) {
    const done = await session.query(statement);
    if (done.ok) continue;
    const explain = i === 0 ? explainFirst : describeLockHolder;
    return fail(await explain(session, done.error, run));
  }
  return succeed(undefined);
}

/**
 * Explains the failure of the first statement, before which nothing was changed: a routine that someone else created
 * meanwhile belongs to them.
 */
export async function explainFirst(session: Session, error: ServerError, run: Deploying): Promise<Failure> {
  const failure = await describeLockHolder(session, error, run);
  return alreadyExists.has(error.errno) ? { ...failure, kind: 'plan-stale' } : failure;
}

/** A routine, an event, a trigger, a view of that name. */
const alreadyExists: ReadonlySet<number> = new Set([1304, 1537, 1359, 1050]);

/** Checks again a routine that is replaced or dropped together with others: its intent was written a while ago. */
async function lookOnceMore(session: Session, run: ScriptContext): Promise<Failure | null> {
  const { before } = run;
  if (before === null || (before.key.kind !== 'procedure' && before.key.kind !== 'function')) return null;
  return findChange(await session.query(renderShowCreate(before.key)), run);
}
