/** The compile check: the target's own server compiles each new text before anything is changed. */
import type { Advice } from '../../base/advice';
import type { Finding, FindingPlace } from '../answers/finding';
import type { Failure } from '../../base/failure';
import { Kept } from '../../base/memory';
import { fail, succeed, type Result } from '../../base/result';
import { couldNot } from '../../database/connection/could-not';
import { explainServerError, type Asked } from '../../database/connection/mysql-errors';
import type { ServerError, Session } from '../../database/connection/session';
import { printKindAndKey, type RoutineKey } from '../../routine/routine';
import {
  ownCharacterSet,
  renderTargetDefinition,
  renderSettings,
  renderUse,
  type TargetDefinition,
} from '../planning/steps/target-definition';
import { canCompileTogether, compileTogether, type Compiling } from './compile-together';
import { mapConcurrently } from '../../base/map-concurrently';
import { quotedCharacters } from '../planning/steps/packet-size';
import type { DeploymentStep } from '../planning/steps/plan';
import { recordCompileTime } from '../planning/steps/compile-time';
import { explainUncompiled } from './explain-uncompiled';
import { prepareSession } from '../target/prepare-session';
import { splitPackets, type Packing } from '../planning/steps/split-packets';
import { markLength } from '../target/statement-mark';
import type { OpenTarget } from '../target/target-at-work';
import type { TargetSessions } from '../target/target-sessions';

/** A text that the server rejects. */
export interface Rejection {
  readonly step: DeploymentStep;
  /** The server's error number; 0 if it accepts the text. */
  readonly errno: number;
  /** One sentence that names the file and the line, where there is one. */
  readonly message: string;
  readonly remedy: Advice;
  /** The line of the source; null for a text from elsewhere. */
  readonly place: FindingPlace | null;
}

/** The code of the finding that a rejection becomes. */
export const rejectedByServer = 'refused-by-server';

export function toFinding({ step, message, remedy, place }: Rejection): Finding {
  const about = { routine: step.name, ...(place !== null && { place }) };
  return { severity: 'error', code: rejectedByServer, message, remedy, ...about };
}

/**
 * Compiles texts by CREATE in a schema that does not exist. The server parses the whole text and then fails because the
 * schema is missing; nothing is written, and no privilege is needed. An error ends a packet, so each text is sent
 * alone, unless the server can compile several at once; on as many concurrent sessions as the environment allows.
 */
export async function compileWithoutCreating(
  steps: readonly DeploymentStep[],
  { environment, sessions }: Pick<OpenTarget, 'environment' | 'sessions'>,
  { asked, maxAllowedPacket }: { readonly asked: Asked; readonly maxAllowedPacket: number },
): Promise<Result<readonly Rejection[], Failure>> {
  const known = sessions.memory.of(compiled);
  const trials = steps.flatMap((step) => (step.after === null ? [] : [makeTrial(step, step.after)]));
  const coming = trials.flatMap(({ after: { routine } }) => (isUsedByViews(routine.key) ? [routine.key] : []));
  const compiling: CompileCheckContext = {
    most: environment.maxConnections,
    sessions,
    known,
    coming,
    asked,
    maxAllowedPacket,
  };
  const isNew = ({ whole }: Trial): boolean => !known.has(whole);
  const together = await tryTogether(trials.filter(isNew), compiling);
  return together.ok ? tryAlone(trials.filter(isNew), compiling) : together;
}

interface CompileCheckContext {
  /** Sessions side by side. */
  readonly most: number;
  readonly sessions: TargetSessions;
  /** The texts that were compiled so far. */
  readonly known: Set<string>;
  /** The views and functions of the plan. */
  readonly coming: readonly RoutineKey[];
  readonly asked: Asked;
  readonly maxAllowedPacket: number;
}

/** Tries several texts at once; those that are not known afterwards are tried alone. */
async function tryTogether(
  trials: readonly Trial[],
  { most, sessions, known, asked, maxAllowedPacket }: CompileCheckContext,
): Promise<Result<void, Failure>> {
  const reader = await sessions.get('reader');
  if (!reader.ok) return reader;
  const { server } = reader.value;
  const together = trials.filter(({ after }) => canCompileTogether(server, after));
  const packets = splitPackets(together, { ...packing, limit: quotedCharacters(maxAllowedPacket) }).filter(
    ({ length }) => length > 1,
  );
  if (packets.length === 0) return succeed(undefined);
  const workers = await sessions.openWorkers(['packets'], Math.min(most, packets.length));
  const tried = await mapConcurrently(packets, workers, async (packet, worker) => {
    const session = await sessions.get('packets', null, worker);
    if (!session.ok) return session;
    const compiling = await compileTogether(session.value, packet);
    if (!compiling.ok) return fail(explainServerError(compiling.error, asked));
    for (const { whole } of packet.slice(0, compiling.value)) known.add(whole);
    return succeed(undefined);
  });
  await sessions.closeWorkers(['packets'], 1);
  return tried;
}

/** The packets: consecutive texts with the same settings. */
const packing: Packing<Compiling> = {
  most: 50,
  measure: ({ create }) => create.length + markLength,
  joins: (first, trial) => first.settings === trial.settings,
};

