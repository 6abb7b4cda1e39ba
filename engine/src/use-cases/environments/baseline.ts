/** The use case: what lives in an environment is taken over as registered versions with the status of its stage, in bulk. */
import type { SourceRoutine } from '../../analysis/sources/source-index';
import type { Advice } from '../../base/advice';
import { advise } from '../../base/advice';
import { failure, type Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import { hasInterrupted } from '../../lifecycle/recovery/recover-interrupted';
import { readTargetFacts } from '../../lifecycle/planning/target-facts';
import { demandConfirmation } from '../../lifecycle/preflight/reject-plan';
import { withTargets } from '../../lifecycle/target/open-targets';
import type { OpenTarget } from '../../lifecycle/target/target-at-work';
import type { Environment } from '../../project/environment';
import { renameKey } from '../../routine/naming';
import { printKey } from '../../routine/routine';
import { parseNames, selects } from '../../routine/selector';
import type { BaselineAnswer, BaselineRequest } from '../answers/baseline';
import type { ImportAnswer } from '../answers/import-routines';
import { projectFor } from '../shared/dry-project';
import type { Project } from '../shared/project';
import { importRoutines } from '../versions/import-routines';
import { registerBaseline, type Registered } from '../versions/register-baseline';
import { decideViews, findMatch, type Match, type Undecided } from './compare-baseline';
import { recordBaseline } from './record-baseline';

export async function baseline(asked: Project, request: BaselineRequest): Promise<Result<BaselineAnswer, Failure>> {
  const environment = asked.environment(request.environment);
  if (!environment.ok) return environment;
  const confirmed = demandConfirmation(environment.value, request);
  if (!confirmed.ok) return confirmed;
  const project = projectFor(asked, request);
  const { dryRun = false, routines = [] } = request;
  const settled = await withTargets(project, environment.value, ({ targets }) => rejectInterrupted(targets, request));
  if (!settled.ok) return settled;
  const imported = await importRoutines(project, { environment: request.environment, routines });
  if (!imported.ok) return imported;
  const files = new Set(imported.value.written.map(({ file }) => file));
  return withTargets(project, environment.value, async ({ targets }) => {
    const compared = await compareAll(project, targets, routines);
    if (!compared.ok) return compared;
    const { fitting, skipped } = compared.value;
    const registered = await registerBaseline(project, environment.value, {
      sources: [...fitting.keys()],
      reason: request.reason ?? `baseline of ${request.environment}`,
    });
    if (!registered.ok) return registered;
    const warnings: string[] = [];
    for (const [i, target] of targets.entries()) {
      const matches = listUnrecorded(i, fitting, registered.value.versions);
      if (matches.length === 0 || dryRun) continue;
      const recorded = await recordBaseline(project, { target, matches }, request.reason ?? null);
      if (!recorded.ok) return recorded;
      if (recorded.value !== null) warnings.push(recorded.value);
    }
    const answer = summarize(environment.value, {
      ...{ compared: compared.value, registered: registered.value, files },
      skipped: [...listUndefined(imported.value), ...skipped],
      unlisted: imported.value.unlisted ?? [],
    });
    return succeed(warnings.length === 0 ? answer : { ...answer, warnings });
  });
}

/** Returns what lives there as the environment's own, is defined by no file, and could not be imported. */
function listUndefined({ skipped }: ImportAnswer): readonly Skipped[] {
  return skipped
    .filter(({ file, isForeign }) => file === null && isForeign !== true)
    .map(({ routine, kind, reason }) => ({ routine, kind, reason }));
}

async function rejectInterrupted(
  targets: readonly OpenTarget[],
  { environment }: BaselineRequest,
): Promise<Result<void, Failure>> {
  const left = await hasInterrupted(targets);
  if (!left.ok || !left.value) return left.ok ? succeed(undefined) : left;
  return failure(
    'could-not',
    `A deployment to ${environment} is running or was interrupted. Nothing was taken over.`,
    advise`Run ${{ id: 'recover', environment }} first.`,
  );
}

type Skipped = BaselineAnswer['skipped'][number];

interface Compared {
  /** The matches of a source by target, in the order of the targets; null where it does not live. */
  readonly fitting: ReadonlyMap<SourceRoutine, readonly (Match | null)[]>;
  readonly skipped: readonly Skipped[];
}

/** Compares every text with every target: one that differs anywhere is skipped. */
async function compareAll(
  project: Project,
  targets: readonly OpenTarget[],
  routines: readonly string[],
): Promise<Result<Compared, Failure>> {
  const selectors = parseNames(routines);
  if (!selectors.ok) return selectors;
  const index = await project.sources();
  const asked = index
    .routines()
    .filter(({ key }) => selectors.value.length === 0 || selectors.value.some((one) => selects(one, key)));
  const found = new Map<SourceRoutine, (Match | null)[]>(asked.map((source) => [source, []]));
  const reasons = new Map<SourceRoutine, Advice>();
  for (const target of targets) {
    const wanted = asked.map(({ key }) => renameKey(key, target.naming.toPhysical));
    const facts = await readTargetFacts({ ...target, wanted });
    if (!facts.ok) return facts;
    const undecided: Undecided[] = [];
    const add = (source: SourceRoutine, match: Match | { readonly reason: Advice } | null): void => {
      if (match !== null && 'reason' in match) reasons.set(source, reasons.get(source) ?? match.reason);
      else found.get(source)?.push(match);
    };
    for (const source of asked) {
      const match = findMatch(target, facts.value, source);
      if (match !== null && 'view' in match) undecided.push(match);
      else add(source, match);
    }
    const decided = await decideViews(target, undecided);
    if (!decided.ok) return decided;
    for (const [source, match] of decided.value) add(source, match);
  }
  const skipped = [...reasons].map(([{ key }, reason]) => ({ routine: printKey(key), kind: key.kind, reason }));
  const fitting = [...found].filter(
    ([source, matches]) => !reasons.has(source) && matches.some((match) => match !== null),
  );
  return succeed({ fitting: new Map(fitting), skipped });
}

/** Returns the matches on one target that its ledger does not know by that version. */
function listUnrecorded(
  target: number,
  fitting: Compared['fitting'],
  versions: Registered['versions'],
): readonly (Match & { readonly version: string })[] {
  return [...fitting].flatMap(([source, matches]) => {
    const match = matches[target] ?? null;
    const version = versions.get(source)?.version;
    return match === null || version === undefined || match.recorded === version ? [] : [{ ...match, version }];
  });
}

interface Done {
  readonly compared: Compared;
  readonly registered: Registered;
  /** Files that were written. */
  readonly files: ReadonlySet<string>;
  readonly skipped: readonly Skipped[];
  readonly unlisted: readonly string[];
}

function summarize(
  { name, protected: isProtected }: Environment,
  { compared: { fitting }, registered, files, skipped, unlisted }: Done,
): BaselineAnswer {
  const adopted = [...fitting].flatMap(([source, matches]) => {
    const version = registered.versions.get(source);
    if (version === undefined) return [];
    const isKnown =
      !version.isChanged && matches.every((match) => match === null || match.recorded === version.version);
    if (isKnown) return [];
    const { key, file } = source;
    const { version: number, status } = version;
    return [{ routine: printKey(key), kind: key.kind, version: number, status, file, isImported: files.has(file) }];
  });
  return {
    environment: name,
    adopted,
    unchanged: registered.versions.size - adopted.length,
    skipped: [...skipped, ...registered.skipped],
    ...(isProtected ? { isProtected: true } : {}),
    ...(unlisted.length > 0 && { unlisted }),
  };
}
