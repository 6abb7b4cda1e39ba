/** A series of rounds: a deployment meets a mishap in each, and everything is checked afterwards. */
import { makeRandom } from '../conformance/random';
import type { ThrowawayServer } from '../servers/throwaway-server';
import { Arena } from './arena';
import type { Deployers } from './deployers';
import type { Random } from './faults';
import { Loss } from './judge';
import { nextState, type State } from './members';
import { Report } from './report';
import { chooseMishap, playRound, type Ending, type Round } from './round';

export interface CampaignOptions {
  /** Rounds in which the deploying process is to be killed. */
  readonly kills: number;
  readonly seed: number;
  /** Ends the campaign early, with what there is by then. */
  readonly seconds: number;
}

/** The number of rounds after which the arena is created again, so that a ledger does not grow without end. */
const roundsPerArena = 80;
/** The number of losses that end the campaign, because more of the same prove nothing. */
const mostLosses = 5;

export async function runCampaign(
  server: ThrowawayServer,
  deployers: Deployers,
  options: CampaignOptions,
): Promise<Report> {
  const report = new Report(server.flavor, options.seed);
  const isOver = (): boolean =>
    report.kills >= options.kills || report.losses.length >= mostLosses || report.seconds > options.seconds;
  for (let part = 0; !isOver(); part++) {
    // Every second account may not switch automatic_sp_privileges, and has to give grants back instead.
    const maySwitch = part % 2 === 0;
    const arena = await Arena.start(server, `torture${part}`, maySwitch);
    const keepsGrants = maySwitch || server.flavor === 'mariadb';
    const sweep = new Sweep();
    for (let i = 0; i < roundsPerArena && !isOver(); i++) {
      const random = makeRandom(options.seed * 100_003 + report.rounds);
      const next = sweep.against(arena.state, random);
      const mishap = chooseMishap(report.rounds, sweep.dieAt);
      if (!(await playAndReport({ arena, deployers, keepsGrants, random, next, mishap }, sweep, report))) break;
    }
    await arena.close();
  }
  return report;
}

/** Returns false after a loss, on which no further round can build. */
async function playAndReport(round: Round, sweep: Sweep, report: Report): Promise<boolean> {
  const before = round.arena.state;
  try {
    const ending = await playRound(round);
    report.add(round.mishap, ending);
    sweep.learn(round, ending, before);
    return true;
  } catch (problem) {
    if (!(problem instanceof Loss)) throw problem;
    report.lose(round.mishap, problem.message);
    return false;
  }
}

/** Two states, deployed alternately until a kill was tried at each fault point between them; then a new pair. */
class Sweep {
  #other: State | null = null;
  dieAt = 0;

  against(state: State, random: Random): State {
    this.#other ??= nextState(state, random);
    return this.#other;
  }

  learn({ arena, mishap }: Round, { isKilled, rival }: Ending, before: State): void {
    if (mishap.kind === 'killed at a boundary') this.dieAt = isKilled ? this.dieAt + 1 : 0;
    const isSwept = mishap.kind === 'killed at a boundary' && !isKilled;
    if (isSwept || rival !== null) this.#other = null;
    else if (arena.state === this.#other) this.#other = before;
  }
}
