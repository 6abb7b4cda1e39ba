/** The targets of an environment, with sessions that open on demand and are always closed. */
import type { Failure } from '../../base/failure';
import { Memory } from '../../base/memory';
import { type Result } from '../../base/result';
import type { Environment } from '../../project/environment';
import type { RoutineKey } from '../../routine/routine';
import { makeEnvironmentNaming, readOwnKeys } from './environment-naming';
import { prepareTarget, printTarget } from './open-target';
import type { ProjectAccess } from './project-access';
import { isOfProject } from './last-deployed';
import { rejectSameTarget } from './reject-same-target';
import { openLedger, type LedgerTarget, type OpenTarget } from './target-at-work';
import { TargetSessions } from './target-sessions';

/** One request's time with the targets of an environment: all that is remembered while it lasts belongs to it. */
export interface Conversation {
  readonly targets: readonly OpenTarget[];
  readonly memory: Memory;
}

/**
 * Opens the targets for one request. The registry is not needed for that: where it cannot be read, the ledgers say which
 * routines are the project's, so that a recovery or a rollback depends on its own targets alone.
 */
export async function withTargets<T>(
  project: ProjectAccess,
  environment: Environment,
  use: (conversation: Conversation) => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  const own = await readOwnKeys(project);
  const ledgerKey = await project.ports.secrets.ledgerKey(environment);
  if (!ledgerKey.ok) return ledgerKey;
  const targets: OpenTarget[] = [];
  try {
    for (const target of environment.targets) {
      const open = await prepareTarget(environment, target, project.ports);
      if (!open.ok) return open;
      const sessions = new TargetSessions(open.value);
      const place = { environment, sessions, ledgerKey: ledgerKey.value };
      const keys = own.ok ? own.value : await readKeysWithoutRegistry(project, place);
      const naming = makeEnvironmentNaming(environment, target, {
        ...{ config: project.config, own: keys },
        foldsNames: () => sessions.foldsNames,
      });
      targets.push({ ...place, target, label: printTarget(target), naming });
    }
    const distinct = await rejectSameTarget(targets);
    return distinct.ok ? await use({ targets, memory: new Memory() }) : distinct;
  } finally {
    await Promise.all(targets.map(({ sessions }) => sessions.close()));
  }
}

/** Returns the keys that the files define or the ledger names. An unreadable ledger is reported by who needs it. */
async function readKeysWithoutRegistry(project: ProjectAccess, place: LedgerTarget): Promise<readonly RoutineKey[]> {
  const defined = (await project.sources()).routines().map(({ key }) => key);
  const ledger = await openLedger(place);
  const last = ledger.ok ? await ledger.value.lastDone() : ledger;
  const own = last.ok ? [...last.value.values()].filter((step) => isOfProject(step, place.environment)) : [];
  return [...defined, ...own.map(({ logical }) => logical)];
}
