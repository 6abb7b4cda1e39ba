/** One round: a deployment meets its mishap, the schema is checked, everything is recovered, and checked again. */
import { setTimeout as pause } from 'node:timers/promises';
import type { DeployAnswer, Failure, Result } from '../../engine/src/engine';
import type { Arena } from './arena';
import type { Deployers, Fate } from './deployers';
import { faults, type Fault, type Random } from './faults';
import { findLostGrants, judgeSettled, judgeStruck, Loss, refuseGaps, sideOf, stands } from './judge';
import { members, nextState, type State } from './members';
import type { Observed } from './observe';
import { playStranger } from './stranger';
import { openFolder, writeSources } from './tortured-project';

export type Mishap =
  | { readonly kind: 'killed at a boundary'; readonly dieAt: number }
  | { readonly kind: 'killed at any time' }
  | { readonly kind: 'two at once' }
  | { readonly kind: 'changed by someone else' }
  | { readonly kind: 'fault'; readonly fault: Fault };

export interface Round {
  readonly arena: Arena;
  readonly deployers: Deployers;
  /** The account may arrange that grants stay where they are while a routine is replaced. */
  readonly keepsGrants: boolean;
  readonly random: Random;
  readonly next: State;
  readonly mishap: Mishap;
}

/** The effect of the mishap on the deployment. */
interface Struck {
  readonly isKilled: boolean;
  /** The moment, `intended 3` or a description. */
  readonly where: string;
  /** The answer of a surviving process. */
  readonly answer: DeployAnswerResult | null;
  /** The state that a second deployment was to create. */
  readonly rival: State | null;
}

type DeployAnswerResult = Result<DeployAnswer, Failure>;

export interface Ending extends Struck {
  /** Missing between the mishap and the settling. */
  readonly missing: readonly string[];
  readonly settledBy: 'recover' | 'deploy';
  readonly outcome: DeployAnswer['outcome'];
  /** Milliseconds of the whole round. */
  readonly durationMs: number;
}

/** Throws a `Loss` where anything is not as it must be. Leaves the arena settled, with its new state and its grants. */
export async function playRound(round: Round): Promise<Ending> {
  const { arena, next } = round;
  if (round.mishap.kind === 'changed by someone else') return playStranger(round);
  const startedAt = performance.now();
  const { grants } = await arena.observe();
  for (const folder of [arena.folders.straight, arena.folders.wire]) writeSources(folder, next);
  const struck = await strike(round);
  try {
    const ending = await judgeRound(round, struck, grants);
    return { ...ending, durationMs: performance.now() - startedAt };
  } catch (problem) {
    throw problem instanceof Loss ? new Loss(`struck ${struck.where}: ${problem.message}`) : problem;
  }
}

async function judgeRound(
  round: Round,
  struck: Struck,
  grants: Observed['grants'],
): Promise<Omit<Ending, 'durationMs'>> {
  const { arena, next } = round;
  const sides = [arena.state, next, ...(struck.rival === null ? [] : [struck.rival])];
  const { observed, missing } = await observeStruck(round, struck, { sides, grants });
  judgeAnswer(round, struck, observed);
  const settledBy = round.random(5) < 3 ? 'recover' : 'deploy';
  const outcome = await settle(arena, settledBy);
  const settled = await arena.observe();
  arena.state = findEnd(arena, settled, { sides, settledBy, outcome, next });
  const strip = struck.rival === null ? (all: Observed['grants']) => all : withoutGuests;
  await judgeSettled(arena, { ...settled, grants: strip(settled.grants) }, arena.state, strip(grants));
  await arena.endow();
  return { ...struck, missing, settledBy, outcome };
}

/**
 * Observes the schema after the mishap. Statements of a dead process may still run: a list of routines read just then
 * has gaps that no caller meets.
 */
async function observeStruck(
  { arena, keepsGrants }: Round,
  { rival }: Struck,
  { sides, grants }: { readonly sides: readonly State[]; readonly grants: Observed['grants'] },
): Promise<{ readonly observed: Observed; readonly missing: readonly string[] }> {
  const [before, next] = sides;
  const mayJudge = keepsGrants && rival === null && before !== undefined && next !== undefined;
  for (let patience = 20; ; patience--) {
    const observed = await arena.observe();
    const missing = judgeStruck(arena, observed, sides);
    const lost = mayJudge ? findLostGrants(observed, grants, [before, next]) : null;
    if (missing.length === 0 && lost === null) return { observed, missing: [] };
    if (patience > 0) await pause(50);
    else if (lost !== null) throw new Loss(lost);
    else return { observed, missing: refuseGaps(arena, missing) };
  }
}

function strike(round: Round): Promise<Struck> {
  const { mishap } = round;
  switch (mishap.kind) {
    case 'killed at a boundary':
      return killAtBoundary(round, mishap.dieAt);
    case 'killed at any time':
      return killAtAnyTime(round);
    case 'two at once':
      return raceTwo(round);
    case 'changed by someone else':
      throw new Error('A round with a change by someone else is played on its own.');
    case 'fault':
      return meetFault(round, mishap.fault);
  }
}

async function killAtBoundary({ arena, deployers }: Round, dieAt: number): Promise<Struck> {
  return describeFate(await deployers.run({ folder: arena.folders.straight, dieAt }));
}

