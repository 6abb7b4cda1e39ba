/** Splits a list into packets of items that may be sent together, far below max_allowed_packet. */

/** The smallest max_allowed_packet that servers start with is 4 MB. */
export const splitCharacters = 500_000;

export interface Packing<T> {
  /** The maximum number of items in one packet; unlimited by default. */
  readonly most?: number;
  /** The maximum number of characters in one packet, if a server's limit is lower than usual. */
  readonly limit?: number;
  /** Returns the approximate number of characters of an item; none by default. */
  readonly measure?: (one: T) => number;
  /** Returns true if an item may share a packet that begins with `first`; always by default. */
  readonly joins?: (first: T, one: T) => boolean;
}

/** Splits the items in order; one that is too large for any packet is alone in one. */
export function splitPackets<T>(
  all: readonly T[],
  { most = Infinity, limit = splitCharacters, measure = () => 0, joins = () => true }: Packing<T>,
): readonly (readonly T[])[] {
  const packets: T[][] = [];
  let characters = 0;
  for (const one of all) {
    const length = measure(one);
    const packet = packets.at(-1);
    const [first] = packet ?? [];
    const fits = packet !== undefined && packet.length < most && characters + length <= limit;
    if (fits && first !== undefined && joins(first, one)) {
      packet.push(one);
      characters += length;
    } else {
      packets.push([one]);
      characters = length;
    }
  }
  return packets;
}
