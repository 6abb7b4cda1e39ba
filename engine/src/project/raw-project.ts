/** The project file as people write it, once its shape is known to fit the JSON schema. */
import type { Dialect } from '../syntax/dialect';
import type { ProjectConfig, Target, Stage } from './environment';

type RawSqlMode = string | readonly string[];

export interface RawConnection {
  readonly host?: string;
  readonly port?: number;
  readonly socket?: string;
  readonly user?: string;
  readonly schema?: string;
  readonly tls?: Target['tls'];
  readonly ca?: string;
  readonly serverPublicKey?: string;
}

export interface RawRetention {
  readonly days?: number;
  readonly deployments?: number;
}

export interface RawEnvironment extends RawConnection {
  readonly stage: Stage;
  readonly protected?: boolean;
  readonly branches?: readonly string[];
  readonly prefix?: string;
  readonly targets?: readonly RawConnection[];
  readonly schemas?: Readonly<Record<string, string>>;
  readonly definers?: Readonly<Record<string, string>>;
  readonly strategy?: 'alter' | 'or-replace' | 'queued' | 'routed' | 'replace';
  readonly maxConnections?: number;
  readonly sqlMode?: RawSqlMode;
  readonly passwordCommand?: string;
  readonly ledgerSchema?: string;
  readonly formerly?: readonly string[];
  readonly unknownGrants?: 'reject' | 'accept';
  readonly retention?: RawRetention;
}

export interface RawProject {
  readonly project?: string;
  readonly dialect?: Dialect;
  readonly serverVersion?: string;
  readonly sources?: readonly string[];
  readonly applications?: readonly string[];
  readonly schema?: string;
  readonly sqlMode?: RawSqlMode;
  readonly duplicates?: { readonly prefer?: readonly string[] };
  readonly registry?: { readonly folder?: string; readonly environment?: string; readonly schema?: string };
  readonly retention?: RawRetention & { readonly retired?: number };
  readonly environments?: Readonly<Record<string, RawEnvironment>>;
  readonly rules?: ProjectConfig['rules'];
}
