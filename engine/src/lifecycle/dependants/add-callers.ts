/**
 * Adds the possible callers outside of stored programs to a plan: files of applications, and statements that clients
 * have sent. What is unknown of them is a note, and stops nothing.
 */
import { append } from '../../base/long-lists';
import type { Failure } from '../../base/failure';
import { Kept, type Memory } from '../../base/memory';
import { fail, succeed, type Result } from '../../base/result';
import { couldNot } from '../../database/connection/could-not';
import { explainServerError, quoteAccount } from '../../database/connection/mysql-errors';
import { readDigests, type Digests } from '../../database/statistics/read-digests';
import { notPermitted } from '../../database/read-locks';
import { identify, type RoutineKey } from '../../routine/routine';
import type { CallersNote, FilePlace, SentStatements } from '../answers/possible-callers';
import type { DeploymentStep, Plan } from '../planning/steps/plan';
import type { TargetFacts } from '../planning/target-facts';
import { askedFor, type OpenTarget } from '../target/target-at-work';
import { describeCallers } from './describe-callers';
import { listDigestUses } from './digest-uses';
import type { Break } from './find-break';
import type { SoughtName } from './find-words';
import { searchApplications, type ApplicationFiles, type Searched } from './search-applications';

/** A target with the steps of its plan that break something. */
export interface BrokenTarget {
  readonly open: OpenTarget;
  readonly known: TargetFacts;
  readonly breaks: ReadonlyMap<DeploymentStep, Break>;
}

export interface CallersInput {
  readonly applications: ApplicationFiles;
  /** The cache of the conversation: a deployment that makes its plan twice reads the files once. */
  readonly memory: Memory;
}

export async function addCallers(
  plan: Plan,
  targets: readonly BrokenTarget[],
  input: CallersInput,
): Promise<Result<Plan, Failure>> {
  const broken = targets.filter(({ breaks }) => breaks.size > 0);
  if (broken.length === 0) return succeed(plan);
  const searched = await searchOnce(input, broken);
  const notes = [...searched.notes];
  const withCallers = new Map<DeploymentStep, DeploymentStep>();
  for (const target of broken) {
    const sent = await readSent(target);
    if (!sent.ok) return sent;
    append(notes, sent.value.notes);
    for (const step of target.breaks.keys()) {
      const files = listPlaces(searched, step, target.known);
      const statements = sent.value.of(step.key);
      if (files.length === 0 && statements === null) continue;
      const callers = { files, statements };
      const hazards = [...step.hazards, ...describeCallers(step.key.kind, callers)];
      withCallers.set(step, { ...step, hazards, callers });
    }
  }
  return succeed({
    ...plan,
    targets: plan.targets.map((one) => ({ ...one, steps: one.steps.map((step) => withCallers.get(step) ?? step) })),
    ...(notes.length === 0 ? {} : { notes }),
  });
}

const searches = new Kept<Map<string, Promise<Searched>>>(() => new Map());

function searchOnce({ applications, memory }: CallersInput, broken: readonly BrokenTarget[]): Promise<Searched> {
  const names = new Map(
    broken.flatMap(({ known, breaks }) => [...breaks.keys()].flatMap((step) => listSought(step, known))),
  );
  const known = memory.of(searches);
  const id = [...names.keys()].sort().join('\n');
  const search = known.get(id) ?? searchApplications(applications, names);
  known.set(id, search);
  return search;
}

/** Lists the names that an application may use: that of the target, and that of the project. */
function listSought(
  { key, logical }: DeploymentStep,
  { server }: TargetFacts,
): readonly (readonly [string, SoughtName])[] {
  const isCaseSensitive = key.kind === 'view' && server.foldsNames !== true;
  return [...new Set([key.name, logical.name])].map((name) => [
    `${isCaseSensitive ? 'exactly' : 'like'} ${isCaseSensitive ? name : name.toLowerCase()}`,
    { name, isCaseSensitive },
  ]);
}

