/** The request and the answer of `grants` (docs/formats/command-line.md). */

/** The accounts as `user@host`; the deployer is by default the one that is connected. */
export interface GrantsRequest {
  readonly environment: string;
  readonly deployer?: string;
  readonly reader?: string;
  readonly application?: string;
}

export interface GrantsAnswer {
  readonly accounts: readonly {
    /** A `definer` is an account with whose rights routines, triggers, events and views run. */
    readonly role: 'deployer' | 'reader' | 'application' | 'definer';
    /** `user@host`. */
    readonly account: string;
    /** The target, if the environment has several. */
    readonly target?: string;
    /**
     * False if the server does not have the account yet: the statements run once it is created. Null if this may not be
     * read.
     */
    readonly exists: boolean | null;
    /** The statements, each of which can be run as printed, for an existing account. */
    readonly statements: readonly string[];
  }[];
  /** Sentences: what no GRANT gives. */
  readonly notes: readonly string[];
}
