/** The two checksums of a routine; docs/formats/registry.md says what is hashed. */

export interface Checksums {
  /** Of all that the server stores, as far as the source states it. Hex SHA-256. */
  readonly exact: string;
  /** Of the token stream: equal for texts that differ in layout only. Hex SHA-256. */
  readonly semantic: string;
  /** Of the body's token stream alone. Hex SHA-256. */
  readonly semanticBody: string;
}
