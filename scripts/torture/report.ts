/** The result of a campaign: kills by moment and by outcome, and every loss with the command that repeats it. */
import type { Flavor } from '../servers/flavor';
import type { Ending, Mishap } from './round';

export class Report {
  readonly #flavor: Flavor;
  readonly #seed: number;
  readonly #startedAt = performance.now();
  readonly #mishaps = new Map<string, number>();
  readonly #milliseconds = new Map<string, number>();
  readonly #moments = new Map<string, number>();
  readonly #outcomes = new Map<string, number>();
  readonly losses: string[] = [];
  rounds = 0;
  kills = 0;
  #gaps = 0;

  constructor(flavor: Flavor, seed: number) {
    this.#flavor = flavor;
    this.#seed = seed;
  }

  get seconds(): number {
    return (performance.now() - this.#startedAt) / 1_000;
  }

  add(mishap: Mishap, { isKilled, where, missing, settledBy, outcome, durationMs }: Ending): void {
    this.rounds++;
    count(this.#milliseconds, nameOf(mishap), durationMs);
    if (isKilled) this.kills++;
    if (missing.length > 0) this.#gaps++;
    count(this.#mishaps, nameOf(mishap));
    if (mishap.kind === 'killed at a boundary')
      count(this.#moments, isKilled ? (where.split(' ')[0] ?? '') : 'not reached');
    count(this.#outcomes, `${outcome} by ${settledBy}`);
  }

  lose(mishap: Mishap, message: string): void {
    const repeat = `--only ${this.#flavor} --seed ${this.#seed}, round ${this.rounds}`;
    this.losses.push(`${nameOf(mishap)} (${repeat}): ${message}`);
    this.rounds++;
  }

  print(): string {
    return [
      `${this.#flavor}: ${this.kills} kills in ${this.rounds} rounds, ${this.losses.length} losses, ${this.seconds.toFixed(0)} s (seed ${this.#seed})`,
      `  mishaps   ${list(this.#mishaps, (name, times) => ` (${Math.round((this.#milliseconds.get(name) ?? 0) / times)} ms)`)}`,
      `  killed at ${list(this.#moments)}`,
      `  settled   ${list(this.#outcomes)}`,
      `  missing between a trigger's DROP and CREATE until it was settled: ${this.#gaps}`,
      ...this.losses.map((loss) => `  LOST: ${loss}`),
      '',
    ].join('\n');
  }
}

function nameOf(mishap: Mishap): string {
  return mishap.kind === 'fault' ? mishap.fault.name : mishap.kind;
}

function count(tally: Map<string, number>, name: string, by = 1): void {
  tally.set(name, (tally.get(name) ?? 0) + by);
}

function list(tally: ReadonlyMap<string, number>, tell: (name: string, times: number) => string = () => ''): string {
  return [...tally]
    .sort(([, left], [, right]) => right - left)
    .map(([name, times]) => `${name} ${times}${tell(name, times)}`)
    .join(', ');
}
