/** Splits a row of things into those that go together; what is sent, into packets far below max_allowed_packet. */

/** The smallest max_allowed_packet that servers start with is 4 MB. */
export const splitCharacters = 500_000;

export interface Packing<T> {
  /** In one packet; as many as there are where nothing is said. */
  readonly most?: number;
  /** How many characters go in one packet, where a server takes less than usual. */
  readonly limit?: number;
  /** How many characters one takes, roughly; none where nothing is said. */
  readonly measure?: (one: T) => number;
  /** Whether it may go in a packet that begins with `first`; everything may where nothing is said. */
  readonly joins?: (first: T, one: T) => boolean;
}

/** In their order; what is too big for any packet is alone in one. */
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
