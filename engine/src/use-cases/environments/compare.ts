/** The comparison of two sides: missing routines, differences, and routines that are not the project's. */
import type { CompareAnswer, CompareRequest } from '../answers/compare';
import type { Failure } from '../../base/failure';
import { plural } from '../../base/plural';
import { succeed, type Result } from '../../base/result';
import { sameView } from '../../lifecycle/target/same-view';
import { findDifferences } from '../../routine/difference';
import { printKey, type Routine, type RoutineKey } from '../../routine/routine';
import { printRoutine } from '../../routine/print-routine';
import { parseSelectors, select, type Selector } from '../../routine/selector';
import { collectManaged } from '../shared/managed';
import type { Project } from '../shared/project';
import { countChangedLines, renderPatch } from '../shared/render-patch';
import { readSides, type Side } from '../shared/sides';

type Difference = CompareAnswer['differences'][number];

interface Comparison {
  readonly left: Side;
  readonly right: Side;
  readonly request: CompareRequest;
  readonly selectors: readonly Selector[];
  readonly managed: ReadonlySet<string>;
}

export async function compare(project: Project, request: CompareRequest): Promise<Result<CompareAnswer, Failure>> {
  const selectors = parseSelectors(request.routines ?? []);
  if (!selectors.ok) return selectors;
  // Only the ledger knows from which text a view on a server came.
  const options = { asksLedger: true };
  const [lefts, rights] = [
    await readSides(project, request.left, options),
    await readSides(project, request.right, options),
  ];
  if (!lefts.ok) return lefts;
  if (!rights.ok) return rights;
  const managed = await collectManaged(project);
  if (!managed.ok) return managed;
  const unmanaged = new Set<string>();
  const differences: Difference[] = [];
  for (const left of lefts.value) {
    for (const right of rights.value) {
      const found = compareSides({ left, right, request, selectors: selectors.value, managed: managed.value });
      if (!found.ok) return found;
      found.value.unmanaged.forEach((name) => unmanaged.add(name));
      differences.push(...found.value.differences);
    }
  }
  return succeed({ same: differences.length === 0, unmanaged: [...unmanaged].sort(), differences });
}

function compareSides(comparison: Comparison): Result<Pick<CompareAnswer, 'unmanaged' | 'differences'>, Failure> {
  const { left, right, managed } = comparison;
  const keys = [...new Map([...keysOf(right), ...keysOf(left)])].sort(([a], [b]) => (a < b ? -1 : 1));
  const chosen = select(keys, ([, key]) => key, comparison.selectors);
  if (!chosen.ok) return chosen;
  const unmanaged: string[] = [];
  const differences: Difference[] = [];
  for (const [identity, key] of chosen.value) {
    const isForeign = !managed.has(identity) && (left.isLive || right.isLive);
    const both = has(left, identity) && has(right, identity);
    if (isForeign && !both) unmanaged.push(printKey(key));
    else differences.push(...compareRoutine(comparison, identity));
  }
  return succeed({ unmanaged, differences });
}

function keysOf({ routines, unreadable }: Side): readonly (readonly [string, RoutineKey])[] {
  return [...routines, ...unreadable].map(([identity, { key }]) => [identity, key]);
}

function has({ routines, unreadable }: Side, identity: string): boolean {
  return routines.has(identity) || unreadable.has(identity);
}

/** Compares one routine. An existing but unreadable one is neither the same nor missing. */
function compareRoutine({ left, right, request }: Comparison, identity: string): readonly Difference[] {
  const unread = [left, right].flatMap(({ label, unreadable }) => {
    const found = unreadable.get(identity);
    return found === undefined ? [] : [{ ...found, label }];
  });
  if (unread.length > 0)
    return unread.map(({ key, label, reason }) => ({
      routine: printKey(key),
      routineKind: key.kind,
      kind: 'unreadable',
      detail: `in ${label}: ${reason}`,
    }));
  const [a, b] = [left.routines.get(identity), right.routines.get(identity)];
  if (a === undefined) return b === undefined ? [] : [missing([right, left], 'missing-left', b)];
  if (b === undefined) return [missing([left, right], 'missing-right', a)];
  const named = { routine: printKey(a.key), routineKind: a.key.kind };
  const isAlike = left.isLive === right.isLive;
  const found = [
    ...findDifferences(a, b, {
      defaultCharacterSet: left.defaultCharacterSet ?? right.defaultCharacterSet,
      comparesViews: isAlike,
    }),
    ...(a.key.kind === 'view' && !isAlike ? compareView([left, a], [right, b], identity) : []),
  ].filter(({ kind }) => request.ignoreLayout !== true || kind !== 'layout');
  const [leftLabel, rightLabel] = [left, right].map(({ label }) => `${label}: ${printKey(a.key)}`) as [string, string];
  const patch =
    request.patch === true && found.length > 0
      ? { patch: renderPatch([leftLabel, printRoutine(a)], [rightLabel, printRoutine(b)]) }
      : {};
  return found.map((each) => ({
    ...{ ...named, kind: each.kind },
    detail: isAlike || a.key.kind !== 'view' ? describe(each, a, b) : each.detail,
    ...patch,
  }));
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
  return same === false ? [{ kind: 'body', detail: 'the queries differ' }] : [{ kind: 'unknown', detail: unknownView }];
}

const unknownView = 'cannot tell: the ledger does not know the text that the view on the server was created from';

/** Returns the detail; of a body, how many lines differ. */
function describe({ kind, detail }: Pick<Difference, 'kind' | 'detail'>, left: Routine, right: Routine): string {
  const lines = kind === 'body' ? countChangedLines(left.parts.body, right.parts.body) : null;
  if (lines === null) return detail;
  const parts = [
    ...(lines.added > 0 ? [`${plural(lines.added, 'line')} added`] : []),
    ...(lines.removed > 0 ? [`${plural(lines.removed, 'line')} removed`] : []),
  ];
  return parts.length === 0 ? detail : parts.join(', ');
}

function missing(
  [there, absent]: readonly [Side, Side],
  kind: 'missing-left' | 'missing-right',
  routine: Routine,
): Difference {
  return {
    routine: printKey(routine.key),
    routineKind: routine.key.kind,
    kind,
    detail: `it is in ${there.label} and not in ${absent.label}`,
  };
}
