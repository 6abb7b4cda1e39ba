/** Ends a conflict: one branch goes on, the other is dropped by name, and what is carried over is written anew. Pure. */
import { compare, inc, maxSatisfying } from 'semver';
import { failure, type Failure } from '../base/failure';
import { succeed, type Result } from '../base/result';
import { printKindAndKey } from '../routine/routine';
import { chainChanges, rechain, tipOf, toNumbered } from './chain-lines';
import type { DoubleVersion } from './describe-conflict';
import { proposeVersion } from './propose-version';
import { textsOf } from './read-records';
import type { Resolution, Resolved, RoutineRecord, StatusChange, Version } from './registry';
import { replayLines, type Breach, type Replay } from './replay-log';
import { renderResolution, type StatusLine } from './status-line';
import type { NumberedLine } from './status-log';
import { isStatus, mayFollow } from './statuses';

export interface Conflicted {
  readonly record: RoutineRecord;
  readonly replay: Replay;
  readonly doubles: readonly DoubleVersion[];
}

export interface ResolvedLog {
  /** Of the whole log. */
  readonly lines: readonly NumberedLine[];
  /** Those of them that repeat changes of the other branch. */
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
  const whole = followBase(replay, keep, textOf);
  const rest: Breach = replay.breach ?? { why: 'fork', first: null, second: null, ours: [], theirs: [] };
  if (rest[keep].length > 0 && whole.length === 0) return refuseBranch(conflicted, rest[keep]);
  const branch = rechain(tipOf(base), whole, textOf);
  const dropped = [...rest[keep].filter((each) => !whole.includes(each)), ...rest[other]];
  const moved = new Map(renumbered.map(({ was, version }) => [was, version.version]));
  const settled = toNumbered(
    renderResolution({
      keep,
      statuses: resolution.statuses,
      dropped: dropped.map(({ line }) => line.id),
      renumbered: [...moved].map(([from, to]) => ({ from, to })),
      ...{ by: resolution.by, at: resolution.at, reason: resolution.reason },
      before: tipOf([...base, ...branch]),
    }),
    1,
  );
  const carrying = new Carrying([...base, ...branch], versions);
  for (const each of dropped) {
    if (each.line.kind !== 'status') continue;
    const version = rest[other].includes(each)
      ? (moved.get(each.line.version) ?? each.line.version)
      : each.line.version;
    carrying.take({ ...each.line, version }, resolution.statuses);
  }
  carrying.registerAll(versions);
  const carried = chainChanges(settled.line.id, carrying.changes, textOf);
  return succeed({
    lines: [...base, ...branch, ...dropped, settled, ...carried],
    carried,
    kept,
    added: renumbered.map(({ version }) => version),
    answer: { registered: renumbered, carried: carrying.told, dropped: carrying.dropped },
  });
}

/** As many lines of the branch as follow. */
function followBase(
  { proven, breach }: Replay,
  keep: Resolution['keep'],
  textOf: Parameters<typeof replayLines>[1],
): readonly NumberedLine[] {
  const again = replayLines([...proven, ...(breach?.[keep] ?? [])], textOf);
  return again.proven.slice(proven.length);
}

function refuseBranch({ record }: Conflicted, [line]: readonly NumberedLine[]): Result<never, Failure> {
  return failure(
    'bad-input',
    `Line ${line?.number ?? 1} of the status log of ${printKindAndKey(record.key)} follows no line that is there, so its branch cannot be kept; nothing was changed.`,
    'Keep the other branch, or bring the log back as it was: `git checkout`.',
  );
}

/** The versions of the other branch whose number is taken by another text, under the next free numbers. */
function renumber(
  { record, replay, doubles }: Conflicted,
  { kept, other }: { readonly kept: readonly Version[]; readonly other: 'ours' | 'theirs' },
): Resolved['registered'] {
  const known = [...record.versions, ...kept].sort((a, b) => compare(a.version, b.version));
  const all = [...replay.proven, ...(replay.breach?.ours ?? []), ...(replay.breach?.theirs ?? [])];
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
  /** Those of them that are no registration. */
  readonly told: StatusChange[] = [];
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
    this.told.push(change);
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
