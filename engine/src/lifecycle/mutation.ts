/** The input of `executeDeployment`, the only way to change a target. */
import type { Failure } from '../base/failure';
import type { Result } from '../base/result';
import type { DeploymentKind } from '../ledger/ledger';
import type { Environment } from '../project/environment';
import type { MutationOptions } from './answers/mutation-options';
import type { Planned } from './plan-deployment';
import type { Conversation } from './target/open-targets';
import type { ProjectAccess } from './target/project-access';

export interface Mutation {
  readonly project: ProjectAccess;
  readonly environment: Environment;
  readonly request: MutationOptions;
  readonly type: DeploymentKind;
  /** The request, if it is more than `type` says. */
  readonly command?: 'promote' | 'sync' | 'revert';
  /** The deployment that is taken back; null for none. */
  readonly settles: string | null;
  plan(project: ProjectAccess, conversation: Conversation): Promise<Result<Planned, Failure>>;
}
