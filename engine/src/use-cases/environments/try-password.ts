/** Logs in to an environment with a password that nobody has stored yet, once on each target. Changes nothing. */
import type { TryPasswordAnswer, TryPasswordRequest } from '../answers/typed-login';
import type { Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import { prepareTarget } from '../../lifecycle/target/open-target';
import type { Project } from '../shared/project';

/** Stops at the first target that does not accept it: servers count failed logins, and lock accounts. */
export async function tryPassword(
  project: Project,
  { environment: name, password }: TryPasswordRequest,
): Promise<Result<TryPasswordAnswer, Failure>> {
  const environment = project.environment(name);
  if (!environment.ok) return environment;
  const { ports } = project;
  const secrets = { ...ports.secrets, password: () => Promise.resolve(succeed(password)) };
  for (const target of environment.value.targets) {
    const open = await prepareTarget(environment.value, target, { connect: ports.connect, secrets });
    if (!open.ok) return open;
    const session = await open.value({ withoutSchema: true });
    if (!session.ok) {
      const isRefused = session.error.login !== undefined;
      return succeed({ result: isRefused ? 'refused' : 'untested', failure: session.error });
    }
    await session.value.close();
  }
  return succeed({ result: 'accepted' });
}
