/** The request of `registry copy` (docs/formats/command-line.md). */

export interface CopyRegistryRequest {
  /** `folder`, or the environment whose server has it. */
  readonly from: string;
  readonly to: string;
  /** The values to use instead of those of sproc.json or the defaults. */
  readonly folder?: string;
  readonly schema?: string;
}

export interface CopyRegistryAnswer {
  /** `folder .sproc`, `schema sproc_registry of prod`. */
  readonly from: string;
  readonly to: string;
  readonly copied: readonly { readonly routine: string; readonly version: string }[];
  /** Status changes of versions that were there already. */
  readonly statusChanges: number;
  /** Versions that were there already. */
  readonly unchanged: number;
}
