/**
 * The comparison of a view on a server with a text. The server keeps its own rendering, so the two cannot be compared
 * directly.
 */
import type { Dialect } from '../../syntax/dialect';
import { levelServers, type ServerSide } from './across-servers';
import { withLastStatus } from './last-status';
import type { Environment } from '../../project/environment';
import { findDifferences, type ComparedRoutine } from '../../routine/difference';
import { normalDefiner } from './environment-naming';

/** The ledger's data about the existing view. */
export interface ViewOrigin {
  /** True if it is the last deployed one. */
  readonly isUnchanged: boolean;
  /** Exact checksum of the project's text that it was deployed from; null where none is known. */
  readonly source: string | null;
}

/**
 * Returns true if the view's query is that of the text; null if this is unknown. A text that is the rendering itself,
 * as `import` writes it, is the same. Otherwise the ledger has to contain the text; the result is null if it has no
 * data.
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

/** The place of a live routine under the project's names. */
export interface LiveContext {
  readonly origin: (ViewOrigin & { readonly eventStatus: string | null }) | null;
  readonly defaultCharacterSet: string | null;
  readonly environment: Pick<Environment, 'definers'>;
  /** The kind of server for which the text is written. */
  readonly dialect: Dialect;
  /** The server of the live routine. */
  readonly server: Pick<ServerSide, 'dialect' | 'sqlMode'>;
}

/** Returns true if a live routine is certainly that of a text, a view as far as the ledger knows. */
export function equalsLive(
  text: ComparedRoutine,
  live: ComparedRoutine,
  { origin, defaultCharacterSet, environment, dialect, server }: LiveContext,
): boolean {
  const meant = { ...text, definer: normalDefiner(environment, text.definer) };
  const wanted = withLastStatus(meant, origin?.eventStatus ?? null);
  const sides = levelServers({ routine: wanted, dialect, sqlMode: null }, { routine: live, ...server });
  if (findDifferences(...sides, { defaultCharacterSet }).length > 0) return false;
  return live.key.kind !== 'view' || sameView(text, live, origin) === true;
}
