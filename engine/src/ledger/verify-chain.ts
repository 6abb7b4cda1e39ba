/** The proof that no row of the journal was changed, taken out or put in: links in, what is wrong out. Pure. */
import { largest } from '../base/long-lists';
import { checksum } from '../base/checksum';
import { emptyHead, signRow } from './chain';
import type { Accepted, ChainFault, ChainHead, ChainState, Gap, KnownHead, Pruned } from './ledger';

/** A row as far as the chain is concerned. */
export interface Link extends ChainHead {
  readonly at: string;
  readonly previous: string;
  /** The computed hash; different from `hash` if the row was changed. */
  readonly actual: string;
  /** Proof of the key; null for a row that was written without one. */
  readonly mac: string | null;
  /** True if its payload states that it was written with a key. */
  readonly isSigned: boolean;
  readonly deployment: string;
  /** True if the columns for searching agree with the entry. */
  readonly isFiled: boolean;
  /** The entry, if it concerns the chain itself; null for all others. */
  readonly note: (Pruned | Accepted) | null;
  readonly account: string | null;
  /** Digests of the saved definitions that it names; none where rows did not travel. */
  readonly names: readonly string[];
}

export interface Verifying {
  /** The key; null if none is available. */
  readonly key: string | null;
  /** The heads that were recorded elsewhere. */
  readonly known: readonly KnownHead[];
}

/** Verifies all links, in the order of their numbers. `head` is null if the row that records it is missing. */
export function verifyChain(links: readonly Link[], head: ChainHead | null, { key, known }: Verifying): ChainState {
  const walk = new Walk(links, key);
  const first = walk.from(0, emptyHead);
  const at = links.findLastIndex(({ note }) => note?.kind === 'accepted');
  const accepting = links[at];
  const last = accepting === undefined ? first : walk.fromAccepted(at, accepting);
  const end = links.at(-1) ?? emptyHead;
  const fault = last.fault ?? findWrongHead(end, head);
  const proven = [first, last];
  const note = accepting?.note?.kind === 'accepted' ? accepting.note : null;
  return {
    kind: fault !== null ? 'broken' : accepting !== undefined ? 'accepted' : 'intact',
    length: links.length,
    head: head ?? emptyHead,
    fault,
    accepted:
      accepting === undefined || note === null
        ? null
        : {
            sequence: accepting.sequence,
            at: accepting.at,
            by: note.by,
            account: accepting.account,
            reason: note.reason,
          },
    keyed: { rows: links.slice(Math.max(at, 0)).filter(({ mac }) => mac !== null).length, areChecked: key !== null },
    strange: known.filter((one) => !proven.some((walked) => walked.find(one) !== null)),
    anchored: collectNames(
      links,
      largest(
        known.map((one) => first.find(one) ?? 0),
        0,
      ),
    ),
  };
}

function collectNames(links: readonly Link[], upTo: number): ReadonlySet<string> {
  return new Set(links.filter(({ sequence }) => sequence <= upTo).flatMap(({ names }) => names));
}

/**
 * Returns a digest of all rows as they are, whether or not they match, so that a change after the acceptance is
 * noticed.
 */
export function digestLinks(links: readonly Link[]): string {
  return checksum(...links.map(({ sequence, previous, hash, actual }) => `${sequence} ${previous} ${hash} ${actual}`));
}

function findWrongHead(end: ChainHead, head: ChainHead | null): ChainFault | null {
  if (head !== null && end.hash === head.hash && end.sequence === head.sequence) return null;
  const noted = head === null ? 'the row that notes its head is missing' : `its head is row ${head.sequence}`;
  const why =
    head?.sequence === end.sequence
      ? `row ${end.sequence} is not the row noted as the head`
      : `the journal ends at row ${end.sequence}, but ${noted}`;
  return { at: end.sequence + 1, why, deployment: null, moment: null };
}

interface Walked {
  readonly fault: ChainFault | null;
  /**
   * Returns the number of that head if it lies in the part without a fault, or in a recorded gap of it; otherwise null.
   */
  find(head: KnownHead): number | null;
}

