/** The request of `registry copy` (docs/formats/command-line.md). */
import type { MutationOptions } from '../../lifecycle/answers/mutation-options';

/** The request; `confirm` is the name of the destination if that is an environment. */
export interface CopyRegistryRequest extends Pick<MutationOptions, 'confirm' | 'dryRun'> {
  /** `folder`, or the environment whose server has it. */
  readonly from: string;
  readonly to: string;
  /** The values to use instead of those of sproc.json or the defaults. */
  readonly folder?: string;
  readonly schema?: string;
}

export interface CopyRegistryAnswer {
  /** True if the destination is a protected environment, whose name must be typed. Absent otherwise. */
  readonly isProtected?: true;
  /** `folder .sproc`, `schema sproc_registry of prod`. */
  readonly from: string;
  readonly to: string;
  readonly copied: readonly { readonly routine: string; readonly version: string }[];
  /** Status changes of versions that were there already. */
  readonly statusChanges: number;
  /** Versions that were there already. */
  readonly unchanged: number;
}
