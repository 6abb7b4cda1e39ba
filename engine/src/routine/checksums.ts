/** The checksums of a routine; docs/formats/registry.md defines what is hashed. */

export interface Checksums {
  /** The checksum of everything that the server stores, as far as the source states it. Hex SHA-256. */
  readonly exact: string;
  /** The checksum of the token stream: equal for texts that differ in formatting only. Hex SHA-256. */
  readonly semantic: string;
  /** The checksum of the body's token stream alone. Hex SHA-256. */
  readonly semanticBody: string;
}
