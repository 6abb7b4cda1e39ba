/** A round in which someone else replaces a routine while it is deployed: that text is never overwritten. */
import { setTimeout as pause } from 'node:timers/promises';
import type { DeployAnswer, Failure, Result } from '../../engine/src/engine';
import type { OnFaultPoint } from '../../engine/src/lifecycle/target/fault-point';
import { account, type Arena } from './arena';
import { Loss } from './judge';
import { members, type Member } from './members';
import type { Observed } from './observe';
import type { Ending, Round } from './round';
import { openFolder, writeSources } from './tortured-project';

type Answer = Result<DeployAnswer, Failure>;

const theirs = '-777';

/** Plays the round, and removes the change in the end, so that the next round finds a state of its own. */
export async function playStranger({ arena, random, next }: Round): Promise<Ending> {
  const startedAt = performance.now();
  writeSources(arena.folders.straight, next);
  const candidates = members.filter(
    ({ kind, name }) => (kind === 'PROCEDURE' || kind === 'FUNCTION') && arena.state.has(name) && next.has(name),
  );
  const victim = candidates[random(candidates.length)];
  if (victim === undefined) throw new Error('There is no routine in both states.');
  const canceller = random(2) === 0 ? new AbortController() : null;
  const struck = { where: '' };
  const strike = strikeOnce(arena, { victim, strikeAt: random(arena.usualBoundaries), canceller, struck });
  const project = await openFolder(arena.folders.straight, strike);
  const signal = canceller === null ? {} : { signal: canceller.signal };
  const answer = await project.deploy({ environment: 'test', prune: true, ...signal });
  const outcome = await recoverFully(arena);
  if (struck.where !== '') judge(arena, { victim, answer, where: struck.where, observed: await arena.observe() }, next);
  // A replacement would keep the character sets that the other one's session had.
  if (struck.where !== '') await arena.administrator.run(`DROP ${victim.kind} ${arena.schema}.${victim.name}`);
  const over = await project.deploy({ environment: 'test', prune: true, overwrite: true });
  if (!over.ok || !['deployed', 'nothing-to-do'].includes(over.value.outcome))
    throw new Loss(`the next state could not be deployed: ${JSON.stringify(over)}`);
  arena.state = next;
  await arena.endow();
  const durationMs = performance.now() - startedAt;
  const about = {
    isKilled: false,
    where: struck.where,
    answer,
    rival: null,
    missing: [],
    settledBy: 'recover',
  } as const;
  return { ...about, outcome, durationMs };
}

interface Strike {
  readonly victim: Member;
  /** The number of fault points before it. */
  readonly strikeAt: number;
  /** Cancels the deployment, too; null if it runs on. */
  readonly canceller: AbortController | null;
  readonly struck: { where: string };
}

function strikeOnce(arena: Arena, { victim, strikeAt, canceller, struck }: Strike): OnFaultPoint {
  let crossed = 0;
  return async (faultPoint, step) => {
    // While statements are queued the deployment itself holds the lock that the other one needs.
    if (crossed++ < strikeAt || struck.where !== '' || faultPoint.endsWith('queued')) return;
    struck.where = `${faultPoint} ${step}, ${victim.name}`;
    const name = `${arena.schema}.${victim.name}`;
    const text = victim.kind === 'FUNCTION' ? '(a INT) RETURNS INT DETERMINISTIC RETURN' : '() SELECT';
    await arena.administrator.run(
      `DROP ${victim.kind} ${name}`,
      `CREATE DEFINER = ${account} ${victim.kind} ${name}${text} ${theirs}`,
    );
    canceller?.abort();
  };
}

interface Struck {
  readonly victim: Member;
  readonly answer: Answer;
  readonly where: string;
  readonly observed: Observed;
}

/** Checks that the change exists still, that all else is completely old or new, and that the answer is true. */
function judge(arena: Arena, { victim, answer, where, observed }: Struck, next: Arena['state']): void {
  const said = `${where}: it answered ${JSON.stringify(answer)}`;
  if (!(observed.texts.get(victim.name) ?? '').includes(theirs))
    throw new Loss(`the change was overwritten at ${said}`);
  const isDeployed = answer.ok && answer.value.outcome === 'deployed';
  const expected = isDeployed ? next : arena.state;
  for (const { name } of members) {
    if (name === victim.name) continue;
    const [text, wanted] = [observed.texts.get(name) ?? null, arena.referenceOf(name, expected)];
    if (text !== wanted)
      throw new Loss(`${name} ended as ${text ?? 'nothing'}, not as ${wanted ?? 'nothing'}, at ${said}`);
  }
  const steps = answer.ok ? answer.value.steps : [];
  const own = steps.find(({ routine }) => routine.endsWith(`.${victim.name}`));
  if (own?.outcome === 'restored' && own.left === undefined) throw new Loss(`it claims to have restored it at ${said}`);
}

async function recoverFully(arena: Arena): Promise<DeployAnswer['outcome']> {
  const project = await openFolder(arena.folders.straight);
  for (const limit = Date.now() + 60_000; ;) {
    const answer = await project.recover({ environment: 'test' });
    if (answer.ok && answer.value.outcome !== 'partial') return answer.value.outcome;
    if (Date.now() > limit) throw new Loss(`recover did not settle it: ${JSON.stringify(answer)}`);
    await pause(100);
  }
}