async function killAtAnyTime({ arena, deployers, random }: Round): Promise<Struck> {
  const afterMs = random(Math.round(arena.patienceMs));
  const fate = await deployers.run({ folder: arena.folders.straight, dieAt: null }, afterMs);
  // So that most are killed, and none is always killed early.
  arena.patienceMs *= fate.answer === null ? 1.03 : 0.9;
  return describeFate({ ...fate, diedAt: fate.answer === null ? `after ${afterMs} ms` : null });
}

/** Runs both at the same moment, with different states; half the time one of them is killed. */
async function raceTwo({ arena, deployers, random, next }: Round): Promise<Struck> {
  const rival = nextState(next, random);
  writeSources(arena.folders.rival, rival);
  const afterMs = random(2) === 0 ? null : random(Math.round(arena.patienceMs));
  const [one, other] = await Promise.all([
    deployers.run({ folder: arena.folders.straight, dieAt: null }, afterMs),
    deployers.run({ folder: arena.folders.rival, dieAt: null }),
  ]);
  return {
    isKilled: one.answer === null,
    where: `after ${afterMs ?? 'no'} ms, the other: ${other.answer ?? ''}`,
    answer: null,
    rival,
  };
}

async function meetFault({ arena, random }: Round, fault: Fault): Promise<Struck> {
  const strikeAt = random(arena.usualBoundaries);
  let crossed = 0;
  let where = 'nowhere';
  const project = await openFolder(arena.folders[fault.road], async (boundary, step) => {
    if (crossed++ !== strikeAt) return;
    where = `${boundary} ${step}: ${await fault.strike(arena, random)}`;
  });
  const answer = await project.deploy({ environment: 'test', prune: true });
  await fault.heal(arena);
  return { isKilled: false, where, answer, rival: null };
}

function describeFate({ diedAt, answer }: Fate): Struck {
  const parsed = answer === null ? null : (JSON.parse(answer) as DeployAnswerResult);
  return { isKilled: answer === null, where: diedAt ?? 'nowhere', answer: parsed, rival: null };
}

/** Checks that the answer of a surviving process is true. */
function judgeAnswer({ arena, next }: Round, { answer, where }: Struck, observed: Observed): void {
  if (answer === null) return;
  const side = sideOf(arena, observed, arena.state, next);
  const said = answer.ok ? answer.value.outcome : answer.error.kind;
  const claimed = said === 'deployed' ? 'new' : said === 'partial' ? null : 'old';
  if (claimed !== null && side !== claimed)
    throw new Loss(`it answered ${said} (${where}), but everything is ${side}: ${JSON.stringify(answer)}`);
}

/** Recovers; a dead process's lease may need a moment to expire. */
async function settle(arena: Arena, by: Ending['settledBy']): Promise<DeployAnswer['outcome']> {
  const project = await openFolder(arena.folders.straight);
  const limit = Date.now() + 60_000;
  for (;;) {
    const answer =
      by === 'recover'
        ? await project.recover({ environment: 'test' })
        : await project.deploy({ environment: 'test', prune: true });
    if (answer.ok && answer.value.outcome !== 'partial' && answer.value.outcome !== 'failed')
      return answer.value.outcome;
    const isHeld = !answer.ok && answer.error.kind === 'held';
    if (!isHeld || Date.now() > limit) throw new Loss(`${by} did not settle it: ${JSON.stringify(answer)}`);
    await pause(100);
  }
}

interface Settling {
  readonly sides: readonly State[];
  readonly settledBy: Ending['settledBy'];
  readonly outcome: DeployAnswer['outcome'];
  readonly next: State;
}

/** Returns the present state; checks that the report of the recovery is true. */
function findEnd(arena: Arena, settled: Observed, { sides, settledBy, outcome, next }: Settling): State {
  const end = settledBy === 'deploy' ? next : sides.find((side) => stands(arena, settled, side));
  if (end === undefined || !stands(arena, settled, end))
    throw new Loss(`${settledBy} said ${outcome}, and left a mixture: ${[...settled.texts.keys()].join(', ')}`);
  const [before] = sides;
  if (settledBy === 'recover' && outcome === 'rolled-back' && end !== before && sides.length === 2)
    throw new Loss('recover said rolled-back, but the new ones stand');
  return end;
}

/** Removes guests, which may have been created twice when two processes deployed. */
function withoutGuests(grants: Observed['grants']): Observed['grants'] {
  const guests = new Set(members.filter(({ isGuest }) => isGuest).map(({ name }) => name));
  return new Map([...grants].filter(([name]) => !guests.has(name)));
}

/**
 * Chooses a mishap: every fourth round has a fault, in order; every eighth has a change by someone else; the others kill,
 * most of them at every fault point with `dieAt`.
 */
export function chooseMishap(number: number, dieAt: number): Mishap {
  const turn = Math.floor(number / 4);
  const fault = faults[turn % faults.length];
  if (number % 4 === 3 && fault !== undefined) return { kind: 'fault', fault };
  if (number % 4 !== 1) return { kind: 'killed at a boundary', dieAt };
  if (turn % 2 === 0) return { kind: 'changed by someone else' };
  return turn % 3 === 2 ? { kind: 'two at once' } : { kind: 'killed at any time' };
}
