/** The comparison of two sides: missing routines, differences, and routines that are not the project's. */
import { append } from '../../base/long-lists';
import type { CompareAnswer, ComparedTexts, CompareRequest } from '../answers/compare';
import type { Failure } from '../../base/failure';
import { plural } from '../../base/plural';
import { printIncompleteLists, printUnseen } from '../../database/list-completeness';
import { succeed, type Result } from '../../base/result';
import { normalDefiner } from '../../lifecycle/target/environment-naming';
import { isFinishedText } from '../../lifecycle/target/finished-text';
import { withLastStatus } from '../../lifecycle/target/last-status';
import { sameView } from '../../lifecycle/target/same-view';
import { levelServers, type ServerSide } from '../../lifecycle/target/across-servers';
import { findDifferences, isSameButLineEnds, type ValueChange } from '../../routine/difference';
import { distinctPrinter } from '../../routine/distinct-names';
import { identify, type Routine, type RoutineKey } from '../../routine/routine';
import { printRoutine } from '../../routine/print-routine';
import { parseNames, select, type Selector } from '../../routine/selector';
import { collectManaged } from '../shared/managed';
import type { Project } from '../shared/project';
import { countChangedLines, renderPatch } from '../shared/render-patch';
import { isEnvironment, readSides, type Side } from '../shared/sides';
import { makeTexts, prepareTexts, sumPresets, type TextSources } from './compared-texts';

type Difference = CompareAnswer['differences'][number];

interface Comparison {
  readonly left: Side;
  readonly right: Side;
  readonly request: CompareRequest;
  readonly selectors: readonly Selector[];
  readonly managed: ReadonlyMap<string, RoutineKey>;
  readonly printName: (key: RoutineKey) => string;
  /** The events whose text states no start, by identity. */
  readonly startless: ReadonlySet<string>;
  /** The sources of texts; null if none were asked for. */
  readonly sources: TextSources | null;
}

/** The differences of one routine, and its texts if they were asked for. */
interface Compared {
  readonly differences: readonly Difference[];
  readonly texts?: ComparedTexts;
  /** The settings that differ only because each server presets its own. */
  readonly presets?: readonly ValueChange[];
}

export async function compare(project: Project, request: CompareRequest): Promise<Result<CompareAnswer, Failure>> {
  const selectors = parseNames(request.routines ?? []);
  if (!selectors.ok) return selectors;
  // Only the ledger knows from which text a view on a server came; two servers of one kind, and two texts, need no ledger.
  const oneLives = isEnvironment(request.left) !== isEnvironment(request.right);
  const read = async (asksLedger: boolean) =>
    [
      await readSides(project, request.left, { asksLedger }),
      await readSides(project, request.right, { asksLedger }),
    ] as const;
  const first = await read(oneLives);
  // Servers of two kinds write a view differently, so that its texts alone say nothing.
  const [lefts, rights] = !oneLives && areOfTwoKinds(first) ? await read(true) : first;
  if (!lefts.ok) return lefts;
  if (!rights.ok) return rights;
  const managed = await collectManaged(project);
  if (!managed.ok) return managed;
  const printName = distinctPrinter([
    ...managed.value.values(),
    ...[...lefts.value, ...rights.value].flatMap(keysOf).map(([, key]) => key),
  ]);
  const startless = await findStartless(project);
  const sources = request.texts === true ? await prepareTexts(project) : null;
  if (sources?.ok === false) return sources;
  const shared = {
    request,
    selectors: selectors.value,
    managed: managed.value,
    startless,
    printName,
    sources: sources?.value ?? null,
  };
  const unmanaged = new Set<string>();
  const differences: Difference[] = [];
  const texts: ComparedTexts[] = [];
  const presets: ValueChange[] = [];
  for (const left of lefts.value) {
    for (const right of rights.value) {
      const found = compareSides({ ...shared, left, right });
      if (!found.ok) return found;
      found.value.unmanaged.forEach((name) => unmanaged.add(name));
      const compared = [
        ...(lefts.value.length > 1 ? [left.target] : []),
        ...(rights.value.length > 1 ? [right.target] : []),
      ].join(' and ');
      const place = compared === '' ? {} : { target: compared };
      for (const one of found.value.compared) {
        for (const difference of one.differences) differences.push({ ...difference, ...place });
        if (one.texts !== undefined) texts.push({ ...one.texts, ...place });
        append(presets, one.presets ?? []);
      }
    }
  }
  const unlisted = listUnseen(project, shared, [...lefts.value, ...rights.value]);
  return succeed({
    ...{ same: differences.length === 0, unmanaged: [...unmanaged].sort(), differences },
    ...(unlisted.length > 0 && { unlisted }),
    ...(request.texts === true && { texts, presets: sumPresets(presets) }),
  });
}

