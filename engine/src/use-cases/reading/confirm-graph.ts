/**
 * The comparison of the uses that a live server reports for the project's routines with their live texts. Nothing is
 * executed.
 */
import { confirmUses } from '../../analysis/confirm-uses';
import { idOf } from '../../analysis/live-texts';
import type { Confirmation } from '../answers/graph';
import { failure, type Failure } from '../../base/failure';
import { fail, succeed, type Result } from '../../base/result';
import { couldNot } from '../../database/connection/could-not';
import { helperSchema, type HelperSchema } from '../../database/helper-schema';
import { whyUnseen } from '../../database/list-completeness';
import { explainServerError, type Asked } from '../../database/connection/mysql-errors';
import { readForeignKeys } from '../../database/read-foreign-keys';
import { prepareLockReading } from '../../database/read-locks';
import type { Session } from '../../database/connection/session';
import { makeEnvironmentNaming, readOwnKeys, type EnvironmentNaming } from '../../lifecycle/target/environment-naming';
import { prepareTarget } from '../../lifecycle/target/open-target';
import { renameKey } from '../../routine/naming';
import { printKey, type RoutineKey } from '../../routine/routine';
import { askForLocks, type AskedRoutine, type LockAnswers } from './ask-for-locks';
import type { Project } from '../shared/project';
import { readLiveSide, type LiveSide } from './read-live-side';
import { reportConfirmation, type Confirmed } from './report-confirmation';

/** Confirms the graph on the first target of an environment. */
export async function confirmGraph(
  project: Project,
  name: string,
  keys: readonly RoutineKey[],
): Promise<Result<Confirmation, Failure>> {
  const environment = project.environment(name);
  if (!environment.ok) return environment;
  const [target] = environment.value.targets;
  if (target === undefined)
    return failure('bad-project', `Environment ${name} has no target.`, 'Add one in sproc.json.');
  const own = await readOwnKeys(project);
  if (!own.ok) return own;
  const open = await prepareTarget(environment.value, target, project.ports);
  if (!open.ok) return open;
  const session = await open.value();
  if (!session.ok) return session;
  const { account, foldsNames = false } = session.value.server;
  const named = { config: project.config, own: own.value, foldsNames: () => foldsNames };
  const naming = makeEnvironmentNaming(environment.value, target, named);
  const asked = { environment: name, account, couldNot: couldNot.readUses(), schema: target.schema };
  try {
    const prepared = await prepareLockReading(session.value, asked);
    if (!prepared.ok) return prepared;
    const isProtected = environment.value.protected;
    const callers = isProtected ? null : helperSchema('callers', environment.value);
    return await confirmLive(session.value, { asked, naming, keys, callers });
  } finally {
    await session.value.close();
  }
}

interface Work {
  readonly asked: Asked;
  readonly naming: EnvironmentNaming;
  readonly keys: readonly RoutineKey[];
  /** The schema of the callers; null if none may be created. */
  readonly callers: HelperSchema | null;
}

async function confirmLive(
  session: Session,
  { asked, naming, keys, callers }: Work,
): Promise<Result<Confirmation, Failure>> {
  const physical = keys.map((key) => renameKey(key, naming.toPhysical));
  const side = await readLiveSide(session, physical);
  if (!side.ok) return fail(explainServerError(side.error, asked));
  const routines = findLive(side.value, physical);
  const answers = await askForLocks(session, routines, { asked, callers });
  if (!answers.ok) return answers;
  const found = compareAll(side.value, answers.value);
  const schemas = side.value.catalogs.map(({ schema }) => schema);
  const ties = found.some(({ onlyServer }) => onlyServer.length > 0)
    ? await readForeignKeys(session, schemas)
    : succeed(new Map<string, readonly string[]>());
  if (!ties.ok) return fail(explainServerError(ties.error, asked));
  return succeed({
    environment: asked.environment,
    ...reportConfirmation(found, {
      side: side.value,
      ties: ties.value,
      unasked: [...listAbsent(side.value, physical, asked.environment), ...answers.value.unasked],
      print: (key) => printKey(renameKey(key, naming.toLogical)),
    }),
  });
}

function findLive({ catalogs }: LiveSide, keys: readonly RoutineKey[]): readonly AskedRoutine[] {
  const live = new Map(
    catalogs.flatMap(({ routines }) => routines.map(({ routine }) => [idOf(routine.key), routine] as const)),
  );
  return keys.flatMap((key) => {
    const routine = live.get(idOf(key));
    return routine === undefined ? [] : [{ key: routine.key, parameters: routine.signature.parameters.length }];
  });
}

function listAbsent(
  { texts, unreadable, catalogs }: LiveSide,
  keys: readonly RoutineKey[],
  environment: string,
): LockAnswers['unasked'] {
  return keys.flatMap((key) => {
    const id = idOf(key);
    const incomplete = catalogs.find(({ schema }) => schema === key.schema)?.incomplete ?? [];
    const why = unreadable.get(id) ?? whyUnseen(incomplete, key) ?? `It does not exist in ${environment}.`;
    return texts.byId.has(id) ? [] : [{ key, why }];
  });
}

function compareAll({ texts }: LiveSide, { locks }: LockAnswers): readonly Confirmed[] {
  return locks.map(({ key, locked }) => ({ key, ...confirmUses(texts, idOf(key), locked) }));
}
