/** Stores the heads of a deployment's ledgers in the registry's folder, so that git has them. */
import type { RecordedEntry } from '../../ledger/ledger';
import type { ProjectAccess } from './project-access';
import type { OpenTarget } from './target-at-work';

export interface TargetRow {
  readonly target: Pick<OpenTarget, 'environment' | 'label'>;
  readonly row: RecordedEntry;
}

/** Stores the head after rows that were appended to one ledger; returns a warning as `keepHeads` does. */
export function keepLastHead(
  project: ProjectAccess,
  target: TargetRow['target'],
  rows: readonly RecordedEntry[],
): Promise<string | null> {
  return keepHeads(
    project,
    rows.slice(-1).map((row) => ({ target, row })),
  );
}

/** Returns a warning if the folder cannot be written, because the deployment matters more; null otherwise. */
export async function keepHeads(
  { ports: { heads } }: ProjectAccess,
  rows: readonly TargetRow[],
): Promise<string | null> {
  const environment = rows[0]?.target.environment.name;
  if (heads == null || environment === undefined) return null;
  const kept = await heads.keep(
    environment,
    rows.map(({ target: { label: target }, row: { sequence, hash, at, entry } }) => {
      return { target, sequence, hash, at, deployment: entry.deployment };
    }),
  );
  return kept.ok
    ? null
    : `The head of the ledger could not be noted in ${heads.file(environment)}. ${kept.error.message}`;
}
