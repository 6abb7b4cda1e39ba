/** A named stage with one or more targets, as the project file defines it: checked, with defaults filled in. */
import type { Dialect } from '../syntax/dialect';

export type Stage = 'DEVELOPMENT' | 'TESTING' | 'PRODUCTION';
export type Strategy = 'nothing' | 'create' | 'alter' | 'or-replace' | 'queued' | 'replace' | 'drop';

export interface Environment {
  readonly name: string;
  readonly stage: Stage;
  /** True if a change requires that its name is typed; the engine enforces it. */
  readonly protected: boolean;
  /** Git branches it may be deployed from; empty means any. */
  readonly branches: readonly string[];
  /** The prefix of the project's own routines there. */
  readonly prefix: string;
  readonly targets: readonly Target[];
  /** The schemas there by the project's other schemas; a schema that is not listed keeps its name. */
  readonly schemas: Readonly<Record<string, string>>;
  /** Definers by name, `app@%` to `app_dev@localhost`. */
  readonly definers: Readonly<Record<string, string>>;
  /** The preferred strategy; null for the least disruptive one that works. */
  readonly strategy: Strategy | null;
  readonly maxConnections: number;
  /** The sql_mode routines get where their source states none; null for the server's own. */
  readonly sqlMode: readonly string[] | null;
  /** A command that prints the password; null for none. */
  readonly passwordCommand: string | null;
  /** The schema that holds the ledger on each target. */
  readonly ledgerSchema: string;
  readonly retention: Retention;
  /** Earlier names of the environment, under which the ledger has deployments of it. */
  readonly formerly?: readonly string[];
  /** True if routines are replaced although grants on them may be lost, because the account cannot read them. */
  readonly losesUnknownGrants?: boolean;
  /** The id of its project, by which the ledger distinguishes projects; undefined if sproc.json has none. */
  readonly project?: string;
}

/** The part of a ledger that `gc` keeps. */
export interface Retention {
  /** Younger deployments are kept; null where all are. */
  readonly days: number | null;
  /** The number of recent deployments to keep, however old they are. */
  readonly deployments: number;
}

/** One server, and the schema there that corresponds to the project's own. */
export interface Target {
  readonly host: string;
  readonly port: number;
  readonly socket: string | null;
  readonly user: string;
  readonly schema: string;
  readonly tls: 'off' | 'preferred' | 'required' | 'verify';
  readonly ca: string | null;
  /** The path of the server's RSA key, which may encrypt a password if there is no TLS. */
  readonly serverPublicKey: string | null;
}

/** The storage of versions and statuses. */
export type RegistryPlace =
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'server'; readonly environment: string; readonly schema: string };

/** The project file, checked. */
export interface ProjectConfig {
  readonly dialect: Dialect;
  /** The server version for which files are read, as MMmmpp; a live server uses its own. */
  readonly serverVersion: number;
  readonly sources: readonly string[];
  /** Patterns of files outside of the database that may call its routines; undefined if the file has none. */
  readonly applications?: readonly string[];
  /** The schema of names without one; null if the file defines none. */
  readonly schema: string | null;
  /** The sql_mode in force where a file begins. */
  readonly sqlMode: readonly string[];
  /** Patterns of the files that count where several define one routine; the first that matches decides. */
  readonly prefer: readonly string[];
  readonly registry: RegistryPlace;
  /** Days after which `gc` removes a version that was RETIRED; null for never. */
  readonly retiredFor: number | null;
  readonly environments: Readonly<Record<string, Environment>>;
  readonly rules: Readonly<Record<string, 'off' | 'error' | 'warning' | 'information' | 'hint'>>;
}
