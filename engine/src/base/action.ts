/**
 * One thing that a person may do about a problem, as data: the command line writes it as a command, an editor as a
 * button. The list is closed, so that no front can forget one.
 */
export type Action =
  | { readonly id: 'accept-ledger'; readonly environment: string }
  | { readonly id: 'check'; readonly environment?: string }
  | { readonly id: 'compare' }
  | { readonly id: 'copy-registry' }
  | { readonly id: 'deploy'; readonly environment: string }
  | {
      readonly id: 'drift';
      readonly environment: string;
      readonly routine?: string;
      readonly way?: 'adopt' | 'revert';
    }
  | { readonly id: 'gc'; readonly environment: string }
  | { readonly id: 'grants'; readonly environment: string }
  | { readonly id: 'history'; readonly environment: string; readonly verify?: true }
  | { readonly id: 'import'; readonly environment: string; readonly routine?: string; readonly overwrite?: true }
  | { readonly id: 'init' }
  | { readonly id: 'inspect' }
  | {
      readonly id: 'mark';
      readonly routine: string;
      readonly version: string;
      readonly status: 'TESTING' | 'PRODUCTION' | 'RETIRED';
    }
  | { readonly id: 'option'; readonly name: OptionName; readonly value?: string }
  | { readonly id: 'plan'; readonly environment: string }
  | {
      readonly id: 'promote';
      readonly environment: string;
      readonly routine?: string;
      readonly version?: string;
    }
  | { readonly id: 'recover'; readonly environment: string }
  | { readonly id: 'register'; readonly routine?: string }
  | { readonly id: 'resolve-conflict'; readonly routine?: string }
  /** Restores it from git, which asks for a side during a merge. */
  | { readonly id: 'restore-file'; readonly file: string; readonly side?: 'ours' | 'theirs' }
  | { readonly id: 'roll-back'; readonly environment: string; readonly deployment?: string }
  | { readonly id: 'select-project' }
  | { readonly id: 'set-ledger-key'; readonly environment: string }
  | { readonly id: 'set-password'; readonly environment: string }
  | { readonly id: 'show'; readonly routine: string; readonly version: string }
  | { readonly id: 'status' }
  | { readonly id: 'sync'; readonly from?: string }
  | { readonly id: 'versions'; readonly routine?: string };

/** An option of the request that was made. */
export type OptionName =
  | 'adopt'
  | 'allow-warnings'
  | 'confirm'
  | 'fixed'
  | 'head'
  | 'overwrite'
  | 'prune'
  | 'reason'
  | 'revert'
  | 'version'
  | 'with-callees';

export type ActionId = Action['id'];
