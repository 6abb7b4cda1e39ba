/**
 * A plan is made to be shown, and again under the lease. Where nothing that it is made from has changed in between, the
 * first one stands.
 */
import { isDeepStrictEqual } from 'node:util';
import { Kept, type Memory } from '../../base/memory';
import { makePlan, type PlanInput } from './make-plan';
import type { Plan } from './steps/plan';
import type { TargetFacts } from './target-facts';

interface CachedPlan {
  readonly input: PlanInput;
  readonly facts: readonly TargetFacts[];
  readonly plan: Plan;
}

const lastPlan = new Kept<{ cached: CachedPlan | null }>(() => ({ cached: null }));

/** What `makePlan` gives. */
export function planOnce(memory: Memory, input: PlanInput, facts: readonly TargetFacts[]): Plan {
  const kept = memory.of(lastPlan);
  const before = kept.cached;
  if (before !== null && isSameInput(before.input, input) && isSameFacts(before.facts, facts)) return before.plan;
  const plan = makePlan(input, facts);
  kept.cached = { input, facts, plan };
  return plan;
}

function isSameInput(left: PlanInput, right: PlanInput): boolean {
  return isSameList(listTexts(left), listTexts(right)) && isDeepStrictEqual(outlineInput(left), outlineInput(right));
}

/** The same objects for as long as the files are the same: trees are never compared. */
function listTexts({ desired, workspace }: PlanInput): readonly unknown[] {
  return [...desired.map(({ routine }) => routine), ...workspace];
}

function isSameList(left: readonly unknown[], right: readonly unknown[]): boolean {
  return left.length === right.length && left.every((one, i) => one === right[i]);
}

/** All but the texts. A registered version never changes. */
function outlineInput({ environment, options, desired, records }: PlanInput): unknown {
  return {
    environment,
    options,
    desired: desired.map(({ version, place }) => [version, place]),
    records: [...records].map(([identity, { versions, changes, conflict }]) => [
      identity,
      versions.map(({ version }) => version),
      changes,
      conflict?.what,
    ]),
  };
}

function isSameFacts(left: readonly TargetFacts[], right: readonly TargetFacts[]): boolean {
  return isDeepStrictEqual(left.map(outlineFacts), right.map(outlineFacts));
}

/** All of them but the ledger, which the first deployment makes in between; what stands there by its digest. */
function outlineFacts(facts: TargetFacts): unknown {
  const { privileges, deployed, catalogs } = facts;
  return {
    ...facts,
    hasLedger: null,
    privileges: privileges.lines,
    standing: [...deployed].map(([identity, { digest, live }]) => [identity, digest, live.createdAt, live.alteredAt]),
    catalogs: [...catalogs].map(([schema, catalog]) => [schema, { ...catalog, routines: null }]),
  };
}
