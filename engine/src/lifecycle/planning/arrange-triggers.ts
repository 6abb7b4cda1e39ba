/**
 * The order of triggers, which is one fact of a table, while a step replaces one trigger: each step creates its trigger
 * beside those that are there then, and triggers that would be left in the wrong place are created again by steps of
 * their own.
 */
import { Memory } from '../../base/memory';
import { digestDefinition } from '../../ledger/chain';
import { identify, type RoutineKey, type TriggerOrder } from '../../routine/routine';
import { makeChange } from './changes';
import { findSettled, keepOrder, precedencesOf, sortByPrecedence } from './settle-trigger-order';
import type { DeployedObject, DeploymentStep } from './steps/plan';
import type { TargetDefinition } from './steps/target-definition';
import { chooseStrategy } from './strategies/choose-strategy';
import type { TargetFacts } from './target-facts';
import {
  copyLists,
  insertAt,
  isInPlace,
  listOf,
  readTriggerLists,
  removeFrom,
  renderPlace,
  schemaOf,
  sidesOf,
  type Sides,
  type TriggerLists,
} from './trigger-lists';

/** A trigger that the plan wants to be there, replaced or not. */
export interface WantedTrigger {
  /** The key with the target's names. */
  readonly key: RoutineKey;
  readonly after: TargetDefinition;
  readonly place: WantedPlace;
  /** Builds the step that creates it again, if only its place is wrong; null if that is not possible. */
  readonly recreate: () => DeploymentStep | null;
}

/**
 * `kept`: where it is now. `stated`: before and after these, wherever that is. `beside`: directly beside them, as it
 * was before.
 */
export type WantedPlace = { readonly kind: 'kept' } | ({ readonly kind: 'stated' | 'beside' } & Sides);

/** Returns the steps with those for the order of triggers, and with the places in their statements. */
export function arrangeTriggers(
  steps: readonly DeploymentStep[],
  wanted: readonly WantedTrigger[],
  facts: TargetFacts,
): readonly DeploymentStep[] {
  if (wanted.length === 0 && steps.every(({ key }) => key.kind !== 'trigger')) return steps;
  const arranging = { steps, wanted: new Map(wanted.map((one) => [identify(one.key), one])), facts };
  const live = readTriggerLists(
    [...facts.deployed.values()].map((deployed) => deployed.live.routine),
    foldsNames(facts),
  );
  const { goals, moved } = findGoals(arranging, live);
  const { settled, again } = findRecreated(arranging, { live, goals, moved });
  return placeAll(insertSteps(steps, again, facts), { facts, live: copyLists(live), goals, settled });
}

/** Adds the reason for which a trigger is created again. */
export function withReason(step: DeploymentStep | null): DeploymentStep | null {
  const why = 'It is created again unchanged, because the order of the triggers of its table needs that.';
  return step === null ? null : { ...step, hazards: [why, ...step.hazards] };
}

interface Arranging {
  readonly steps: readonly DeploymentStep[];
  /** The wanted triggers by identity of the physical key. */
  readonly wanted: ReadonlyMap<string, WantedTrigger>;
  readonly facts: TargetFacts;
}

function foldsNames({ server }: TargetFacts): boolean {
  return server.foldsNames === true;
}

function listAfter({ after }: Pick<DeploymentStep, 'after'>, facts: TargetFacts): string | null {
  return after === null ? null : listOf(after.routine, foldsNames(facts));
}

interface Goals {
  readonly goals: TriggerLists;
  /** The identities of those that leave their place. */
  readonly moved: ReadonlySet<string>;
}

