/** The request and the answer of `promote` (docs/formats/command-line.md). */
import type { MutationOptions } from '../../lifecycle/answers/mutation-options';
import type { DeployAnswer } from '../../lifecycle/answers/deploy';
import type { MarkAnswer } from './mark';
import type { RegisterAnswer } from './register';

export interface PromoteRequest extends MutationOptions {
  readonly environment: string;
  /** `name` for the workspace's text, which is registered where it is not, or `name@1.2.0`; patterns too. */
  readonly routines: readonly string[];
  /** Description of versions that are registered. */
  readonly message?: string;
  /** Warnings among the diagnostics do not stop it. */
  readonly allowWarnings?: boolean;
}

/** Marked only if the deployment did all that it was asked for. */
export interface PromoteAnswer extends DeployAnswer {
  readonly registered: RegisterAnswer['registered'];
  readonly marked: readonly MarkAnswer[];
}
