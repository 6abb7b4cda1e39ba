/** The two checksums of a routine; docs/formats.md says what is hashed. */

export interface Checksums {
  /** Of all that the server stores, as far as the source states it. */
  readonly exact: string;
  /** Of the token stream: equal texts that differ in layout only. */
  readonly semantic: string;
}