/** Returns a sentence for each source and list that may lack something; none if single routines were asked for. */
function listUnseen(
  project: Project,
  { request, selectors }: Pick<Comparison, 'request' | 'selectors'>,
  sides: readonly Side[],
): readonly string[] {
  if (!selectors.every(({ name }) => !name.isLiteral)) return [];
  const ofWorkspace = [request.left, request.right].includes('workspace');
  return [
    ...(ofWorkspace ? project.describeUnread() : []),
    ...printIncompleteLists(sides.flatMap(({ incomplete }) => incomplete)),
  ];
}

function areOfTwoKinds(sides: readonly Result<readonly Side[], Failure>[]): boolean {
  const kinds = sides.flatMap((one) => (one.ok ? one.value.filter(({ isLive }) => isLive) : []));
  return new Set(kinds.map(({ dialect }) => dialect)).size > 1;
}

function compareSides(
  comparison: Comparison,
): Result<{ readonly unmanaged: readonly string[]; readonly compared: readonly Compared[] }, Failure> {
  const { left, right, managed } = comparison;
  const unseen = [...managed].filter(([, key]) => [left, right].some((side) => side.findIncomplete(key) !== null));
  const keys = [...new Map([...unseen, ...keysOf(right), ...keysOf(left)])].sort(([a], [b]) => (a < b ? -1 : 1));
  const chosen = select(keys, ([, key]) => key, comparison.selectors);
  if (!chosen.ok) return chosen;
  const unmanaged: string[] = [];
  const compared: Compared[] = [];
  for (const [identity, key] of chosen.value) {
    const isOwn = managed.has(identity) || left.deployed.has(identity) || right.deployed.has(identity);
    const isForeign = !isOwn && (left.isLive || right.isLive);
    const both = has(left, identity) && has(right, identity);
    if (isForeign && !both) unmanaged.push(comparison.printName(key));
    else compared.push(compareRoutine(comparison, identity, key));
  }
  return succeed({ unmanaged, compared });
}

function keysOf({ routines, unreadable }: Side): readonly (readonly [string, RoutineKey])[] {
  return [...routines, ...unreadable].map(([identity, { key }]) => [identity, key]);
}

function has({ routines, unreadable }: Side, identity: string): boolean {
  return routines.has(identity) || unreadable.has(identity);
}

/** Compares one routine. One that is unreadable, or may exist unseen, is neither the same nor missing. */
function compareRoutine(comparison: Comparison, identity: string, key: RoutineKey): Compared {
  const { left, right } = comparison;
  const named = { routine: comparison.printName(key), routineKind: key.kind };
  const unknown = [left, right].flatMap((side) => whyUnknown(side, identity, key));
  if (unknown.length > 0) return { differences: unknown.map((why) => ({ ...named, ...why })) };
  const [a, b] = [left.routines.get(identity), right.routines.get(identity)];
  if (a !== undefined && b !== undefined) return compareBoth(comparison, [a, b], named);
  const [only, there, other] = a === undefined ? [b, right, left] : [a, left, right];
  if (only === undefined || isEnded(only, other)) return { differences: [] };
  const missing = a === undefined ? 'missing-left' : 'missing-right';
  return withTexts(comparison, [a, b], {
    named,
    differences: [{ ...named, kind: missing, detail: `only in ${there.label}` }],
    settings: [],
  });
}

function compareBoth(comparison: Comparison, [a, b]: readonly [Routine, Routine], named: Named): Compared {
  const { left, right, request } = comparison;
  const identity = identify(a.key);
  const isRendered = a.key.kind === 'view' && left.isLive !== right.isLive;
  const options = { defaultCharacterSet: left.defaultCharacterSet ?? right.defaultCharacterSet };
  const [one, other] = [withDefiner(withStatus(a, right), right), withDefiner(withStatus(b, left), left)];
  const startsAnywhere = left.isLive && right.isLive && comparison.startless.has(identity);
  const comparesViews = !isRendered && left.dialect === right.dialect;
  const leveled = levelServers(onSide(left, one), onSide(right, startsAnywhere ? withoutStart(other) : other));
  const facets = findDifferences(...leveled, { ...options, comparesViews });
  const ofView = a.key.kind !== 'view' || comparesViews ? [] : compareRendered(comparison, [a, b], identity);
  const found = [...facets, ...ofView].filter(({ kind }) => request.ignoreLayout !== true || kind !== 'layout');
  const [leftLabel, rightLabel] = [left, right].map(({ label }) => `${label}: ${named.routine}`) as [string, string];
  const patch =
    request.patch === true && found.length > 0
      ? { patch: renderPatch([leftLabel, printRoutine(a)], [rightLabel, printRoutine(b)]) }
      : {};
  const differences = found.map((each) => ({
    ...{ ...named, kind: each.kind },
    detail: ofView.length > 0 || isRendered ? each.detail : describe(each, a, b),
    ...patch,
  }));
  const settings = facets.flatMap(({ kind, changes }) => (kind === 'modes' || kind === 'definer' ? changes : []));
  return withTexts(comparison, [a, b], { named, differences, settings });
}