function listPlaces({ places }: Searched, step: DeploymentStep, known: TargetFacts): readonly FilePlace[] {
  const [first, ...others] = listSought(step, known).map(([id]) => places.get(id) ?? []);
  const all = new Map([...(first ?? []), ...others.flat()].map((place) => [`${place.file}:${place.line}`, place]));
  if (others.length === 0) return [...all.values()];
  return [...all.values()].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
}

interface Sent {
  /** Returns the statements that use it; null if none is known. */
  readonly of: (key: RoutineKey) => SentStatements | null;
  readonly notes: readonly CallersNote[];
}

/** Reads the statements that clients have sent. */
async function readSent({ open, known, breaks }: BrokenTarget): Promise<Result<Sent, Failure>> {
  const session = await open.sessions.get('reader');
  if (!session.ok) return session;
  const keys = [...breaks.keys()].map(({ key }) => key);
  const { server, label } = known;
  const unknown = (why: string, remedy: string): Result<Sent, Failure> => {
    const message = `It is unknown whether clients call what this plan drops or changes on ${label}: ${why}.`;
    return succeed({ of: () => null, notes: [{ message, remedy }] });
  };
  const digests = await readDigests(session.value, [...new Set(keys.map(({ name }) => name))]);
  if (!digests.ok && digests.error.connectionLost) {
    const asked = askedFor({ environment: open.environment, server }, couldNot.readUsers(), open.target.schema);
    return fail(explainServerError(digests.error, asked));
  }
  if (!digests.ok && notPermitted.has(digests.error.errno))
    return unknown(
      `${server.account} cannot read performance_schema.events_statements_summary_by_digest`,
      `GRANT SELECT ON performance_schema.* TO ${quoteAccount(server.account)};`,
    );
  if (!digests.ok) return unknown(digests.error.message.replace(/\.$/, ''), '');
  if (digests.value === 'off')
    return unknown('performance_schema is off', 'Start the server with performance_schema = ON.');
  if (digests.value === 'no-digests')
    return unknown(
      'performance_schema counts no statements',
      "UPDATE performance_schema.setup_consumers SET enabled = 'YES' WHERE name = 'statements_digest'; as an administrator.",
    );
  return succeed({ of: countUses(digests.value, known), notes: describeGaps(digests.value, keys, label) });
}

/** Counts the statements by the identities of what they use. */
function countUses({ found }: Digests, { server }: TargetFacts): Sent['of'] {
  const fold = (identity: string): string => (server.foldsNames === true ? identity.toLowerCase() : identity);
  const uses = new Map<string, { calls: number; lastSeen: number }>();
  for (const digest of found)
    for (const identity of new Set([...listDigestUses(digest, server)].map(fold))) {
      const known = uses.get(identity);
      uses.set(identity, {
        calls: (known?.calls ?? 0) + digest.calls,
        lastSeen: Math.max(known?.lastSeen ?? 0, digest.lastSeen),
      });
    }
  return (key) => {
    const use = uses.get(fold(identify(key)));
    return use === undefined
      ? null
      : { calls: use.calls, lastSeen: new Date(Math.floor(use.lastSeen) * 1000).toISOString() };
  };
}

/** Describes why the list may be incomplete. A CALL is too short to be cut. */
function describeGaps({ isFull, cut }: Digests, keys: readonly RoutineKey[], label: string): readonly CallersNote[] {
  const gap = (why: string, remedy: string): CallersNote => ({
    message: `The list of callers on ${label} may be incomplete: ${why}.`,
    remedy,
  });
  return [
    ...(isFull
      ? [gap('the table of digests in performance_schema is full', 'Raise performance_schema_digests_size.')]
      : []),
    ...(cut > 0 && keys.some(({ kind }) => kind !== 'procedure')
      ? [
          gap(
            `performance_schema has only the beginning of ${cut} statement${cut === 1 ? '' : 's'}`,
            'Raise max_digest_length and performance_schema_max_digest_length.',
          ),
        ]
      : []),
  ];
}
