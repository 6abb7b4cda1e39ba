/** Runs a command line in memory and holds its exit code and both streams against what is expected. */
import assert from 'node:assert/strict';
import { run } from '../../cli/src/run';
import { memoryHost, type MemoryHost, type MemoryHostOptions } from '../support/memory-host';

export interface Expected extends MemoryHostOptions {
  readonly exit?: number;
  readonly out?: string;
  readonly err?: string;
}

/**
 * Runs the line, split at blanks, and compares both streams, trimmed and without their common indentation. It runs with
 * colours, which are then removed: a report that escapes a text after its colouring shows the codes of the colours.
 */
export async function checkRun(
  line: string,
  { exit = 0, out = '', err = '', ...options }: Expected,
): Promise<MemoryHost> {
  const world = memoryHost({ coloured: true, ...options });
  const code = await run(
    line.split(' ').filter((word) => word !== ''),
    world,
  );
  assert.deepEqual(
    { exit: code, out: trimLines(withoutColours(world.out())), err: trimLines(world.err()) },
    { exit, out: trimLines(undent(out)), err: trimLines(undent(err)) },
  );
  return world;
}

/** Returns the only JSON document on standard output. */
export async function runJson(
  line: string,
  options: MemoryHostOptions,
): Promise<{ readonly exit: number; readonly answer: unknown }> {
  const world = memoryHost(options);
  const exit = await run(line.split(' '), world);
  return { exit, answer: JSON.parse(world.out()) };
}

const colour = new RegExp(`${String.fromCharCode(0x1b)}\\[\\d{1,2}m`, 'g');

function withoutColours(text: string): string {
  return text.replace(colour, '');
}

function trimLines(text: string): string {
  return text.replace(/[ ]+$/gm, '').replace(/^\n+|\n+$/g, '');
}

function undent(text: string): string {
  const depths = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.search(/\S/));
  const depth = Math.min(...depths);
  return Number.isFinite(depth)
    ? text
        .split('\n')
        .map((line) => line.slice(depth))
        .join('\n')
    : text;
}
