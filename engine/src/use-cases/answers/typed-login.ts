/** The requests and answers of an editor that logs in with a password that a person has just typed. */
import type { Failure } from '../../base/failure';
import type { Stage } from '../../project/environment';
import type { Dialect } from '../../syntax/dialect';
import type { DoctorLine } from './doctor';

export interface TryPasswordRequest {
  readonly environment: string;
  readonly password: string;
}

/**
 * The result: every target accepted the password, one rejected it, or one could not be asked. The failure is that of
 * the first target that did not accept it; no other was asked after it.
 */
export type TryPasswordAnswer =
  { readonly result: 'accepted' } | { readonly result: 'refused' | 'untested'; readonly failure: Failure };

/** The answers of a person to the form of a new environment. */
export interface NewEnvironment {
  readonly name: string;
  /** Host and port; without them a socket. */
  readonly host?: string;
  readonly port?: number;
  readonly socket?: string;
  readonly user: string;
  readonly schema: string;
  readonly stage: Stage;
}

export interface TryEnvironmentRequest {
  readonly added: NewEnvironment;
  readonly password: string;
}

/** The result of a login with a new environment; nothing is written. */
export type TryEnvironmentAnswer =
  | { readonly result: 'refused' | 'untested'; readonly failure: Failure }
  | {
      readonly result: 'accepted';
      readonly dialect: Dialect;
      readonly version: string;
      /** `user@host`, as the server knows the account. */
      readonly account: string;
      /** The server's own modes. */
      readonly sqlMode: readonly string[];
      /** The findings of `doctor` about the environment, without what is in order. */
      readonly lines: readonly DoctorLine[];
      /** A GRANT statement for each privilege that the account lacks; null if that is unknown. */
      readonly grants: readonly string[] | null;
    };

export interface AddEnvironmentAnswer {
  /** The targets that its password is for, each as `user@host:port`. */
  readonly audience: readonly string[];
}
