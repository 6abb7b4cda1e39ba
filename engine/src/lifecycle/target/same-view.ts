/** Whether a view on a server came from a text. The server keeps its own rendering, so the two cannot be laid side by side. */
import { findDifferences, type ComparedRoutine } from '../../routine/difference';

/** What the ledger knows of the view that is there. */
export interface ViewOrigin {
  /** It is what was deployed last. */
  readonly isUnchanged: boolean;
  /** Exact checksum of the project's text that it was deployed from; null where none is known. */
  readonly source: string | null;
}

/**
 * Returns whether the view's query is that of the text; null where it cannot be told. A text that is the rendering itself, as
 * `import` writes it, is the same. Otherwise the ledger has to know the text; it is null where it knows nothing.
 */
export function sameView(text: ComparedRoutine, live: ComparedRoutine, origin: ViewOrigin | null): boolean | null {
  const found = findDifferences(text, live, { comparesViews: true });
  if (!found.some(({ kind }) => kind === 'body' || kind === 'layout')) return true;
  if (origin === null || origin.source === null) return null;
  const isSource = origin.source === text.checksums.exact;
  if (origin.isUnchanged) return isSource;
  // It was changed since: then it is not what this text became, and may be what another text would become.
  return isSource ? false : null;
}
