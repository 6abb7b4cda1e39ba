/** The exit code of each kind of failure (docs/formats/command-line.md; sysexits.h has the names). */
import type { FailureKind } from '#engine';

export const exitCodes: Readonly<Record<FailureKind, number>> = {
  'could-not': 2,
  'plan-stale': 2,
  'not-found': 2,
  usage: 64,
  'bad-input': 65,
  unreachable: 69,
  held: 75,
  'not-permitted': 77,
  'bad-project': 78,
};

/** EX_SOFTWARE: the fault is ours. */
export const exitOfBug = 70;
