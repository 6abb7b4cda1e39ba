/** The targets of an environment, with sessions that open on demand and are always closed. */
import type { Failure } from '../../base/failure';
import { Memory } from '../../base/memory';
import { type Result } from '../../base/result';
import type { Environment } from '../../project/environment';
import { makeEnvironmentNaming, readOwnKeys } from './environment-naming';
import { prepareTarget, printTarget } from './open-target';
import type { ProjectAccess } from './project-access';
import type { OpenTarget } from './target-at-work';
import { TargetSessions } from './target-sessions';

/** One request's time with the targets of an environment: all that is remembered while it lasts belongs to it. */
export interface Conversation {
  readonly targets: readonly OpenTarget[];
  readonly memory: Memory;
}

export async function withTargets<T>(
  project: ProjectAccess,
  environment: Environment,
  use: (conversation: Conversation) => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  const own = await readOwnKeys(project);
  if (!own.ok) return own;
  const ledgerKey = await project.ports.secrets.ledgerKey(environment);
  if (!ledgerKey.ok) return ledgerKey;
  const targets: OpenTarget[] = [];
  try {
    for (const target of environment.targets) {
      const open = await prepareTarget(environment, target, project.ports);
      if (!open.ok) return open;
      const naming = makeEnvironmentNaming(environment, target, { config: project.config, own: own.value });
      targets.push({
        environment,
        target,
        label: printTarget(target),
        naming,
        sessions: new TargetSessions(open.value),
        ledgerKey: ledgerKey.value,
      });
    }
    return await use({ targets, memory: new Memory() });
  } finally {
    await Promise.all(targets.map(({ sessions }) => sessions.close()));
  }
}
