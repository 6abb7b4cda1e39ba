/** The parts of an open project that the lifecycle uses: its settings, its ports, and the present sources. */
import type { SourceIndex } from '../../analysis/sources/source-index';
import type { Failure } from '../../base/failure';
import type { Result } from '../../base/result';
import type { Connect } from '../../database/connection/session';
import type { Environment, ProjectConfig } from '../../project/environment';
import type { Provenance, Secrets, SourceTree } from '../../project/ports';
import type { KeptHeads } from '../../registry/folder/kept-heads';
import type { Registry } from '../../registry/records/registry';
import type { OnFaultPoint } from './fault-point';

export interface ProjectAccess {
  readonly config: ProjectConfig;
  readonly ports: {
    /** The project's folder, for files that may call routines. */
    readonly tree: Pick<SourceTree, 'list' | 'read'>;
    readonly connect: Connect;
    readonly secrets: Secrets;
    readonly registry: Registry;
    readonly provenance: Provenance;
    /** Heads of ledgers in the registry's folder; none where the registry is not a folder. */
    readonly heads?: KeptHeads | null;
    /** Runs at fault points; for tests. */
    readonly onFaultPoint?: OnFaultPoint;
  };
  sources(): Promise<SourceIndex>;
  /** Paths of sources that could not be read the last time. */
  readonly unreadable: readonly string[];
  /** Fails as `not-found`. */
  environment(name: string): Result<Environment, Failure>;
}