/** Returns the lists as they are to be after the plan. */
function findGoals({ steps, wanted, facts }: Arranging, live: TriggerLists): Goals {
  const goals = copyLists(live);
  const moved = new Set<string>();
  for (const step of steps.filter(({ key }) => key.kind === 'trigger')) {
    removeFrom(goals, step.key, listAfter(step, facts));
  }
  for (const [identity, { key, after, place }] of wanted) {
    const list = listOf(after.routine, foldsNames(facts));
    if (list === null) continue;
    const names = goals.get(list) ?? [];
    const sides = spellAll(place.kind === 'kept' ? noSides : place, names, facts);
    const isListed = names.includes(key.name);
    const stays = place.kind === 'kept' || (place.kind === 'stated' && isInPlace(names, key.name, sides));
    const isAlone = ![...sides.before, ...sides.after].some((name) => names.includes(name));
    if (isListed && (stays || isAlone)) continue;
    const others = names.filter((name) => name !== key.name);
    const next = insertAt(others, key.name, sides);
    if (isListed && next.join('\0') !== names.join('\0')) moved.add(identity);
    goals.set(list, next);
  }
  for (const [list, names] of goals)
    goals.set(list, sortByPrecedence(names, findPrecedences(names, list, { wanted, facts })));
  return { goals, moved };
}

const noSides: Sides = { before: [], after: [] };

function findPrecedences(
  names: readonly string[],
  list: string,
  { wanted, facts }: Pick<Arranging, 'wanted' | 'facts'>,
): ReturnType<typeof precedencesOf> {
  const own = [...wanted.values()].filter(({ after }) => listOf(after.routine, foldsNames(facts)) === list);
  const isOwn = new Set(own.map(({ key }) => key.name));
  // What the plan does not want anything of is not created again for the sake of others.
  const fixed = keepOrder(names.filter((name) => !isOwn.has(name)));
  const stated = own.flatMap(({ key, place }) =>
    place.kind === 'stated' ? precedencesOf(names, key.name, spellAll(place, names, facts)) : [],
  );
  return [...fixed, ...stated];
}

/** Spells names as the list does, on a server that reads names without regard to their case. */
function spellAll({ before, after }: Sides, names: readonly string[], facts: TargetFacts): Sides {
  if (!foldsNames(facts)) return { before, after };
  const spell = (name: string): string => names.find((one) => one.toLowerCase() === name.toLowerCase()) ?? name;
  return { before: before.map(spell), after: after.map(spell) };
}

interface Recreated {
  /** The names that stay in place, by list. */
  readonly settled: ReadonlyMap<string, ReadonlySet<string>>;
  readonly again: readonly DeploymentStep[];
}

function findRecreated(
  { steps, wanted }: Arranging,
  { live, goals, moved }: Goals & { readonly live: TriggerLists },
): Recreated {
  const byName = new Map([...wanted.values()].map((one) => [`${one.key.schema}.${one.key.name}`, one]));
  const stepped = new Set(steps.map(({ key }) => identify(key)));
  const settled = new Map<string, ReadonlySet<string>>();
  const again: DeploymentStep[] = [];
  for (const [list, goal] of goals) {
    const find = (name: string): WantedTrigger | undefined => byName.get(`${schemaOf(list)}.${name}`);
    const staying = (live.get(list) ?? []).filter(
      (name) => goal.includes(name) && !stepped.has(identify({ kind: 'trigger', schema: schemaOf(list), name })),
    );
    const weigh = (name: string): number => {
      const one = find(name);
      if (one === undefined) return weights.others;
      return moved.has(identify(one.key)) ? weights.moved : weights.own;
    };
    const stay = new Set(findSettled(staying, goal, weigh));
    for (const name of goal.filter((one) => staying.includes(one) && !stay.has(one))) {
      const step = find(name)?.recreate() ?? null;
      if (step === null) stay.add(name);
      else again.push(step);
    }
    settled.set(list, stay);
  }
  return { settled, again };
}

/** A trigger of others is created again for nobody; one that has to move goes before one that need not. */
const weights = { others: 1_000_000, own: 1_000, moved: 999 } as const;

/** Inserts the steps after the last one of the same list. */
function insertSteps(
  steps: readonly DeploymentStep[],
  again: readonly DeploymentStep[],
  facts: TargetFacts,
): readonly DeploymentStep[] {
  const all = [...steps];
  for (const step of again) {
    const list = listAfter(step, facts);
    const at = all.findLastIndex((one) => listAfter(one, facts) === list && list !== null);
    all.splice(at < 0 ? all.length : at + 1, 0, step);
  }
  return all;
}