class Walk {
  readonly #links: readonly Link[];
  readonly #key: string | null;
  readonly #firstKeyed: number;
  #gaps: ReadonlyMap<number, Gap> | null = null;

  constructor(links: readonly Link[], key: string | null) {
    this.#links = links;
    this.#key = key;
    const first = key === null ? -1 : links.findIndex(({ mac }) => mac !== null);
    this.#firstKeyed = first === -1 ? Infinity : first;
  }

  /** Walks from that link on, which must follow `before`. */
  from(start: number, before: ChainHead): Walked {
    const numbers = new Map<string, number>();
    const crossed: Gap[] = [];
    let last = before;
    let fault: ChainFault | null = null;
    for (let i = start; i < this.#links.length; i++) {
      const link = this.#links[i];
      if (link === undefined) break;
      if (link.sequence !== last.sequence + 1) last = this.#cross(last, link, crossed);
      fault = this.#findFault(last, link, i);
      if (fault !== null) break;
      numbers.set(link.hash, link.sequence);
      last = link;
    }
    return {
      fault,
      find: ({ sequence, hash }) => {
        const number = numbers.get(hash) ?? crossed.find((gap) => isInGap(gap, { sequence, hash }))?.to ?? null;
        return number !== null && sequence !== null && numbers.has(hash) && number !== sequence ? null : number;
      },
    };
  }

  /** Walks from an acceptance. The rows before it must be the same as when they were accepted. */
  fromAccepted(at: number, link: Link): Walked {
    const before = this.#links.slice(0, at);
    const note = link.note?.kind === 'accepted' ? link.note : null;
    if (note?.rows !== before.length || note.digest !== digestLinks(before)) {
      const why = `a row before row ${link.sequence} was changed after it had been accepted`;
      return { fault: { ...placeOf(link), why }, find: () => null };
    }
    return this.from(at, { sequence: link.sequence - 1, hash: link.previous });
  }

  /** Follows gaps towards a row. Each must begin after the row that preceded it. */
  #cross(from: ChainHead, { sequence }: Link, crossed: Gap[]): ChainHead {
    this.#gaps ??= new Map(
      this.#links.flatMap(({ note }) =>
        note?.kind === 'pruned' ? note.gaps.map((gap) => [gap.from, gap] as const) : [],
      ),
    );
    let before = from;
    while (before.sequence + 1 < sequence) {
      const gap = this.#gaps.get(before.sequence + 1);
      if (gap?.previous !== before.hash || gap.to >= sequence || gap.to < gap.from) return before;
      crossed.push(gap);
      before = { sequence: gap.to, hash: gap.hash };
    }
    return before;
  }

  #findFault(before: ChainHead, link: Link, index: number): ChainFault | null {
    const number = before.sequence + 1;
    const why = this.#findWhy(number, before, link, index);
    if (why === null) return null;
    return link.sequence === number ? { ...placeOf(link), why } : { at: number, why, deployment: null, moment: null };
  }

  #findWhy(number: number, before: ChainHead, link: Link, index: number): string | null {
    if (link.sequence !== number) return `row ${number} is missing`;
    if (link.previous !== before.hash) return `row ${number} does not follow the row before it`;
    if (link.hash !== link.actual) return `row ${number} was changed`;
    if (!link.isFiled) return `the columns of row ${number} do not match its entry`;
    if (link.isSigned && link.mac === null) return `the signature of row ${number} was removed`;
    if (this.#key === null || index < this.#firstKeyed) return null;
    if (link.mac === null) return `row ${number} was written without the key`;
    return link.mac === signRow(link.hash, this.#key) ? null : `row ${number} was not written with this key`;
  }
}

function placeOf({ sequence, deployment, at }: Link): Omit<ChainFault, 'why'> {
  return { at: sequence, deployment, moment: at };
}

/** Returns true if a head lies in a gap. Only the gap's last row can still be proven. */
function isInGap({ from, to, hash }: Gap, known: KnownHead): boolean {
  if (known.hash === hash) return known.sequence === null || known.sequence === to;
  return known.sequence !== null && known.sequence >= from && known.sequence < to;
}
