/** The request and the answer of `gc` (docs/formats/command-line.md). */
import type { MutationOptions } from '../../lifecycle/answers/mutation-options';

/** The request, which uses the retention of sproc.json. */
export interface GcRequest extends Pick<MutationOptions, 'confirm' | 'reason' | 'dryRun' | 'signal' | 'onProgress'> {
  readonly environment: string;
}

export interface GcAnswer {
  /** The removed entries, or on a dry run those that would be removed. */
  readonly removed: readonly {
    /** `definition`: a text that a deployment replaced. */
    readonly kind: 'version' | 'deployment' | 'definition';
    /** `shop.place_order 1.2.0`, the deployment's id, or the routine with the beginning of the text's digest. */
    readonly name: string;
    /** `host:port/schema`; null for the registry. */
    readonly target: string | null;
    /** One sentence. */
    readonly why: string;
  }[];
  /** Sentences: what was kept beyond the retention, and why. */
  readonly notes: readonly string[];
}
