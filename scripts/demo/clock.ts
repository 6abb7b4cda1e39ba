/** A clock for work that takes long: the elapsed time, and the work that is waited for. */

export interface ClockOutput {
  /** True for a terminal, in which one line is written again and again; elsewhere each message is a line. */
  readonly isTerminal: boolean;
  readonly write: (text: string) => void;
  /** Milliseconds between two messages. */
  readonly pauseMs: number;
}

const secondMs = 1_000;

/** Returns the output of this process: each second in a terminal, otherwise each half minute, for the log of a CI. */
function ownOutput(): ClockOutput {
  const { stdout } = process;
  const isTerminal = stdout.isTTY;
  return { isTerminal, write: (text) => void stdout.write(text), pauseMs: isTerminal ? secondMs : 30 * secondMs };
}

/** Runs work, and writes a clock until it has ended. */
export async function showClock<T>(subject: string, work: () => Promise<T>, output = ownOutput()): Promise<T> {
  const { isTerminal, write, pauseMs } = output;
  const began = performance.now();
  const show = (): void => {
    const line = `  ${printElapsed(performance.now() - began)}  ${subject}`;
    // The cursor stays at the beginning, so that the lines of other programs replace this one.
    write(isTerminal ? `\u001B[2K${line}\r` : `${line}\n`);
  };
  if (isTerminal) show();
  const timer = setInterval(show, pauseMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    if (isTerminal) write('\u001B[2K');
  }
}

/** Returns minutes and seconds, `1:05`. */
export function printElapsed(ms: number): string {
  const seconds = Math.floor(ms / secondMs);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
