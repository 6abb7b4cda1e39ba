/** Compares the project's texts with what lives on a target, by the rule of plans: only equal ones become a baseline. */
import { advise, type Advice } from '../../base/advice';
import type { Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import { couldNot } from '../../database/connection/could-not';
import { helperSchema } from '../../database/helper-schema';
import { matchViews } from '../../lifecycle/compile-check/match-views';
import type { SourceRoutine } from '../../analysis/sources/source-index';
import { classifyState } from '../../lifecycle/planning/steps/classify-state';
import type { DeployedObject } from '../../lifecycle/planning/steps/plan';
import { makeTargetDefinition, type TargetDefinition } from '../../lifecycle/planning/steps/target-definition';
import { whyUnknown, type TargetFacts } from '../../lifecycle/planning/target-facts';
import { isAsDeployed, leftHere } from '../../lifecycle/target/last-deployed';
import type { OpenTarget } from '../../lifecycle/target/target-at-work';
import { renameKey } from '../../routine/naming';
import { identify, type RoutineKey } from '../../routine/routine';

/** A routine that lives on a target as the project's text defines it. */
export interface Match {
  readonly source: SourceRoutine;
  /** The key with the target's names. */
  readonly key: RoutineKey;
  readonly current: DeployedObject;
  /** The project's text, as it would be deployed there. */
  readonly stated: TargetDefinition;
  /** The version by which the ledger knows it as it is; null if the ledger does not. */
  readonly recorded: string | null;
}

/** A view of which only the server can say whether the text defines it: the match that it is if so. */
export interface Undecided {
  readonly view: TargetDefinition;
  readonly match: Match;
}

/** Returns the reason against a routine that the text defines otherwise. */
function describeOther({ file }: SourceRoutine, label: string): Advice {
  return advise`${file} defines it otherwise than ${label}; see the differences with ${{ id: 'compare' }}`;
}

/** Returns the match, the reason why there is none, or null for a routine that does not live there. */
export function findMatch(
  { environment, naming, target, label }: OpenTarget,
  facts: TargetFacts,
  source: SourceRoutine,
): Match | Undecided | { readonly reason: Advice } | null {
  const key = renameKey(source.key, naming.toPhysical);
  const current = facts.deployed.get(identify(key));
  if (current === undefined) {
    const reason = whyUnknown(facts, key);
    return reason === null ? null : { reason };
  }
  const catalog = facts.catalogs.get(key.schema);
  const { live } = current;
  const defaults = { defaultCollation: catalog?.defaultCollation ?? '' };
  const targetDefinition = makeTargetDefinition(source.routine, {
    ...{ environment, naming, live, ...defaults },
    server: facts.server,
  });
  const last = facts.lastDone.get(identify(key));
  const isOther = facts.others?.has(identify(key)) === true;
  if (isOther) return { reason: `another project deployed it to ${label}` };
  if (targetDefinition === null) return { reason: describeOther(source, label) };
  const { state, differences } = classifyState({
    ...{ deployed: current, targetDefinition, source: source.routine, lastDone: last, record: undefined, naming },
    defaultCharacterSet: catalog?.defaultCharacterSet ?? '',
    ...{ environment, clock: catalog?.clock ?? null },
  });
  if (state !== 'same' && key.kind === 'view' && differences.length === 0)
    return { view: targetDefinition, match: { source, key, current, stated: targetDefinition, recorded: null } };
  if (state !== 'same') return { reason: describeOther(source, label) };
  const isRecorded = last !== undefined && leftHere(last, environment, target) && isAsDeployed(live.routine, last);
  const knowsSource = last?.desired === source.exact;
  return { source, key, current, stated: targetDefinition, recorded: isRecorded && knowsSource ? last.to : null };
}

/** Asks the server about the undecided views of one target. */
export async function decideViews(
  { environment, sessions, target, label }: OpenTarget,
  undecided: readonly Undecided[],
): Promise<Result<readonly (readonly [SourceRoutine, Match | { readonly reason: Advice }])[], Failure>> {
  if (undecided.length === 0) return succeed([]);
  const session = await sessions.get('scratch');
  if (!session.ok) return session;
  const { account } = session.value.server;
  const matched = await matchViews(
    session.value,
    undecided.map(({ view }) => view),
    {
      helper: helperSchema('views', environment),
      asked: { environment: environment.name, account, couldNot: couldNot.readTarget(label), schema: target.schema },
    },
  );
  if (!matched.ok) return matched;
  return succeed(
    undecided.map(({ match }) => {
      const { source, key } = match;
      const found = matched.value.get(identify(key));
      if (found?.kind === 'same') return [source, match] as const;
      const why = found?.kind === 'unknown' ? found.why : null;
      const reason =
        why === null
          ? describeOther(source, label)
          : `cannot tell whether ${source.file} defines it as ${label}: ${why}`;
      return [source, { reason }] as const;
    }),
  );
}