type Named = Pick<Difference, 'routine' | 'routineKind'>;

/** Adds the texts of a routine that differs, if they were asked for. */
function withTexts(
  { left, right, sources }: Comparison,
  pair: readonly [Routine | undefined, Routine | undefined],
  found: {
    readonly named: Named;
    readonly differences: readonly Difference[];
    readonly settings: readonly ValueChange[];
  },
): Compared {
  const { differences } = found;
  return sources === null ? { differences } : { differences, ...makeTexts(sources, [left, right], pair, found) };
}

/** Returns true for an event that is over: its absence on the server is expected. */
function isEnded(event: Routine, side: Side): boolean {
  return side.isLive && isFinishedText(event, side);
}

/** Returns the text with the status that a deployment would give it there. */
function withStatus(routine: Routine, there: Side): Routine {
  return withLastStatus(routine, there.deployed.get(identify(routine.key))?.eventStatus ?? null);
}

function withoutStart(routine: Routine): Routine {
  return { ...routine, parts: { ...routine.parts, starts: null } };
}

/** Returns the events whose text states no start, by identity: on each server they begin when they are deployed. */
async function findStartless(project: Project): Promise<ReadonlySet<string>> {
  const events = (await project.sources()).chosen().filter(({ key }) => key.kind === 'event');
  return new Set(events.filter(({ routine }) => routine.parts.starts === null).map(({ identity }) => identity));
}

/** Returns the routine with the definer by which the other side's environment knows its account. */
function withDefiner(routine: Routine, other: Side): Routine {
  return { ...routine, definer: normalDefiner(other, routine.definer) };
}

function whyUnknown(side: Side, identity: string, key: RoutineKey): readonly Pick<Difference, 'kind' | 'detail'>[] {
  const { label, routines, unreadable } = side;
  const hidden = unreadable.get(identity);
  if (hidden !== undefined) return [{ kind: 'unreadable', detail: `in ${label}: ${hidden.reason}` }];
  const list = routines.has(identity) ? null : side.findIncomplete(key);
  return list === null ? [] : [{ kind: 'unknown', detail: `in ${label}: ${printUnseen(list, key)}` }];
}

function onSide({ dialect, sqlMode }: Side, routine: Routine): ServerSide {
  return { routine, dialect, sqlMode };
}

/** Compares a view whose two texts are not of one making: of the author and a server, or of two kinds of servers. */
function compareRendered(
  { left, right }: Comparison,
  [a, b]: readonly [Routine, Routine],
  identity: string,
): readonly Pick<Difference, 'kind' | 'detail'>[] {
  if (!left.isLive || !right.isLive) return compareView([left, a], [right, b], identity);
  const [from, to] = [left.deployed.get(identity), right.deployed.get(identity)];
  const isKnown = from?.isUnchanged === true && to?.isUnchanged === true && from.source !== null && to.source !== null;
  if (!isKnown) return [{ kind: 'unknown', detail: unknownRenderings }];
  return from.source === to.source ? [] : [{ kind: 'body', detail: 'the definitions differ' }];
}

/** Compares the author's text of a view with the server's rendering of a text. */
function compareView(
  left: readonly [Side, Routine],
  right: readonly [Side, Routine],
  identity: string,
): readonly Pick<Difference, 'kind' | 'detail'>[] {
  const [[, text], [side, live]] = left[0].isLive ? [right, left] : [left, right];
  const same = sameView(text, live, side.deployed.get(identity) ?? null);
  if (same === true) return [];
  return same === false
    ? [{ kind: 'body', detail: 'the definitions differ' }]
    : [{ kind: 'unknown', detail: unknownView }];
}

const unknownRenderings =
  'cannot tell: MySQL and MariaDB write views differently, and the ledgers do not know the texts that both were created from';

const unknownView = 'cannot tell: the ledger does not know the text that the view on the server was created from';

/** Returns the detail; of a body, how many lines differ. */
function describe({ kind, detail }: Pick<Difference, 'kind' | 'detail'>, left: Routine, right: Routine): string {
  const lines =
    kind === 'body' && !isSameButLineEnds(left, right) ? countChangedLines(left.parts.body, right.parts.body) : null;
  if (lines === null) return detail;
  const parts = [
    ...(lines.added > 0 ? [`${plural(lines.added, 'line')} added`] : []),
    ...(lines.removed > 0 ? [`${plural(lines.removed, 'line')} removed`] : []),
  ];
  return parts.length === 0 ? detail : parts.join(', ');
}
