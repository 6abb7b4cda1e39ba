/**
 * Views that only the server can compare: it keeps its own rendering of a query. A text is created in a helper schema, where
 * nobody uses it, and the server's rendering of it is compared with that of the existing view.
 */
import type { Failure } from '../../base/failure';
import { fail, succeed, type Result } from '../../base/result';
import { explainServerError, type Asked } from '../../database/connection/mysql-errors';
import type { ServerError, Session } from '../../database/connection/session';
import { claimHelper, explainForeign, releaseHelper, type HelperSchema } from '../../database/helper-schema';
import { showCreate } from '../../database/show-create';
import { findDifferences } from '../../routine/difference';
import { identify, type Routine } from '../../routine/routine';
import { quoteName } from '../../syntax/quoting';
import { lowerText, readingOf } from '../planning/steps/read-for-server';
import { renderSettings, type TargetDefinition } from '../planning/steps/target-definition';
import { prepareSession } from '../target/prepare-session';
import { makeScratchNames } from './scratch-names';
import { renderScratchView } from './scratch-view';

/** The relation of an existing view to a text; `why` is a clause without a period. */
export type ViewMatch = { readonly kind: 'same' | 'different' } | { readonly kind: 'unknown'; readonly why: string };

/** Compares texts with the existing views of their names, and returns the matches by identity. */
export async function matchViews(
  session: Session,
  views: readonly TargetDefinition[],
  { helper, asked }: { readonly helper: HelperSchema; readonly asked: Asked },
): Promise<Result<ReadonlyMap<string, ViewMatch>, Failure>> {
  const matches = new Map<string, ViewMatch>();
  if (views.length === 0) return succeed(matches);
  try {
    const claimed = await claimHelper(session, helper);
    if (!claimed.ok && claimed.error.connectionLost) return fail(explainServerError(claimed.error, asked));
    const obstacle = describeObstacle(claimed, helper);
    for (const view of views) {
      const match = obstacle === null ? await matchOne(session, view, helper) : succeed(unknown(obstacle));
      if (!match.ok) return fail(explainServerError(match.error, asked));
      matches.set(identify(view.routine.key), match.value);
    }
    return succeed(matches);
  } finally {
    await releaseHelper(session, helper);
  }
}

function describeObstacle(claimed: Awaited<ReturnType<typeof claimHelper>>, helper: HelperSchema): string | null {
  if (!claimed.ok) return describeError(claimed.error);
  if (claimed.value === 'foreign') return explainForeign(helper).message.replace(/\.$/, '');
  return claimed.value === 'busy' ? `another process is comparing views in ${helper.name}` : null;
}

/** Fails only if the connection is lost. */
async function matchOne(
  session: Session,
  view: TargetDefinition,
  { name: schema }: HelperSchema,
): Promise<Result<ViewMatch, ServerError>> {
  const { key } = view.routine;
  const create = renderScratchView(view, makeScratchNames([], schema, false));
  if (create === null) return succeed(unknown('its text cannot be read again'));
  const set = await prepareSession(session, renderSettings(view));
  // The text names tables of its own schema. Both views are then shown from outside of it, with all names qualified.
  const made = set.ok
    ? await session.queryMany([`USE ${quoteName(key.schema)}`, create, `USE ${quoteName(schema)}`])
    : set;
  if (!made.ok) return made.error.connectionLost ? made : succeed(unknown(describeError(made.error)));
  const shown = await showCreate(session, [key, { ...key, schema }]);
  if (!shown.ok) return shown;
  const [existing = null, own = null] = shown.value.map((one) =>
    one.ok && one.value.text !== null ? lowerShown(one.value.text, view, session) : null,
  );
  if (existing === null || own === null) return succeed(unknown('the server does not show what it made of the text'));
  // The definer and the settings of its creation are those of the text, and are compared with it.
  const found = findDifferences(existing, own, { comparesViews: true }).filter(
    ({ kind }) => kind !== 'definer' && kind !== 'modes',
  );
  return succeed({ kind: found.length === 0 ? 'same' : 'different' });
}

function lowerShown(text: string, { routine, settings }: TargetDefinition, { server }: Session): Routine | null {
  return lowerText(text, readingOf(server, settings.sqlMode), routine.key, routine.modes);
}

function unknown(why: string): ViewMatch {
  return { kind: 'unknown', why };
}

function describeError({ message, errno }: ServerError): string {
  return `${message} (error ${errno})`;
}
