/**
 * The parts of the host that a project uses, by role. The real ones are in node-*.ts, their in-memory twins in
 * test/support.
 */
import type { Result } from '../base/result';
import type { Failure } from '../base/failure';
import type { Environment } from './environment';

/** The files of one project folder. Paths are relative to it, with `/`. */
export interface SourceTree {
  /** An absolute path of the folder, for messages and links. */
  readonly root: string;
  /** Returns the files that match the patterns, sorted; links out of the folder are included, and read as null. */
  list(patterns: readonly string[]): Promise<readonly string[]>;
  /**
   * Reads a file; null if there is none. UTF-16 is read if its mark is present; otherwise bytes that are not UTF-8
   * become lone surrogates (`decodeSource`). `most` is the largest number of bytes, by default that of a source: a
   * larger file is null, too.
   */
  read(path: string, most?: number): Promise<string | null>;
  /** Returns true if nothing has that path: an unreadable file exists, too. */
  isFree(path: string): Promise<boolean>;
  /**
   * Writes a file by a temporary file and a rename; creates folders as needed. Fails if a link leads out of the folder,
   * or if anything but a plain file exists there.
   */
  write(path: string, text: string): Promise<Result<void, Failure>>;
  /** Creates a file; fails with `bad-input` if anything has that path, even if it was created a moment ago. */
  create(path: string, text: string): Promise<Result<void, Failure>>;
}

export interface Secrets {
  /**
   * Returns the password of an environment from SecretStorage, SPROC_PASSWORD_<ENVIRONMENT> or its passwordCommand;
   * null if none is set.
   */
  password(environment: Environment): Promise<Result<string | null, Failure>>;
  /**
   * Returns the key that signs the rows of its ledger, from SecretStorage or SPROC_LEDGER_KEY_<ENVIRONMENT>; null if
   * none is set.
   */
  ledgerKey(environment: Environment): Promise<Result<string | null, Failure>>;
}

/** The reason why git cannot read a checkout, and the remedy. */
export interface GitFault {
  readonly message: string;
  readonly remedy: string;
}

/** The author, commit, branch, host and clock, which versions and the ledger record. */
export interface Provenance {
  /** Returns `Name <mail>` from git, otherwise the login name. */
  author(): Promise<string>;
  /** Returns the commit; null outside a git checkout. */
  commit(): Promise<string | null>;
  branch(): Promise<string | null>;
  /** Returns why git cannot read a checkout; null if it can, and outside one. */
  gitFault(): Promise<GitFault | null>;
  /** Returns the name of the machine. */
  host(): string;
  now(): Date;
}
