/** Replays a status log as the state machine that it is: each line has to follow from the ones before it. */
import type { VersionStatus } from '../../routine/states/version-status';
import { droppedIn } from './dropped-lines';
import type { StatusChange } from './registry';
import { contentOf, type LogLine, type StatusLine } from './status-line';
import type { NumberedLine, StatusLog } from './status-log';
import { isStatus, mayFollow } from './statuses';

/** Returns the checksum of a registered version's text; undefined if no version has that number, or two. */
export type TextOf = (version: string) => string | undefined;

export interface Breach {
  readonly why: 'fork' | 'transition' | 'text' | 'predecessor' | 'edited';
  /** The line that the other one contradicts, if one does. */
  readonly first: NumberedLine | null;
  readonly second: NumberedLine | null;
  /** The lines of each side after the proven ones, without those that it has dropped. */
  readonly ours: readonly NumberedLine[];
  readonly theirs: readonly NumberedLine[];
}

export interface Replay {
  /** The valid lines, without dropped and duplicate ones. */
  readonly proven: readonly NumberedLine[];
  readonly changes: readonly StatusChange[];
  /** The lines that a resolution has dropped, on either side. */
  readonly dropped: readonly NumberedLine[];
  readonly breach: Breach | null;
}

/** Replays a log. With conflict markers the common lines are proven, and the rest is in conflict. */
export function replayLog(log: StatusLog, textOf: { readonly ours: TextOf; readonly theirs: TextOf }): Replay {
  const ours = replayLines(log.ours, textOf.ours);
  if (log.theirs === null) return ours;
  const theirs = replayLines(log.theirs, textOf.theirs);
  let shared = 0;
  while (isSameLine(ours.proven[shared], theirs.proven[shared])) shared++;
  const rests = {
    ours: restOf(without(log.ours, ours.dropped), ours.proven[shared - 1]),
    theirs: restOf(without(log.theirs, theirs.dropped), theirs.proven[shared - 1]),
  };
  const proven = ours.proven.slice(0, shared);
  const [first = null, second = null] = [rests.ours[0], rests.theirs[0]];
  const dropped = [...ours.dropped, ...theirs.dropped];
  return { proven, changes: changesOf(proven), dropped, breach: { why: 'fork', first, second, ...rests } };
}

function without(lines: readonly NumberedLine[], others: readonly NumberedLine[]): readonly NumberedLine[] {
  const left = new Set(others);
  return lines.filter((each) => !left.has(each));
}

function isSameLine(a: NumberedLine | undefined, b: NumberedLine | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  if (a.line.id === b.line.id) return true;
  const isMigrated = a.line.format !== b.line.format;
  return isMigrated && a.line.kind === 'status' && b.line.kind === 'status' && contentOf(a.line) === contentOf(b.line);
}

function restOf(lines: readonly NumberedLine[], last: NumberedLine | undefined): readonly NumberedLine[] {
  return last === undefined ? lines : lines.slice(lines.indexOf(last) + 1);
}

function changesOf(proven: readonly NumberedLine[]): readonly StatusChange[] {
  return proven.flatMap(({ line }) => (line.kind === 'status' ? [toChange(line)] : []));
}

/** Converts a proven line, whose statuses are known. */
function toChange({ version, from, to, by, at, reason }: StatusLine): StatusChange {
  return { version, from: from as VersionStatus | null, to: to as VersionStatus, by, at, reason };
}

export function replayLines(lines: readonly NumberedLine[], textOf: TextOf): Replay {
  const ids = droppedIn(lines);
  const dropped = lines.filter(({ line }) => ids.has(line.id));
  const counting = lines.filter(({ line }) => !ids.has(line.id));
  const chain = new Chain(textOf);
  for (const [i, each] of counting.entries()) {
    if (chain.holds(each)) continue;
    const objection = chain.append(each);
    if (objection === null) continue;
    const { why, first, from } = objection;
    const proven = chain.proven.slice(0, from);
    const sides = splitSides(restOf(counting.slice(0, i), proven.at(-1)), counting.slice(i));
    return { proven, changes: changesOf(proven), dropped, breach: { why, first, second: each, ...sides } };
  }
  return { proven: chain.proven, changes: changesOf(chain.proven), dropped, breach: null };
}

/** Splits the branches. A line of the first branch may follow the start of the second: it names the line before it. */
function splitSides(
  before: readonly NumberedLine[],
  after: readonly NumberedLine[],
): Readonly<Record<'ours' | 'theirs', readonly NumberedLine[]>> {
  const [ours, theirs] = [[...before], [] as NumberedLine[]];
  const ids = new Set(before.map(({ line }) => line.id));
  for (const each of after) {
    const { id, before: followed } = each.line;
    const isOurs = ids.has(id) || (followed !== null && ids.has(followed));
    if (isOurs) ids.add(id);
    (isOurs ? ours : theirs).push(each);
  }
  return { ours, theirs };
}

