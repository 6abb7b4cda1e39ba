/** What `grants` is asked, and what it answers (docs/formats/command-line.md). */

/** Accounts as `user@host`; the deployer is else whoever is logged in. */
export interface GrantsRequest {
  readonly environment: string;
  readonly deployer?: string;
  readonly reader?: string;
  readonly application?: string;
}

export interface GrantsAnswer {
  readonly accounts: readonly {
    readonly role: 'deployer' | 'reader' | 'application';
    /** `user@host`. */
    readonly account: string;
    /** Where the environment has several. */
    readonly target?: string;
    /** False where the server has no such account: the statements run once it is created. Null where that may not be read. */
    readonly exists: boolean | null;
    /** Each runs as it stands, for an account that exists. */
    readonly statements: readonly string[];
  }[];
  /** Sentences: what no GRANT gives. */
  readonly notes: readonly string[];
}
