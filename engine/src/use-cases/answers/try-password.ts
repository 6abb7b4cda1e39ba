/** The request and the answer of trying a password before it is stored. */
import type { Failure } from '../../base/failure';

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
