/** The checksums of a routine; docs/formats/registry.md defines what is hashed. */

export interface Checksums {
  /** The checksum of everything that the server stores, as far as the source states it. Hex SHA-256. */
  readonly exact: string;
  /**
   * The same as earlier versions of Sproc computed it, without the order of triggers, the time zone of an event and
   * expressions in its schedule; absent if it is equal. Ledgers have it.
   */
  readonly former?: string;
  /** The checksum of the token stream: equal for texts that differ in formatting only. Hex SHA-256. */
  readonly semantic: string;
  /** The checksum of the body's token stream alone. Hex SHA-256. */
  readonly semanticBody: string;
}

/** Returns true if a recorded exact checksum is that of the routine, whichever version of Sproc recorded it. */
export function isExactOf({ exact, former }: Checksums, recorded: string | null | undefined): boolean {
  return recorded != null && (recorded === exact || recorded === former);
}
