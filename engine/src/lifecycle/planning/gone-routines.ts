/** Routines in the ledger that do not exist any longer, with their last grants. */
import type { Result } from '../../base/result';
import type { Failure } from '../../base/failure';
import type { Ledger, SavedDefinition, StepFinished } from '../../ledger/ledger';

/** A routine that was deployed and does not exist. */
export interface GoneRoutine {
  /**
   * True if Sproc dropped it, so that its grants of that moment are saved; otherwise someone else did, and these are
   * older.
   */
  readonly isOurs: boolean;
  /** The definition; null if it is unreadable. */
  readonly saved: SavedDefinition | null;
  /** The reason why it is unreadable. */
  readonly why: string | null;
}

/** Returns the routines by identity. An unreadable one has its reason: a deployment does not depend on it. */
export async function readGoneRoutines(
  ledger: Pick<Ledger, 'definitions'>,
  lastSteps: ReadonlyMap<string, StepFinished>,
): Promise<ReadonlyMap<string, GoneRoutine>> {
  const digests = [...lastSteps].flatMap(([identity, { after, before }]) => {
    const digest = after ?? before;
    return digest === null ? [] : [{ identity, digest, isOurs: after === null }];
  });
  const unique = [...new Set(digests.map(({ digest }) => digest))];
  const all = unique.length === 0 ? null : await ledger.definitions(unique);
  const gone = new Map<string, GoneRoutine>();
  for (const { identity, digest, isOurs } of digests) {
    // One that was tampered with must not hide the others.
    const read = all === null || all.ok || unique.length === 1 ? all : await ledger.definitions([digest]);
    if (read !== null) gone.set(identity, { isOurs, ...toSaved(read, digest) });
  }
  return gone;
}

function toSaved(
  read: Result<ReadonlyMap<string, SavedDefinition>, Failure>,
  digest: string,
): Pick<GoneRoutine, 'saved' | 'why'> {
  if (!read.ok) return { saved: null, why: read.error.message };
  const saved = read.value.get(digest) ?? null;
  return { saved, why: saved === null ? 'Its saved definition is missing from the ledger.' : null };
}
