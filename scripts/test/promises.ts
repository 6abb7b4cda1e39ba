/** The promises of the README, each with the tests that prove it, and what became of those in a run. */
import { readFileSync } from 'node:fs';
import { repositoryPath } from '../repository';
import type { TestEvent } from './test-events';

export interface Proof {
  /** The path of a test file, relative to the repository. */
  readonly file: string;
  /** Words that the names of the tests have; null for all tests of the file. */
  readonly words: string | null;
}

export interface Pledge {
  readonly promise: string;
  readonly proofs: readonly Proof[];
}

export type Verdict = 'kept' | 'BROKEN' | 'not tried';

const heading = '## Guarantees, and the tests that prove them';
const link = /\[[^\]]+\]\(([^)\s]+)(?:\s+"([^"]*)")?\)/g;

/** Returns the rows of the table below the heading. */
export function readPledges(readme = readFileSync(repositoryPath('README.md'), 'utf8')): readonly Pledge[] {
  const section = readme.slice(readme.indexOf(heading)).split('\n## ', 1)[0] ?? '';
  const rows = section.split('\n').filter((line) => /^\| (?!guarantee |--- )/.test(line));
  return rows.map((row) => {
    const [, promise = '', proofs = ''] = /^\| (.*) \| (.*) \|$/.exec(row) ?? [];
    return {
      promise,
      proofs: [...proofs.matchAll(link)].map(([, file = '', words]) => ({ file, words: words ?? null })),
    };
  });
}

/** Returns the verdict: kept only if every proof was run, and none of its tests failed or was skipped. */
export function judgePledge({ proofs }: Pledge, events: readonly TestEvent[]): Verdict {
  const outcomes = proofs.map((proof) => judgeProof(proof, events));
  if (outcomes.includes('BROKEN')) return 'BROKEN';
  return proofs.length === 0 || outcomes.includes('not tried') ? 'not tried' : 'kept';
}

function judgeProof({ file, words }: Proof, events: readonly TestEvent[]): Verdict {
  const about = events.filter((event) => 'file' in event).filter((event) => event.file === file);
  const chosen = about.filter(({ title }) => words === null || title.includes(words));
  // A failed hook prevents the tests after it.
  const isBroken = about.some((one) => one.kind === 'fail' && (chosen.includes(one) || / hook\b/.test(one.title)));
  if (isBroken) return 'BROKEN';
  return chosen.length === 0 || chosen.some(({ kind }) => kind === 'skip') ? 'not tried' : 'kept';
}

export function printPledges(pledges: readonly Pledge[], events: readonly TestEvent[]): string {
  const lines = pledges.map((pledge) => `  ${judgePledge(pledge, events).padEnd(9)}  ${pledge.promise}`);
  return ['What README.md guarantees:', ...lines, ''].join('\n');
}
