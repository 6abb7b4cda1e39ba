/** Asks a server for the locks of routine after routine: functions as they are, procedures by a function that calls them. */
import type { Advice } from '../../base/advice';
import { idOf } from '../../analysis/live-texts';
import { explainFailure, failure, type Failure } from '../../base/failure';
import { fail, succeed, type Result } from '../../base/result';
import { couldNot } from '../../database/connection/could-not';
import { claimHelper, explainForeign, releaseHelper, type HelperSchema } from '../../database/helper-schema';
import { listOf, makeCaller } from '../../database/lock-callers';
import { explainServerError, quoteAccount, type Asked } from '../../database/connection/mysql-errors';
import { readLocks } from '../../database/read-locks';
import type { ServerError, Session } from '../../database/connection/session';
import type { RoutineKey } from '../../routine/routine';
import { identifyUse, type UsedName } from '../../routine/used-name';
import { quoteName } from '../../syntax/quoting';

export interface AskedRoutine {
  readonly key: RoutineKey;
  readonly parameters: number;
}

export interface LockAnswers {
  readonly locks: readonly { readonly key: RoutineKey; readonly locked: readonly UsedName[] }[];
  readonly unasked: readonly { readonly key: RoutineKey; readonly why: Advice }[];
}

/**
 * Reads the locks for each routine. `callers` is the schema for the callers of procedures; null if none may be created.
 * Created ones are always dropped.
 */
export async function askForLocks(
  session: Session,
  routines: readonly AskedRoutine[],
  { asked, callers }: { readonly asked: Asked; readonly callers: HelperSchema | null },
): Promise<Result<LockAnswers, Failure>> {
  const procedures = routines.filter(({ key }) => key.kind === 'procedure');
  const functions = await askEach(
    session,
    routines.filter(({ key }) => key.kind === 'function'),
    {
      asked,
      use: ({ key, parameters }) =>
        Promise.resolve(succeed(`${quoteName(key.schema)}.${quoteName(key.name)}(${listOf('NULL', parameters)})`)),
    },
  );
  if (!functions.ok || procedures.length === 0) return functions;
  const unaskable = (why: Advice): Result<LockAnswers, Failure> =>
    succeed({
      ...functions.value,
      unasked: [...functions.value.unasked, ...procedures.map(({ key }) => ({ key, why }))],
    });
  if (callers === null)
    return unaskable(
      `Environment ${asked.environment} is protected, and confirming a procedure creates a temporary function. Use another environment.`,
    );
  try {
    const opened = await claimHelper(session, callers);
    if (!opened.ok && opened.error.connectionLost) return fail(explainServerError(opened.error, asked));
    if (!opened.ok) return unaskable(explainNoCallers(opened.error, callers.name, asked));
    if (opened.value === 'foreign') return unaskable(explainFailure(explainForeign(callers)));
    if (opened.value === 'busy')
      return failure(
        'held',
        `Another process is already confirming the uses of routines in ${asked.environment}.`,
        'Try again after it has finished.',
      );
    const answered = await askEach(session, procedures, {
      asked: { ...asked, schema: callers.name },
      use: (routine) => makeCaller(session, callers.name, routine),
    });
    if (!answered.ok) return answered;
    const locks = answered.value.locks.map(({ key, locked }) => ({
      key,
      locked: locked.filter(({ schema }) => schema !== callers.name),
    }));
    return succeed({
      locks: [...functions.value.locks, ...locks],
      unasked: [...functions.value.unasked, ...answered.value.unasked],
    });
  } finally {
    await releaseHelper(session, callers);
  }
}

/** Reads the locks one by one, and reports failures; a lost connection ends the reading. */
async function askEach(
  session: Session,
  routines: readonly AskedRoutine[],
  {
    asked,
    use,
  }: { readonly asked: Asked; readonly use: (routine: AskedRoutine) => Promise<Result<string, ServerError>> },
): Promise<Result<LockAnswers, Failure>> {
  const locks: LockAnswers['locks'][number][] = [];
  const unasked: LockAnswers['unasked'][number][] = [];
  for (const routine of routines) {
    const expression = await use(routine);
    const locked = expression.ok ? await readLocks(session, `SELECT ${expression.value}`) : expression;
    if (!locked.ok && locked.error.connectionLost) return fail(explainServerError(locked.error, asked));
    if (!locked.ok) unasked.push({ key: routine.key, why: explain(locked.error, asked) });
    else if (locked.value.some((one) => identifyUse(one) === idOf(routine.key)))
      locks.push({ key: routine.key, locked: locked.value });
    else unasked.push({ key: routine.key, why: 'The server reports no lock on the routine itself.' });
  }
  return succeed({ locks, unasked });
}

function explain(error: ServerError, asked: Asked): Advice {
  return explainFailure(explainServerError(error, asked));
}

/** Explains error 1044, which names the schema, whichever privilege is missing. */
function explainNoCallers(error: ServerError, callers: string, asked: Asked): Advice {
  const creating = { ...asked, couldNot: couldNot.createCaller(callers) };
  if (error.errno !== 1044) return explain(error, creating);
  const { message } = explainServerError(error, creating);
  return `${message} GRANT CREATE, DROP, CREATE ROUTINE, ALTER ROUTINE, EXECUTE ON ${quoteName(callers)}.* TO ${quoteAccount(asked.account)};`;
}