/** Returns as many lines of a branch as follow the proven ones; if the branch contains several, those of the first. */
export function followBranch(
  proven: readonly NumberedLine[],
  branch: readonly NumberedLine[],
  textOf: TextOf,
): readonly NumberedLine[] {
  const chain = new Chain(textOf);
  for (const each of proven) if (!chain.holds(each)) chain.append(each);
  const start = chain.proven.length;
  const passed = new Set<string>();
  for (const each of branch) {
    const { id, before, format } = each.line;
    if (chain.holds(each)) continue;
    const isOfPassed = before !== null && passed.has(before);
    const objection = isOfPassed ? null : chain.append(each);
    if (objection !== null && (objection.why !== 'fork' || format === 1)) break;
    if (isOfPassed || objection !== null) passed.add(id);
  }
  return chain.proven.slice(start);
}

interface Objection {
  readonly why: Breach['why'];
  readonly first: NumberedLine | null;
  /** The number of lines that are proven nevertheless: those before the fork. */
  readonly from: number;
}

class Chain {
  readonly proven: NumberedLine[] = [];
  readonly #textOf: TextOf;
  /** Places among the proven lines, by id. */
  readonly #places = new Map<string, number>();
  /** The lines of format 1, by their content. */
  readonly #old = new Map<string, number>();
  /** The last line of each version. */
  readonly #last = new Map<string, NumberedLine & { readonly line: StatusLine }>();

  #isChained = false;

  constructor(textOf: TextOf) {
    this.#textOf = textOf;
  }

  /** Returns true for a duplicate line, including the migrated form of a line. */
  holds(each: NumberedLine): boolean {
    const { line } = each;
    if (this.#places.has(line.id)) return true;
    if (line.format === 1 || line.kind !== 'status' || !line.isIntact) return false;
    const place = this.#old.get(contentOf(line));
    if (place === undefined || line.before !== (this.proven[place - 1]?.line.id ?? null)) return false;
    this.proven[place] = each;
    this.#places.set(line.id, place);
    this.#isChained = true;
    return true;
  }

  append(each: NumberedLine): Objection | null {
    const objection =
      this.#findBreak(each.line) ?? (each.line.kind === 'status' ? this.#findObjection(each.line) : null);
    if (objection !== null) return objection;
    const place = this.proven.push(each) - 1;
    this.#places.set(each.line.id, place);
    if (each.line.format !== 1) this.#isChained = true;
    if (each.line.kind === 'resolution') return null;
    if (each.line.format === 1) this.#old.set(contentOf(each.line), place);
    this.#last.set(each.line.version, { ...each, line: each.line });
    return null;
  }

  /** Returns an objection unless the line follows the last one of the log. */
  #findBreak(line: LogLine): Objection | null {
    const last = this.proven.at(-1) ?? null;
    const all = this.proven.length;
    if (!line.isIntact) return { why: 'edited', first: null, from: all };
    if (line.format === 1) {
      return this.#isChained ? { why: 'predecessor', first: last, from: all } : null;
    }
    if (line.before === (last?.line.id ?? null)) return null;
    const place = line.before === null ? -1 : this.#places.get(line.before);
    if (place === undefined) return { why: 'predecessor', first: last, from: all };
    return { why: 'fork', first: this.proven[place + 1] ?? null, from: place + 1 };
  }

  /** Returns an objection unless the line continues the version's status and names the registered text. */
  #findObjection(line: StatusLine): Objection | null {
    const last = this.#last.get(line.version);
    const reached = last?.line.to ?? null;
    const all = this.proven.length;
    // A version whose first line was lost counts as one in development.
    const isFrom = line.from === reached || (reached === null && line.from === 'DEVELOPMENT');
    if (!isFrom) return this.#findOldFork(line) ?? { why: 'transition', first: last ?? null, from: all };
    const follows =
      line.from === null
        ? line.to === 'DEVELOPMENT'
        : isStatus(line.from) && isStatus(line.to) && mayFollow(line.from, line.to);
    if (!follows) return { why: 'transition', first: last ?? null, from: all };
    const text = this.#textOf(line.version);
    const isOther = line.text !== null && text !== undefined && line.text !== text;
    return isOther ? { why: 'text', first: null, from: all } : null;
  }

  /**
   * Finds the fork of a line in format 1, which does not name its predecessor: it is the last one of that version that
   * left the same status.
   */
  #findOldFork(line: StatusLine): Objection | null {
    if (line.format !== 1) return null;
    const place = this.proven.findLastIndex(
      (each) => each.line.kind === 'status' && each.line.version === line.version && each.line.from === line.from,
    );
    const first = this.proven[place];
    return first === undefined ? null : { why: 'fork', first, from: place };
  }
}
