/** The options of a change to a target, and the progress that it reports. */
import type { Finding } from './finding';

/** The options of a change to a target, whoever requested it. */
export interface MutationOptions {
  /** The fingerprint of the plan that was shown; the request fails with plan-stale if the plan has changed. */
  readonly fingerprint?: string;
  /** The environment's name, typed by a person: required for a protected environment. */
  readonly confirm?: string;
  readonly reason?: string;
  readonly ticket?: string;
  readonly dryRun?: boolean;
  /** Aborting stops before the next step and restores what was done. */
  readonly signal?: AbortSignal;
  /** Receives the warnings about the plan before its execution, for a person who has not seen it. */
  readonly onPlan?: (warnings: PlanWarnings) => void;
  readonly onProgress?: (progress: Progress) => void;
}

export interface PlanWarnings {
  readonly findings: readonly Finding[];
  readonly hazards: readonly { readonly routine: string; readonly target: string; readonly message: string }[];
}

export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly message: string;
}
