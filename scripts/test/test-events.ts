/** The events that a run of tests wrote: proof of its progress, which an exit code alone is not. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { repositoryPath } from '../repository';

export type TestEvent =
  | { readonly kind: 'start'; readonly total: number }
  | { readonly kind: 'pass'; readonly file: string; readonly title: string; readonly milliseconds: number }
  | { readonly kind: 'skip'; readonly file: string; readonly title: string }
  | { readonly kind: 'fail'; readonly file: string; readonly title: string; readonly problem: string }
  | { readonly kind: 'end' };

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** False if the process ended before its tests did. */
  readonly complete: boolean;
}

/** The reporter that writes events to `$SPROC_TEST_EVENTS`. */
export const eventReporter = repositoryPath('test', 'support', 'event-reporter.cjs');

/** Returns an empty file for the events of a layer. */
export function freshEventFile(layer: string): string {
  const file = repositoryPath('out', 'test-events', `${layer}.ndjson`);
  mkdirSync(path.dirname(file), { recursive: true });
  rmSync(file, { force: true });
  return file;
}

/** Returns the events so far; an unfinished last line is left for the next time. */
export function readTestEvents(file: string): readonly TestEvent[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as TestEvent);
}

export function tally(events: readonly TestEvent[]): Tally {
  const count = (kind: TestEvent['kind']): number => events.filter((event) => event.kind === kind).length;
  return { passed: count('pass'), failed: count('fail'), skipped: count('skip'), complete: count('end') > 0 };
}

/** Returns one line for each failed test: its file, its name, and the first line of the problem. */
export function printFailures(events: readonly TestEvent[]): string {
  const failed = events.filter((event) => event.kind === 'fail');
  return failed.map(({ file, title, problem }) => `failed: ${file}: ${title}: ${firstLine(problem)}\n`).join('');
}

/** Returns one line for each test that was left out: its file and its name. */
export function printSkipped(events: readonly TestEvent[]): string {
  const skipped = events.filter((event) => event.kind === 'skip');
  return skipped.map(({ file, title }) => `left out: ${file}: ${title}\n`).join('');
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]?.slice(0, 300) ?? '';
}
