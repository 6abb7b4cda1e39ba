/** How something that changes a target is asked for, and what is heard of it meanwhile. */
import type { Finding } from './finding';

/** How something that changes a target is carried out, whoever asked for it. */
export interface MutationOptions {
  /** The fingerprint of the plan that was shown; refused as plan-stale if it no longer holds. */
  readonly fingerprint?: string;
  /** The environment's name, typed by a person: demanded where the environment is protected. */
  readonly confirm?: string;
  readonly reason?: string;
  readonly ticket?: string;
  readonly dryRun?: boolean;
  /** Aborting stops before the next step and restores what was done. */
  readonly signal?: AbortSignal;
  /** Gets what speaks against the plan that is about to be carried out, for a person who has not seen it. */
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
