/**
 * Compares the texts that a server accepts and rejects with the engine's reading: as written, and with typing mistakes.
 */
import type { ParserOptions } from '../../engine/src/syntax/dialect';
import type { Judge, Verdict } from './judge';
import { mutate } from './mutate';
import { makeRandom } from './random';
import { readStatement, slowestMs, type ReadOutcome } from './reader';
import type { Sample } from './sample';
import { printCase, Tally } from './tally';

/** The verdict of one server on one sample. */
export interface Judged {
  readonly sample: Sample;
  readonly options: ParserOptions;
  readonly verdict: Verdict;
}

/** Counts what holds for every text: none takes long, none makes the parser throw. */
export class Robustness {
  readonly crashes = new Tally({ title: 'crashes', goal: 0, others: '0', counts: true });
  readonly slow = new Tally({ title: `over ${slowestMs} ms`, goal: 0, others: '0', counts: true });

  read(place: string, text: string, options: ParserOptions): ReadOutcome {
    const outcome = readStatement(text, options);
    this.crashes.add(outcome.script !== null, () => printCase(place, outcome.error?.message ?? '', text));
    this.slow.add(outcome.ms <= slowestMs, () => printCase(place, `${Math.round(outcome.ms)} ms`, text));
    return outcome;
  }
}

/** Asks the server about every sample whose sql_mode it supports. */
export async function judgeAll(judge: Judge, samples: readonly Sample[]): Promise<Judged[]> {
  const judged: Judged[] = [];
  for (const sample of samples) {
    const options = await judge.parserOptions(sample);
    if (options === null) continue;
    judged.push({ sample, options, verdict: await judge.ask(sample.text, sample.sqlMode) });
  }
  return judged;
}

export function compareAccepted(judged: readonly Judged[], robustness: Robustness): Tally {
  const goal = judged[0]?.options.dialect === 'mariadb' ? 99.8 : 99.95;
  const others = goal === 99.8 ? '98.3; 88.5' : '99.9; 99.0';
  const tally = new Tally({ title: 'of what it accepts is read without an error', goal, others });
  for (const { sample, options, verdict } of judged) {
    if (verdict.kind !== 'accepted') continue;
    const { error } = robustness.read(sample.place, sample.text, options);
    tally.add(error === null, () => printCase(sample.place, `line ${error?.line}: ${error?.message}`, sample.text));
  }
  return tally;
}

/** Compares rejected texts. `alsoRefused` has those that the other server rejects as syntax too. */
export function compareRefused(
  judged: readonly Judged[],
  alsoRefused: ReadonlySet<string>,
  robustness: Robustness,
): Tally {
  const tally = new Tally({ title: 'of what is refused as syntax gets an error', goal: 98.5, others: '97.9; 99.0' });
  for (const { sample, options, verdict } of judged) {
    if (verdict.kind !== 'syntax' || !alsoRefused.has(sample.text)) continue;
    const { error } = robustness.read(sample.place, sample.text, options);
    tally.add(error !== null, () => printCase(sample.place, `refused at line ${verdict.line}`, sample.text));
  }
  return tally;
}

export interface MutantTallies {
  readonly seen: Tally;
  readonly onLine: Tally;
  readonly falseAlarms: Tally;
}

/** Makes `count` mutants of accepted routines and asks the server about each. */
export async function compareMutants(
  judge: Judge,
  judged: readonly Judged[],
  count: number,
  robustness: Robustness,
): Promise<MutantTallies> {
  const accepted = judged.filter(({ verdict, sample }) => verdict.kind === 'accepted' && sample.kind !== 'view');
  const tallies = makeMutantTallies();
  const random = makeRandom(19);
  for (let made = 0, tried = 0; made < count && tried < 4 * count && accepted.length > 0; tried++) {
    const origin = accepted[random(accepted.length)];
    const mutant = origin && mutate(origin.sample.text, origin.options, random);
    if (!origin || !mutant || readStatement(origin.sample.text, origin.options).error !== null) continue;
    made++;
    const verdict = await judge.ask(mutant.text, origin.sample.sqlMode);
    const place = `${origin.sample.place} (${mutant.mistake})`;
    const outcome = robustness.read(place, mutant.text, origin.options);
    weigh(tallies, { place, text: mutant.text, verdict, outcome });
  }
  return tallies;
}

function makeMutantTallies(): MutantTallies {
  return {
    seen: new Tally({ title: 'of mutants refused as syntax is seen', goal: 97, others: '93.5; 99.3' }),
    onLine: new Tally({ title: 'of those, the first error is on its line', goal: 95, others: '93.1; 99.2' }),
    falseAlarms: new Tally({ title: 'false alarms on accepted mutants', goal: 0, others: '0; 2 of 251', counts: true }),
  };
}

interface WeighedMutant {
  readonly place: string;
  readonly text: string;
  readonly verdict: Verdict;
  readonly outcome: ReadOutcome;
}

function weigh({ seen, onLine, falseAlarms }: MutantTallies, { place, text, verdict, outcome }: WeighedMutant): void {
  const { error } = outcome;
  const told = error === null ? 'nothing' : `line ${error.line}: ${error.message}`;
  if (verdict.kind === 'accepted') return falseAlarms.add(error === null, () => printCase(place, told, text));
  if (verdict.kind !== 'syntax') return;
  seen.add(error !== null, () => printCase(place, `refused at line ${verdict.line}`, text));
  if (error === null) return;
  onLine.add(error.line === verdict.line, () => printCase(place, `server: line ${verdict.line}, ${told}`, text));
}
