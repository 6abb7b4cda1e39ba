/** The use case: deploys routines to an environment. */
import type { DeployAnswer, DeployRequest } from './answers/deploy';
import type { Failure } from '../base/failure';
import type { Result } from '../base/result';
import { executeDeployment } from './execute-deployment';
import type { Mutation } from './mutation';
import { planDeployment } from './plan-deployment';
import type { ProjectAccess } from './target/project-access';

/** Deploys the routines. Never throws because of a server; a failure means that nothing was changed. */
export async function deploy(
  project: ProjectAccess,
  request: DeployRequest,
  command?: Mutation['command'],
): Promise<Result<DeployAnswer, Failure>> {
  const environment = project.environment(request.environment);
  if (!environment.ok) return environment;
  return executeDeployment({
    project,
    environment: environment.value,
    request,
    type: 'deploy',
    ...(command === undefined ? {} : { command }),
    settles: null,
    plan: (held, conversation) => planDeployment(held, request, conversation),
  });
}
