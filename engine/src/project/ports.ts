/** What a project asks of the host, by role; the real ones are in node-*.ts, their in-memory twins in test/support. */
import type { Result } from '../base/result';
import type { Failure } from '../base/failure';
import type { Environment } from './environment';

/** The files of one project folder. Paths are relative to it, with `/`. */
export interface SourceTree {
  /** An absolute path of the folder, for messages and links. */
  readonly root: string;
  /** Files that match the patterns, sorted; links out of the folder are among them, and read as null. */
  list(patterns: readonly string[]): Promise<readonly string[]>;
  /** Null where there is no such file. UTF-16 is read where it begins with its mark; else what is not UTF-8 becomes a lone surrogate (`decodeSource`). */
  read(path: string): Promise<string | null>;
  /** Whether nothing at all has that path: a file that cannot be read is there, too. */
  isFree(path: string): Promise<boolean>;
  /** Writes by a temporary file and a rename; makes folders as needed. Refused where a link leads out of the folder, and where something else than a plain file is there. */
  write(path: string, text: string): Promise<Result<void, Failure>>;
  /** Writes a file that is not there yet; refused as `bad-input` where anything has that path, also if it came a moment ago. */
  create(path: string, text: string): Promise<Result<void, Failure>>;
}

export interface Secrets {
  /** The password for an environment: from SecretStorage, SPROC_PASSWORD_<ENVIRONMENT> or its passwordCommand; null where none is set. */
  password(environment: Environment): Promise<Result<string | null, Failure>>;
  /** What the rows of its ledger are signed with: from SecretStorage or SPROC_LEDGER_KEY_<ENVIRONMENT>; null where none is set. */
  ledgerKey(environment: Environment): Promise<Result<string | null, Failure>>;
}

/** Who is at work, from where, on what commit: for versions and the ledger. */
export interface Provenance {
  /** `Name <mail>` of git, else the login. */
  author(): Promise<string>;
  /** Null outside a git checkout. */
  commit(): Promise<string | null>;
  branch(): Promise<string | null>;
  /** The machine's name. */
  host(): string;
  now(): Date;
}
