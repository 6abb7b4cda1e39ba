/** A plan is made for display, and again under the lease. If its input is unchanged, the first one is reused. */
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

/** Returns the result of `makePlan`, from the cache if the input is the same. */
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

/** Lists the texts, which are the same objects as long as the files are unchanged: trees are never compared. */
function listTexts({ desired, workspace }: PlanInput): readonly unknown[] {
  return [...desired.map(({ routine }) => routine), ...workspace];
}

function isSameList(left: readonly unknown[], right: readonly unknown[]): boolean {
  return left.length === right.length && left.every((one, i) => one === right[i]);
}

/** Returns the input without the texts. A registered version never changes. */
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

/**
 * Returns the facts without the ledger, which the first deployment creates meanwhile; existing routines by their
 * digests.
 */
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