interface Placing {
  readonly facts: TargetFacts;
  /** The lists as they are before each step. */
  readonly live: TriggerLists;
  readonly goals: TriggerLists;
  readonly settled: ReadonlyMap<string, ReadonlySet<string>>;
}

function placeAll(steps: readonly DeploymentStep[], placing: Placing): readonly DeploymentStep[] {
  const { facts, live, goals } = placing;
  const settled = new Map([...placing.settled].map(([list, names]) => [list, new Set(names)]));
  return steps.map((step) => {
    if (step.key.kind !== 'trigger') return step;
    const { name, schema } = step.key;
    const from = [...live].find(([list, names]) => schemaOf(list) === schema && names.includes(name));
    const old = from === undefined ? null : renderPlace(sidesOf(from[1], name));
    removeFrom(live, step.key, null);
    const list = listAfter(step, facts);
    if (step.after === null || list === null) return withPlaces(step, { old, after: step.after }, facts);
    const done = settled.get(list) ?? new Set<string>();
    settled.set(list, done);
    const goal = sidesOf(goals.get(list) ?? [], name);
    const sides = {
      before: goal.before.filter((one) => done.has(one)),
      after: goal.after.filter((one) => done.has(one)),
    };
    const names = live.get(list) ?? [];
    const clause = choosePlace(step, { names, goal, sides, isNew: from?.[0] !== list });
    live.set(list, insertAt(names, name, clause.sides));
    done.add(name);
    return withPlaces(step, { old, after: placeAt(step.after, clause.place, sides) }, facts);
  });
}

interface Neighbours {
  /** The names that are there before the step. */
  readonly names: readonly string[];
  /** All that are to be before and after it in the end, and those of them that are in place. */
  readonly goal: Sides;
  readonly sides: Sides;
  readonly isNew: boolean;
}

interface Chosen {
  readonly sides: Sides;
  readonly place: TargetDefinition['triggerPlace'];
}

/** Chooses the clause: the text's own if it leads to the right place, and otherwise one beside a trigger in place. */
function choosePlace({ key, after }: DeploymentStep, { names, goal, sides, isNew }: Neighbours): Chosen {
  const own = after?.routine.parts.order ?? null;
  const written = own === null || own.isComplete ? null : own;
  const natural = written ?? noSides;
  const named = [...natural.before, ...natural.after];
  const isThere = named.every((name) => names.includes(name));
  const isRight = isThere && isInPlace(insertAt(names, key.name, natural), key.name, sides);
  // A neighbour that nobody knows is for the server to judge.
  const isUnknown = !named.every((name) => names.includes(name) || [...goal.before, ...goal.after].includes(name));
  if ((isRight && (written !== null || isNew)) || isUnknown) return { sides: natural, place: null };
  const nearest = { before: sides.before.slice(-1), after: sides.after.slice(0, 1) };
  const place = renderPlace(nearest);
  return { sides: nearest, place: place ?? (written === null ? null : '') };
}

/** Returns the definition with that place; its order is what the server is to show when the step is read back. */
function placeAt(after: TargetDefinition, place: TargetDefinition['triggerPlace'], sides: Sides): TargetDefinition {
  const order: TriggerOrder = { ...sides, isComplete: false };
  const { routine } = after;
  const parts = { ...routine.parts, order };
  return { ...after, routine: { ...routine, parts }, triggerPlace: place, memory: new Memory() };
}

interface Places {
  /** The place of the existing trigger when the step begins. */
  readonly old: string | null;
  readonly after: TargetDefinition | null;
}

function withPlaces(step: DeploymentStep, { old, after }: Places, facts: TargetFacts): DeploymentStep {
  const before = step.before === null ? null : placedBefore(step.before, old);
  const change = makeChange(facts, { key: step.key, before, after });
  const strategy = chooseStrategy(change, step.strategy === 'nothing' ? null : step.strategy);
  return strategy === null ? step : { ...step, before, after, script: strategy.render(change) };
}

function placedBefore(before: DeployedObject, triggerPlace: string | null): DeployedObject {
  const saved = { ...before.saved, triggerPlace };
  return { ...before, saved, digest: digestDefinition(saved) };
}
