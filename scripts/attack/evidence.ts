/** The observations of an attack, each right or wrong. */
import type { SprocRun } from './scene';

/** An answer has to end the process so soon. */
const mostLingeringSeconds = 2;
/** Control characters but tab and line feed, bidi controls, and the separators of lines and paragraphs. */
const orders = /(?![\t\n])\p{Cc}|\p{Bidi_Control}|\p{Zl}|\p{Zp}/u;
/** Observations in a line of the table. */
const mostTold = 8;

export class Evidence {
  readonly #right: string[] = [];
  readonly #wrong: string[] = [];

  /** Adds an observation; `observation` is the expectation, or what was observed. */
  note(isRight: boolean, observation: string): void {
    if (isRight) this.#right.push(observation);
    else this.#wrong.push(`untrue: ${observation}`);
  }

  equal(actual: unknown, expected: unknown, what: string): void {
    const isEqual = JSON.stringify(actual) === JSON.stringify(expected);
    this.note(
      isEqual,
      isEqual ? what : `${what}: ${brief(JSON.stringify(actual))}, not ${brief(JSON.stringify(expected))}`,
    );
  }

  /** Notes that the run ended by itself with one of these codes, and soon after its answer. */
  exits(run: SprocRun, ...codes: readonly number[]): void {
    const ended = run.exit === null ? `ended by ${run.signal ?? 'a signal'}` : `exit ${run.exit}`;
    const isRight = run.exit !== null && codes.includes(run.exit);
    this.note(isRight, `${run.command}: ${ended}${isRight ? '' : `, not ${codes.join('|')} (${brief(run.said)})`}`);
    if (run.lingered > mostLingeringSeconds)
      this.note(false, `${run.command}: exit ${run.lingered.toFixed(1)} s after its last word`);
  }

  says(run: SprocRun, pattern: RegExp): void {
    const isSaid = pattern.test(run.said);
    this.note(
      isSaid,
      isSaid ? `says ${pattern.source}` : `${run.command} does not say ${pattern.source} (${brief(run.said)})`,
    );
  }

  saysNot(run: SprocRun, pattern: RegExp): void {
    const found = pattern.exec(run.said);
    this.note(found === null, found === null ? `no ${pattern.source}` : `${run.command} says ${brief(found[0])}`);
  }

  /**
   * Notes that the output contains nothing that controls a terminal, reverses a line or ends it where Sproc did not.
   */
  saysNoOrders(run: SprocRun): void {
    const found = orders.exec(run.said);
    const around = found === null ? '' : escape(run.said.slice(Math.max(0, found.index - 20), found.index + 20));
    this.note(found === null, found === null ? 'no control characters' : `${run.command} prints ${around}`);
  }

  get isRight(): boolean {
    return this.#wrong.length === 0 && this.#right.length > 0;
  }

  /** The wrong observations if there are any, otherwise the right ones. */
  get got(): string {
    const told = this.#wrong.length > 0 ? this.#wrong : this.#right;
    const all = [...new Set(told)];
    const rest = all.length > mostTold ? [`and ${all.length - mostTold} more`] : [];
    return all.length > 0 ? [...all.slice(0, mostTold), ...rest].join('; ') : 'nothing was looked at';
  }
}

/** Returns one line, cut to a length, with control characters escaped. */
export function brief(text: string, most = 200): string {
  const line = JSON.stringify(text.trim()).slice(1, -1).replaceAll('\\n', ' ⏎ ').replaceAll('\\"', '"');
  return line.length > most ? `${line.slice(0, most)}…` : line;
}

function escape(text: string): string {
  const code = (one: string): string => `\\u${(one.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
  return text.replace(new RegExp(orders.source, 'gu'), code);
}
