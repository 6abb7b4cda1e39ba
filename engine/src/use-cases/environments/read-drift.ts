/** The changes on an environment's servers since the last deployment, as far as the servers report them. */
import type { DriftedRoutine, UnknownDrift } from '../answers/drift';
import { fail, succeed, type Result } from '../../base/result';
import type { Failure } from '../../base/failure';
import { couldNot } from '../../database/connection/could-not';
import { explainServerError } from '../../database/connection/mysql-errors';
import { readAlterations, type Alteration } from '../../database/read-alterations';
import type { RecordedEntry, SavedDefinition, StepFinished } from '../../ledger/ledger';
import { restoreTargetDefinition } from '../../lifecycle/planning/steps/target-definition';
import { deployedOrder, isAsDeployed, isFinished, leftHere } from '../../lifecycle/target/last-deployed';
import type { DeployedObject } from '../../lifecycle/planning/steps/plan';
import { toLogical } from '../../lifecycle/target/read-environment';
import { askedFor, openLedger, type OpenTarget } from '../../lifecycle/target/target-at-work';
import { readTargetFacts, whyUnknown, type TargetFacts } from '../../lifecycle/planning/target-facts';
import { findDifferences, isSameButLineEnds } from '../../routine/difference';
import { renameRoutine } from '../../routine/rename-routine';
import { distinctPrinter } from '../../routine/distinct-names';
import { identify, type Routine } from '../../routine/routine';
import { selects, type Selector } from '../../routine/selector';
import { printForPeople } from '../shared/sides';
import { renderPatch } from '../shared/render-patch';

/** One routine on one target. */
export interface Drift {
  readonly step: StepFinished;
  /** The last deployed definition. */
  readonly saved: SavedDefinition;
  /** The existing routine; null if there is none. */
  readonly current: DeployedObject | null;
  /** The same under the project's names. */
  readonly live: Routine | null;
  readonly answer: DriftedRoutine;
}

export interface TargetDrift {
  readonly facts: TargetFacts;
  readonly drifts: readonly Drift[];
  readonly unknown: readonly UnknownDrift[];
  /** The number of routines that were compared. */
  readonly compared: number;
}

export async function readDrift(
  target: OpenTarget,
  selectors: readonly Selector[],
): Promise<Result<TargetDrift, Failure>> {
  const facts = await readTargetFacts({ ...target, wanted: [] });
  if (!facts.ok) return facts;
  const asked = [...facts.value.lastDone.values()].filter(
    (step) =>
      leftHere(step, target.environment, target.target) &&
      (selectors.length === 0 || selectors.some((selector) => selects(selector, step.logical))),
  );
  const printName = distinctPrinter([...facts.value.lastDone.values()].map(({ logical }) => logical));
  const unknown: UnknownDrift[] = [];
  const steps: StepFinished[] = [];
  for (const step of asked) {
    const why = describeUnknown(facts.value, step, printName(step.logical));
    if (why !== null) unknown.push(why);
    else if (hasDrifted(facts.value, step)) steps.push(step);
  }
  const compared = asked.length - unknown.length;
  if (steps.length === 0) return succeed({ facts: facts.value, drifts: [], unknown, compared });
  const known = await readDeployed(target, steps);
  if (!known.ok) return known;
  const altered = await readAltered(target, facts.value, steps);
  if (!altered.ok) return altered;
  const drifts = steps.flatMap((step) => {
    const saved = known.value.definitions.get(step.after ?? '');
    if (saved === undefined) return [];
    const at = known.value.deployed.get(step.deployment) ?? null;
    const alteration = withoutOwn(altered.value.get(identify(step.key)), known.value.undone.get(identify(step.key)));
    const drift = describe(facts.value, { step, name: printName(step.logical), saved, at, alteration });
    return drift === null ? [] : [drift];
  });
  return succeed({ facts: facts.value, drifts, unknown, compared });
}

function hasDrifted({ deployed, catalogs }: TargetFacts, step: StepFinished): boolean {
  const live = deployed.get(identify(step.key))?.live.routine;
  if (live === undefined && isFinished(step, catalogs.get(step.key.schema)?.clock ?? null)) return false;
  return !isAsDeployed(live, step);
}

/** Returns what is unknown of a routine, which is neither unchanged nor gone; null if it is known. */
function describeUnknown(facts: TargetFacts, { key, logical }: StepFinished, routine: string): UnknownDrift | null {
  const message = whyUnknown(facts, key);
  return message === null ? null : { routine, kind: logical.kind, target: facts.label, message };
}

interface Deployed {
  readonly definitions: ReadonlyMap<string, SavedDefinition>;
  /** The moments by deployment. */
  readonly deployed: ReadonlyMap<string, string>;
  /** The times in which steps ran that failed or were undone, by routine. */
  readonly undone: ReadonlyMap<string, readonly Span[]>;
}

