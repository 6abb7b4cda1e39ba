/**
 * Resolves a conflict: one branch continues, the other is dropped by name, and its carried changes are written again.
 * Pure.
 */
import { advise } from '../../base/advice';
import { compare, inc, maxSatisfying } from 'semver';
import { failure, type Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import { printKey, printKindAndKey } from '../../routine/routine';
import { chainChanges, rechain, tipOf, toNumbered } from '../records/chain-lines';
import type { DoubleVersion } from '../records/describe-conflict';
import { proposeVersion } from '../records/propose-version';
import { textsOf } from './read-records';
import type { Resolution, Resolved, RoutineRecord, StatusChange, Version } from '../records/registry';
import { followBranch, replayLines, type Breach, type Replay, type TextOf } from '../records/replay-log';
import { contentOf, renderResolution, type StatusLine } from '../records/status-line';
import type { NumberedLine } from '../records/status-log';
import { isStatus, mayFollow } from '../records/statuses';

export interface Conflicted {
  readonly record: RoutineRecord;
  readonly replay: Replay;
  readonly doubles: readonly DoubleVersion[];
  /** Returns the whole log in the order in which it is read once it is written, if that differs. */
  readonly toReading?: (resolved: Pick<ResolvedLog, 'lines' | 'carried'>) => readonly NumberedLine[];
}

export interface ResolvedLog {
  /** The lines of the whole log. */
  readonly lines: readonly NumberedLine[];
  /** The lines that repeat changes of the other branch. */
  readonly carried: readonly NumberedLine[];
  /** Versions that keep their number. */
  readonly kept: readonly Version[];
  /** Versions that get another. */
  readonly added: readonly Version[];
  readonly answer: Resolved;
}

export function resolveLog(conflicted: Conflicted, resolution: Resolution): Result<ResolvedLog, Failure> {
  const { record, replay, doubles } = conflicted;
  const { keep } = resolution;
  const other = keep === 'ours' ? 'theirs' : 'ours';
  const kept = doubles.map((double) => double[keep]);
  const renumbered = renumber(conflicted, { kept, other });
  const versions = [...record.versions, ...kept, ...renumbered.map(({ version }) => version)];
  const textOf = textsOf(versions, [], { theirs: null }).ours;
  const base = rechain(null, replay.proven, textOf);
  const rest: Breach = replay.breach ?? { why: 'fork', first: null, second: null, ours: [], theirs: [] };
  const whole = followBranch(replay.proven, rest[keep], textOf);
  if (rest[keep].length > 0 && whole.length === 0) return rejectBranch(conflicted, rest[keep]);
  const counting = [...base, ...rechain(tipOf(base), whole, textOf)];
  const left = leaveOut(replay, { rest, keep, counting: [...replay.proven, ...whole, ...counting] });
  const moved = new Map(renumbered.map(({ was, version }) => [was, version.version]));
  const settled = toNumbered(
    renderResolution({
      keep,
      statuses: resolution.statuses,
      dropped: left.fresh.map(({ line }) => line.id),
      renumbered: [...moved].map(([from, to]) => ({ from, to })),
      ...{ by: resolution.by, at: resolution.at, reason: resolution.reason },
      before: tipOf(counting),
    }),
    1,
  );
  const carrying = new Carrying(counting, versions);
  for (const { line, isOther } of left.sides) {
    const version = isOther ? (moved.get(line.version) ?? line.version) : line.version;
    carrying.take({ ...line, version }, resolution.statuses);
  }
  carrying.registerAll(versions);
  const carried = chainChanges(settled.line.id, carrying.changes, textOf);
  const lines = [...counting, ...left.all, settled, ...carried];
  const { toReading = () => lines } = conflicted;
  const unsettled = rejectUnrecovered(record, toReading({ lines, carried }), textOf);
  if (unsettled !== null) return unsettled;
  return succeed({
    lines,
    carried,
    kept,
    added: renumbered.map(({ version }) => version),
    answer: { registered: renumbered, carried: carrying.statusChanges, dropped: carrying.dropped },
  });
}

interface LeftOut {
  /** No line is deleted: also those that a resolution has dropped before. */
  readonly all: readonly NumberedLine[];
  /** The lines that no resolution of the kept branch has dropped. */
  readonly fresh: readonly NumberedLine[];
  /** The changes that count on one side and are missing in the kept lines. */
  readonly sides: readonly { readonly line: StatusLine; readonly isOther: boolean }[];
}

/** Returns the dropped lines. Two branches share lines if both contain earlier merges: kept lines are never dropped. */
function leaveOut(
  replay: Replay,
  {
    rest,
    keep,
    counting,
  }: { readonly rest: Breach; readonly keep: Resolution['keep']; readonly counting: readonly NumberedLine[] },
): LeftOut {
  const kept = new Set(counting.map(({ line }) => line.id));
  const said = new Set(counting.flatMap(({ line }) => (line.kind === 'status' ? [contentOf(line)] : [])));
  const before = new Set(counting.flatMap(({ line }) => (line.kind === 'resolution' ? line.dropped : [])));
  const other = rest[keep === 'ours' ? 'theirs' : 'ours'];
  const known = new Map<string, NumberedLine>();
  for (const each of [...replay.dropped, ...rest[keep], ...other])
    if (!kept.has(each.line.id) && !known.has(each.line.id)) known.set(each.line.id, each);
  const all = [...known.values()];
  const sides = [...rest[keep], ...other].flatMap((each) => {
    const { line } = each;
    if (line.kind !== 'status' || said.has(contentOf(line))) return [];
    said.add(contentOf(line));
    return [{ line, isOther: other.includes(each) }];
  });
  return { all, fresh: all.filter(({ line }) => !before.has(line.id)), sides };
}

/** Fails if the lines to be written could not be read again. */
function rejectUnrecovered(
  { key }: RoutineRecord,
  lines: readonly NumberedLine[],
  textOf: TextOf,
): Result<never, Failure> | null {
  if (replayLines(lines, textOf).breach === null) return null;
  return failure(
    'bad-input',
    `The status log of ${printKindAndKey(key)} would still contradict itself if that branch were kept. Nothing was changed.`,
    advise`Keep the other branch: ${{ id: 'resolve-conflict', routine: printKey(key) }}, or restore the log from git or a backup.`,
  );
}

function rejectBranch({ record }: Conflicted, [line]: readonly NumberedLine[]): Result<never, Failure> {
  return failure(
    'bad-input',
    `Line ${line?.number ?? 1} of the status log of ${printKindAndKey(record.key)} follows a line that is missing, so its branch cannot be kept. Nothing was changed.`,
    'Keep the other branch, or restore the log from git or a backup.',
  );
}

/** Gives the next free numbers to the versions of the other branch whose number belongs to another text. */
function renumber(
  { record, replay, doubles }: Conflicted,
  { kept, other }: { readonly kept: readonly Version[]; readonly other: 'ours' | 'theirs' },
): Resolved['registered'] {
  const known = [...record.versions, ...kept].sort((a, b) => compare(a.version, b.version));
  const { proven, dropped, breach } = replay;
  const all = [...proven, ...dropped, ...(breach?.ours ?? []), ...(breach?.theirs ?? [])];
  const taken = new Set(all.flatMap(({ line }) => (line.kind === 'status' ? [line.version] : [])));
  const renumbered: { readonly version: Version; readonly was: string }[] = [];
  for (const double of doubles) {
    const version = double[other];
    if (double.ours.textChecksum === double.theirs.textChecksum) continue;
    const latest = known.at(-1) ?? null;
    const proposed = proposeVersion(latest, version.routine, { bump: 'auto' });
    if (!proposed.ok) throw new Error(proposed.error.message);
    let number = maxSatisfying([...taken, proposed.value.version], '*', { includePrerelease: true }) ?? '';
    if (number !== proposed.value.version) number = inc(number, 'patch') ?? '';
    const { key, routine, textChecksum, author, createdAt, commit, description } = version;
    const reason = `Registered as ${double.number} on another branch.`;
    const facts = { author, createdAt, commit, description, bump: proposed.value.bump, reason };
    const moved: Version = { key, routine, textChecksum, ...facts, version: number };
    taken.add(number);
    known.push(moved);
    renumbered.push({ version: moved, was: double.number });
  }
  return renumbered;
}

/** Takes changes of the dropped lines over, each where it follows. */
class Carrying {
  readonly changes: StatusChange[] = [];
  /** The carried changes without registrations. */
  readonly statusChanges: StatusChange[] = [];
  readonly dropped: Resolved['dropped'][number][] = [];
  readonly #reached = new Map<string, string>();
  readonly #versions: ReadonlySet<string>;

  constructor(lines: readonly NumberedLine[], versions: readonly Version[]) {
    this.#versions = new Set(versions.map(({ version }) => version));
    for (const { line } of lines) if (line.kind === 'status') this.#reached.set(line.version, line.to);
  }

  take(line: StatusLine, statuses: Resolution['statuses']): void {
    const { version, from, to, by, at, reason } = line;
    const reached = this.#reached.get(version) ?? null;
    if (from === null) {
      if (reached === null && this.#versions.has(version))
        this.#add({ version, from, to: 'DEVELOPMENT', by, at, reason });
      return;
    }
    const follows = isStatus(from) && isStatus(to) && mayFollow(from, to) && (reached ?? 'DEVELOPMENT') === from;
    if (statuses === 'drop' || !follows) {
      this.dropped.push({ version, from, to });
      return;
    }
    const change = { version, from, to, by, at, reason };
    this.#add(change);
    this.statusChanges.push(change);
  }

  registerAll(versions: readonly Version[]): void {
    for (const { version, author, createdAt } of versions)
      if (!this.#reached.has(version))
        this.#add({ version, from: null, to: 'DEVELOPMENT', by: author, at: createdAt, reason: 'registered' });
  }

  #add(change: StatusChange): void {
    this.changes.push(change);
    this.#reached.set(change.version, change.to);
  }
}