async function tryAlone(
  trials: readonly Trial[],
  { most, sessions, known, coming, asked }: CompileCheckContext,
): Promise<Result<readonly Rejection[], Failure>> {
  const rejected = new Map<DeploymentStep, Rejection>();
  const wanted = Math.min(most, Math.ceil(trials.length / textsPerWorker));
  const workers = await sessions.openWorkers(['rehearsal'], wanted);
  const tried = await mapConcurrently(trials, workers, async (trial, worker) => {
    const session = await sessions.get('rehearsal', ownCharacterSet(trial.after), worker);
    if (!session.ok) return session;
    const startedAt = performance.now();
    const error = await tryDry(session.value, trial);
    if (error?.connectionLost === true) return fail(await explainUncompiled(trial.step, error, { sessions, asked }));
    recordCompileTime(sessions.memory, trial.create.length, performance.now() - startedAt);
    if (error === null) known.add(trial.whole);
    else if (!needsComing(trial, error, coming))
      rejected.set(trial.step, explainRejection(trial.step, inPlaceOf(nowhere, trial.step, error), asked));
    return succeed(undefined);
  });
  await sessions.closeWorkers(['rehearsal'], 1);
  if (!tried.ok) return tried;
  return succeed(trials.flatMap(({ step }) => rejected.get(step) ?? []));
}

/**
 * Returns true for a view that uses a view or a function that this plan creates before it: its creation shows whether
 * the rest is valid.
 */
function needsComing({ after }: Trial, { errno, message }: ServerError, coming: readonly RoutineKey[]): boolean {
  if (after.routine.key.kind !== 'view') return false;
  // The server's sentence is the only source of what it misses.
  const missing = message.toLowerCase();
  return coming.some(({ kind, schema, name }) => {
    const named = `${schema}.${name}`.toLowerCase();
    return kind === 'view'
      ? errno === 1146 && missing.includes(`'${named}'`)
      : errno === 1305 && missing.includes(` ${named} `);
  });
}

function isUsedByViews({ kind }: RoutineKey): boolean {
  return kind === 'view' || kind === 'function';
}

/** A session more is worth its opening only for so many texts. */
const textsPerWorker = 10;

interface Trial extends Compiling {
  readonly step: DeploymentStep;
  readonly after: TargetDefinition;
  /** The complete text that is sent to the server. */
  readonly whole: string;
}

function makeTrial(step: DeploymentStep, after: TargetDefinition): Trial {
  const known = after.memory.of(builtTrials);
  if (known.trial !== null) return { ...known.trial, step, after };
  const settings = renderSettings(after);
  const create = renderTargetDefinition(after, { schema: nowhere });
  const whole = `${settings};\nUSE ${step.key.schema};\n${create}`;
  known.trial = { settings, sqlMode: after.settings.sqlMode, create, whole };
  return { ...known.trial, step, after };
}

const builtTrials = new Kept<{ trial: Omit<Trial, 'step' | 'after'> | null }>(() => ({ trial: null }));

/** Returns null if the text is valid. */
async function tryDry(session: Session, { after, settings, create }: Trial): Promise<ServerError | null> {
  const set = await prepareSession(session, settings);
  for (const use of renderUse(after)) await session.query(use); // Without the schema, CREATE reports it.
  const tried = set.ok ? await session.query(create) : set;
  return tried.ok || reachedTheSchema(after, tried.error) ? null : tried.error;
}

/** The texts that a target has compiled in this conversation: a plan that is made again need not be tried again. */
const compiled = new Kept(() => new Set<string>());

const nowhere = 'sproc no such schema';

/**
 * Returns true if the schema is unknown or not permitted: the text itself was valid. Views report a missing privilege
 * on themselves, and a trigger first needs its table (MariaDB).
 */
function reachedTheSchema({ routine }: TargetDefinition, { errno, message }: ServerError): boolean {
  if (errno === 1049 || errno === 1044) return true;
  // MariaDB looks for the package before it reads the body, which is therefore tried in a scratch schema.
  if (routine.key.kind === 'package body' && errno === 1305 && message.includes(nowhere)) return true;
  // MariaDB first resolves a view's tables: those of its own schema were renamed with it.
  if (routine.key.kind === 'view' && errno === 1146 && message.includes(nowhere)) return true;
  if (routine.key.kind === 'view') return errno === 1142;
  return routine.key.kind === 'trigger' && (errno === 1146 || errno === 1142 || errno === 1435);
}

/** Returns the error as the server would report it in the schema of the step: nobody knows the one of the trial. */
export function inPlaceOf(trialSchema: string, { key }: DeploymentStep, error: ServerError): ServerError {
  return { ...error, message: error.message.replaceAll(trialSchema, key.schema) };
}

/**
 * Explains a rejection. The line is only in the server's message, from which it is extracted. It is converted to the
 * line of the file: the statement's first line is the one with the routine's name.
 */
export function explainRejection(step: DeploymentStep, error: ServerError, asked: Asked): Rejection {
  const located = /^(.*) at line (\d+)$/s.exec(error.message);
  const line = located === null ? null : Number(located[2]);
  const what = (located?.[1] ?? error.message).replace(
    /^You have an error in your SQL syntax; check the manual .*? near /s,
    'syntax error near ',
  );
  const { file } = step;
  const place = file === null ? null : { file: file.file, line: file.line + (line ?? 1) - 1 };
  const where = place === null ? printLine(line) : ` (${place.file}, line ${place.line})`;
  const couldCreate = couldNot.create(printKindAndKey(step.key));
  const { remedy } = explainServerError(error, { ...asked, couldNot: couldCreate, schema: step.key.schema });
  return {
    step,
    errno: error.errno,
    message: `The server rejects ${printKindAndKey(step.logical)}${where}: ${what.trim().replace(/\.$/, '')} (error ${error.errno}).`,
    remedy: remedy ?? 'Correct the text. Nothing was changed.',
    place,
  };
}

function printLine(line: number | null): string {
  return line === null ? '' : ` (line ${line} of its text)`;
}