/** Two moments, in milliseconds. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** Returns the alteration without its moment, where Sproc itself restored the text in it: that is not the change. */
function withoutOwn(alteration: Alteration | undefined, undone: readonly Span[] = []): Alteration | null {
  if (alteration === undefined) return null;
  const at = Date.parse(alteration.at ?? '');
  return undone.some(({ from, to }) => from <= at && at <= to) ? { ...alteration, at: null } : alteration;
}

/** Returns the times of the steps that were not done; the moments of alterations are whole seconds. */
function findUndone(entries: readonly RecordedEntry[]): readonly Span[] {
  const intended = new Map<string, number>();
  const spans: Span[] = [];
  for (const { entry, at } of entries) {
    if (entry.kind === 'step-intended') intended.set(entry.deployment, Math.floor(Date.parse(at) / 1_000) * 1_000);
    if (entry.kind !== 'step-finished' || entry.outcome === 'done' || entry.left === 'object') continue;
    const from = intended.get(entry.deployment);
    if (from !== undefined) spans.push({ from, to: Date.parse(at) });
  }
  return spans;
}

async function readDeployed(target: OpenTarget, steps: readonly StepFinished[]): Promise<Result<Deployed, Failure>> {
  const ledger = await openLedger(target);
  if (!ledger.ok) return ledger;
  const definitions = await ledger.value.definitions(steps.flatMap(({ after }) => (after === null ? [] : [after])));
  if (!definitions.ok) return definitions;
  const deployed = new Map<string, string>();
  for (const deployment of new Set(steps.map((step) => step.deployment))) {
    const entries = await ledger.value.read({ deployment });
    if (!entries.ok) return entries;
    const started = entries.value.find(({ entry }) => entry.kind === 'deployment-started');
    if (started !== undefined) deployed.set(deployment, started.at);
  }
  const undone = new Map<string, readonly Span[]>();
  for (const { key } of steps) {
    const routine = identify(key);
    const entries = await ledger.value.read({ routine });
    if (!entries.ok) return entries;
    undone.set(routine, findUndone(entries.value));
  }
  return succeed({ definitions: definitions.value, deployed, undone });
}

async function readAltered(
  target: OpenTarget,
  { server }: TargetFacts,
  steps: readonly StepFinished[],
): Promise<Result<ReadonlyMap<string, Alteration>, Failure>> {
  const session = await target.sessions.get('reader');
  if (!session.ok) return session;
  const all = new Map<string, Alteration>();
  for (const schema of new Set(steps.map(({ key }) => key.schema))) {
    const read = await readAlterations(session.value, schema);
    if (!read.ok)
      return fail(explainServerError(read.error, askedFor({ ...target, server }, couldNot.readCatalog(), schema)));
    for (const [identity, alteration] of read.value) all.set(identity, alteration);
  }
  return succeed(all);
}

interface Known {
  readonly step: StepFinished;
  /** The name for people. */
  readonly name: string;
  readonly saved: SavedDefinition;
  readonly at: string | null;
  readonly alteration: Alteration | null;
}

/** Returns null if a client loaded the deployed text again with other line ends. */
function describe(facts: TargetFacts, { step, name, saved, at, alteration }: Known): Drift | null {
  const current = facts.deployed.get(identify(step.key)) ?? null;
  const live = current === null ? null : toLogical(current.live, facts.naming).routine;
  const deployed = readSaved(saved, step, facts);
  const differences =
    deployed === null || live === null
      ? []
      : findDifferences(deployed, live, {
          defaultCharacterSet: facts.catalogs.get(step.key.schema)?.defaultCharacterSet ?? null,
          comparesViews: true,
        });
  if (deployed !== null && live !== null && differences.length === 0 && hasOtherLineEnds(deployed, live)) return null;
  const answer: DriftedRoutine = {
    routine: name,
    kind: step.logical.kind,
    target: facts.label,
    state: live === null ? 'missing' : 'changed',
    version: step.to,
    deployment: step.deployment,
    deployedAt: at,
    alteredAt: live === null ? null : (alteration?.at ?? null),
    definer: live === null ? null : (alteration?.definer ?? null),
    differences: differences.map(({ kind, detail }) => ({ kind, detail })),
    patch:
      deployed === null || live === null
        ? null
        : renderPatch([`deployed: ${name}`, printForPeople(deployed)], [`live: ${name}`, printForPeople(live)]),
  };
  return { step, saved, current, live, answer };
}

function hasOtherLineEnds(one: Routine, other: Routine): boolean {
  const isOther = one.parts.body !== other.parts.body || one.parts.parameters !== other.parts.parameters;
  return isOther && isSameButLineEnds(one, other);
}

/** Reads a saved text under the project's names; null if it is not understood. */
function readSaved(saved: SavedDefinition, step: StepFinished, { server, naming }: TargetFacts): Routine | null {
  const definition = restoreTargetDefinition(saved, server);
  if (definition === null) return null;
  const order = deployedOrder(step);
  const { parts } = definition.routine;
  const deployed = order === null ? definition.routine : { ...definition.routine, parts: { ...parts, order } };
  const routine = renameRoutine(deployed, naming.toLogical);
  return { ...routine, definer: routine.definer === null ? null : naming.definerToLogical(routine.definer) };
}
