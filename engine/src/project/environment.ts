/** A named stage with one or more targets, as the project file says it: checked, with defaults filled in. */
import type { Dialect } from '../syntax/dialect';

export type Stage = 'DEVELOPMENT' | 'TESTING' | 'PRODUCTION';
export type Strategy = 'nothing' | 'create' | 'alter' | 'or-replace' | 'queued' | 'replace' | 'drop';

export interface Environment {
  readonly name: string;
  readonly stage: Stage;
  /** Changing it demands that its name be typed; enforced by the engine. */
  readonly protected: boolean;
  /** Git branches it may be deployed from; empty means any. */
  readonly branches: readonly string[];
  /** Put before the names of the project's own routines there. */
  readonly prefix: string;
  readonly targets: readonly Target[];
  /** Where the project's other schemas live there; a schema that is not named keeps its name. */
  readonly schemas: Readonly<Record<string, string>>;
  /** Definers by name, `app@%` to `app_dev@localhost`. */
  readonly definers: Readonly<Record<string, string>>;
  /** The strategy to prefer; null for the gentlest that does it. */
  readonly strategy: Strategy | null;
  readonly maxConnections: number;
  /** The sql_mode routines get where their source states none; null for the server's own. */
  readonly sqlMode: readonly string[] | null;
  /** A command that prints the password; null for none. */
  readonly passwordCommand: string | null;
  /** The schema that the ledger lives in on each target. */
  readonly ledgerSchema: string;
  readonly retention: Retention;
}

/** What `gc` leaves of a ledger. */
export interface Retention {
  /** Younger deployments are kept; null where all are. */
  readonly days: number | null;
  /** So many of the last deployments are kept, however old. */
  readonly deployments: number;
}

/** One server and the schema that stands for the project's own there. */
export interface Target {
  readonly host: string;
  readonly port: number;
  readonly socket: string | null;
  readonly user: string;
  readonly schema: string;
  readonly tls: 'off' | 'preferred' | 'required' | 'verify';
  readonly ca: string | null;
  /** Path of the server's RSA key, with which a password may be encrypted where there is no TLS. */
  readonly serverPublicKey: string | null;
}

/** Where versions and statuses are kept. */
export type RegistryPlace =
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'server'; readonly environment: string; readonly schema: string };

/** The project file, checked. */
export interface ProjectConfig {
  readonly dialect: Dialect;
  /** MMmmpp that files are read for; a live server overrides it for itself. */
  readonly serverVersion: number;
  readonly sources: readonly string[];
  /** For names without a schema; null where the file names none. */
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
