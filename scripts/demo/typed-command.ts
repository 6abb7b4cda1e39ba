/** A command as a person types it: shown, run by the real command line, its output passed on. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { repositoryPath } from '../repository';

export interface TypedCommand {
  /** The words after `sproc`, as typed. */
  readonly typed: string;
  readonly folder: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Lines of its output that are shown at most, beginning and end; all by default. */
  readonly most?: number;
}

/** Runs a command; returns the exit code, null if a signal ended it. */
export async function runTyped({ typed, folder, variables, most = Infinity }: TypedCommand): Promise<number | null> {
  console.log(`\n  $ sproc ${typed}`);
  const child = spawn(process.execPath, [repositoryPath('dist', 'sproc.js'), ...splitWords(typed)], {
    cwd: folder,
    env: { ...process.env, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const [exit] = (await once(child, 'close')) as [number | null];
  const lines = output
    .trimEnd()
    .split('\n')
    .filter((line) => !progress.test(line));
  for (const line of shorten(lines, most)) console.log(`  ${line}`.trimEnd());
  return exit;
}

/** `[3/42] create shop.place_order`, which is worth seeing while it runs only. */
const progress = /^\[\d+\/\d+\] /;

/** Splits words as a shell does, some of them in double quotes. */
function splitWords(typed: string): readonly string[] {
  return [...typed.matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word);
}

const linesAtTheEnd = 3;

function shorten(lines: readonly string[], most: number): readonly string[] {
  if (lines.length <= most) return lines;
  const head = most - linesAtTheEnd;
  return [...lines.slice(0, head), `… ${lines.length - most} more lines …`, ...lines.slice(-linesAtTheEnd)];
}
