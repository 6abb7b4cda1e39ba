/** All that is known of one target when a plan is made for it. */
import type { Failure } from '../../base/failure';
import { fail, succeed, type Result } from '../../base/result';
import { couldNot } from '../../database/connection/could-not';
import type { Catalog } from '../../database/catalog';
import { explainServerError } from '../../database/connection/mysql-errors';
import { readAccounts, readSystemAccounts } from '../../database/read-accounts';
import { whyUnseen } from '../../database/list-completeness';
import { readCatalog } from '../../database/read-catalog';
import { groupGrants, readGrants, type RoutineGrant } from '../../database/read-grants';
import { maySwitchGrants, readPrivileges, type Privileges } from '../../database/read-privileges';
import { readWriteFacts, type WriteFacts } from '../../database/server-facts';
import type { ServerError, ServerFacts, Session } from '../../database/connection/session';
import type { RecordedEntry, StepFinished } from '../../ledger/ledger';
import { takesGrants } from '../../ledger/saved-grants';
import type { Environment, Target } from '../../project/environment';
import { bodyOf, identify, type RoutineKey } from '../../routine/routine';
import { readGoneRoutines, type GoneRoutine } from './gone-routines';
import type { EnvironmentNaming } from '../target/environment-naming';
import { isOfEnvironment, isOfProject } from '../target/last-deployed';
import { printTarget } from '../target/open-target';
import type { DeployedObject } from './steps/plan';
import { makeDeployedObject } from './steps/deployed-object';
import { openLedger } from '../target/target-at-work';
import type { TargetSessions } from '../target/target-sessions';

export interface TargetFacts {
  readonly target: Target;
  readonly label: string;
  readonly naming: EnvironmentNaming;
  readonly server: ServerFacts;
  readonly write: WriteFacts;
  readonly privileges: Privileges;
  readonly maySetGlobals: boolean;
  /** `user@host` of every account; null where they may not be read. */
  readonly accounts: ReadonlySet<string> | null;
  /** The accounts with SYSTEM_USER; null if they may not be read. */
  readonly systemAccounts: ReadonlySet<string> | null;
  /** True if the ledger exists already. */
  readonly hasLedger: boolean;
  /** The catalogs by physical schema. */
  readonly catalogs: ReadonlyMap<string, Catalog>;
  /** The existing routines by identity of the physical key: the requested ones and those that were deployed here. */
  readonly deployed: ReadonlyMap<string, DeployedObject>;
  /** The reasons why existing routines are unreadable, by identity of the physical key. */
  readonly unreadable: ReadonlyMap<string, string>;
  /** The last steps by identity of the physical key. */
  readonly lastDone: ReadonlyMap<string, StepFinished>;
  /** The last steps that other projects made, by identity of the physical key. */
  readonly others?: ReadonlyMap<string, StepFinished>;
  /** The starts of deployments without a project's id, by deployment; read for a pruning only. */
  readonly starts?: ReadonlyMap<string, RecordedEntry>;
  /** The requested routines that were deployed here and do not exist, by identity of the physical key. */
  readonly gone?: ReadonlyMap<string, GoneRoutine>;
  /** The reason why the ledger may not be read, if facts are needed nevertheless: then `lastDone` is empty. */
  readonly ledgerProblem?: Failure;
  /** The grants by schema and identity of the physical key; null if they may not be read. */
  readonly grants?: ReadonlyMap<string, ReadonlyMap<string, readonly RoutineGrant[]> | null>;
}

/** Returns the reason why a routine, by its physical key, is unknown: unreadable, or not listed; null if it is known. */
export function whyUnknown(
  { catalogs, deployed, unreadable }: Pick<TargetFacts, 'catalogs' | 'deployed' | 'unreadable'>,
  key: RoutineKey,
): string | null {
  const identity = identify(key);
  const catalog = catalogs.get(key.schema);
  if (catalog === undefined || deployed.has(identity)) return null;
  return unreadable.get(identity) ?? whyUnseen(catalog.incomplete, key);
}

export interface FactsQuery {
  readonly environment: Environment;
  readonly target: Target;
  readonly naming: EnvironmentNaming;
  readonly sessions: TargetSessions;
  /** Physical keys. */
  readonly wanted: readonly RoutineKey[];
  /** True for the preflight only, which reports it with all other missing privileges. */
  readonly toleratesHiddenLedger?: boolean;
  /** True to read who deployed what a pruning may drop. */
  readonly prunes?: boolean;
}

export async function readTargetFacts(reading: FactsQuery): Promise<Result<TargetFacts, Failure>> {
  const { target, naming, sessions } = reading;
  const session = await sessions.get('reader');
  if (!session.ok) return session;
  const read = await readLastDone(reading);
  const isTolerated = !read.ok && read.error.kind === 'not-permitted' && reading.toleratesHiddenLedger === true;
  if (!read.ok && !isTolerated) return read;
  const { lastDone: all, starts } = read.ok ? read.value : { lastDone: new Map<string, StepFinished>(), starts: null };
  const isOwn = ([, step]: readonly [string, StepFinished]): boolean => isOfProject(step, reading.environment);
  const lastDone = succeed(new Map([...all].filter(isOwn)));
  const others = new Map([...all].filter((each) => !isOwn(each)));
  const write = await readWriteFacts(session.value);
  if (!write.ok) return explain(reading, session.value, write.error);
  const privileges = await readPrivileges(session.value);
  if (!privileges.ok) return explain(reading, session.value, privileges.error);
  const accounts = await readAccounts(session.value);
  if (!accounts.ok) return explain(reading, session.value, accounts.error);
  const ledger = await session.value.query(
    `SELECT 1 AS one FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = 'journal'`,
    [reading.environment.ledgerSchema],
  );
  if (!ledger.ok) return explain(reading, session.value, ledger.error);
  const systemAccounts = await readSystemAccounts(session.value);
  if (!systemAccounts.ok) return explain(reading, session.value, systemAccounts.error);
  const wanted = identifyAll([...reading.wanted, ...[...lastDone.value.values()].map(({ key }) => key)]);
  const schemas = [...naming.schemas, ...deployedSchemas(reading, lastDone.value)];
  const there = await readSchemas(reading, session.value, {
    wanted,
    schemas: [...new Set(schemas)],
    accounts: accounts.value,
  });
  if (!there.ok) return there;
  const { server } = session.value;
  const label = printTarget(target);
  const { catalogs, deployed, unreadable, grants } = there.value;
  const gone = await readGone(reading, there.value, lastDone.value);
  if (!gone.ok) return gone;
  return succeed({
    ...{ target, label, naming, server, catalogs, deployed, unreadable, grants },
    ...(read.ok ? {} : { ledgerProblem: read.error }),
    ...(others.size === 0 ? {} : { others }),
    ...(starts === null ? {} : { starts }),
    ...(gone.value.size === 0 ? {} : { gone: gone.value }),
    ...{ write: write.value, privileges: privileges.value, lastDone: lastDone.value },
    ...{ hasLedger: ledger.value.length > 0, maySetGlobals: maySwitchGrants(server, privileges.value) },
    ...{ accounts: accounts.value, systemAccounts: systemAccounts.value },
  });
}

/** Returns the identities. A change of a package affects its body, whoever created that. */
function identifyAll(keys: readonly RoutineKey[]): ReadonlySet<string> {
  return new Set(keys.flatMap((key) => (key.kind === 'package' ? [key, bodyOf(key)] : [key])).map(identify));
}

interface SchemasReading extends Pick<TargetFacts, 'accounts'> {
  readonly wanted: ReadonlySet<string>;
  readonly schemas: readonly string[];
}

async function readSchemas(
  reading: FactsQuery,
  session: Session,
  { wanted, schemas, accounts }: SchemasReading,
): Promise<Result<Required<Pick<TargetFacts, 'catalogs' | 'deployed' | 'unreadable' | 'grants'>>, Failure>> {
  const catalogs = new Map<string, Catalog>();
  const deployed = new Map<string, DeployedObject>();
  const unreadable = new Map<string, string>();
  const allGrants = new Map<string, ReadonlyMap<string, readonly RoutineGrant[]> | null>();
  for (const schema of schemas) {
    const catalog = await readCatalog(session, schema, (key) => wanted.has(identify(key)));
    if (!catalog.ok) return explain(reading, session, catalog.error);
    const grants = await readGrants(session, schema, { accounts });
    if (!grants.ok) return explain(reading, session, grants.error);
    catalogs.set(schema, catalog.value);
    for (const { key, reason } of catalog.value.unreadable) unreadable.set(identify(key), reason);
    const granted = grants.value === null ? null : groupGrants(grants.value);
    allGrants.set(schema, granted);
    for (const live of catalog.value.routines) {
      const identity = identify(live.routine.key);
      deployed.set(identity, makeDeployedObject(live, granted === null ? null : (granted.get(identity) ?? [])));
    }
  }
  return succeed({ catalogs, deployed, unreadable, grants: allGrants });
}

/** Returns the schemas in which this environment has routines, and which the project may not have any longer. */
function deployedSchemas({ environment }: FactsQuery, lastDone: TargetFacts['lastDone']): readonly string[] {
  return [...lastDone.values()]
    .filter((step) => isOfEnvironment(step, environment) && step.after !== null)
    .map(({ key }) => key.schema);
}

interface LastDone {
  readonly lastDone: TargetFacts['lastDone'];
  readonly starts: ReadonlyMap<string, RecordedEntry> | null;
}

async function readLastDone(reading: FactsQuery): Promise<Result<LastDone, Failure>> {
  const ledger = await openLedger({ ...reading, ledgerKey: null });
  if (!ledger.ok) return ledger;
  const lastDone = await ledger.value.lastDone();
  if (!lastDone.ok) return lastDone;
  if (reading.prunes !== true) return succeed({ lastDone: lastDone.value, starts: null });
  const started = await ledger.value.read({ kind: 'deployment-started', targetSchema: reading.target.schema });
  if (!started.ok) return started;
  const starts = new Map(started.value.map((row) => [row.entry.deployment, row]));
  return succeed({ lastDone: lastDone.value, starts });
}

async function readGone(
  reading: FactsQuery,
  facts: Pick<TargetFacts, 'catalogs' | 'deployed' | 'unreadable'>,
  lastDone: TargetFacts['lastDone'],
): Promise<Result<ReadonlyMap<string, GoneRoutine>, Failure>> {
  const steps = new Map<string, StepFinished>();
  for (const key of reading.wanted) {
    const last = lastDone.get(identify(key));
    const isGone = !facts.deployed.has(identify(key)) && whyUnknown(facts, key) === null;
    if (last !== undefined && takesGrants(key) && isGone) steps.set(identify(key), last);
  }
  if (steps.size === 0) return succeed(new Map());
  const ledger = await openLedger({ ...reading, ledgerKey: null });
  return ledger.ok ? succeed(await readGoneRoutines(ledger.value, steps)) : ledger;
}

function explain({ environment, target }: FactsQuery, session: Session, error: ServerError): Result<never, Failure> {
  const { account } = session.server;
  const asked = { environment: environment.name, account, couldNot: couldNot.readTarget(printTarget(target)) };
  return fail(explainServerError(error, { ...asked, schema: target.schema }));
}
