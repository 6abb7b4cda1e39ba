/** The sides of a comparison: the workspace, the registry, or an environment, as routines by identity. */
import { advise } from '../../base/advice';
import { failure, type Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import { rejectConflicts } from '../../registry/records/describe-conflict';
import type { RoutineRecord, Version } from '../../registry/records/registry';
import { findEqualVersion, textChecksum } from '../../registry/records/line-ends';
import type { Environment } from '../../project/environment';
import type { IncompleteList } from '../../database/list-completeness';
import type { Clock } from '../../routine/schedule/over';
import type { Dialect } from '../../syntax/dialect';
import { identify, type Routine, type RoutineKey } from '../../routine/routine';
import { printAttributes, printRoutine } from '../../routine/print-routine';
import type { LedgerSummary } from '../../lifecycle/target/summarize-ledger';
import {
  readEnvironment,
  type Deployed,
  type EnvironmentReading,
  type OtherStep,
} from '../../lifecycle/target/read-environment';
import type { Project } from './project';

export interface Side {
  /** The label for people: `workspace`, `registry@1.2.0`, `prod (db1:3306/shop)`. */
  readonly label: string;
  /** `db1:3306/shop`; empty for a side without a server. */
  readonly target: string;
  readonly routines: ReadonlyMap<string, Routine>;
  /** Character set of a RETURNS without one there; null where the side has no server. */
  readonly defaultCharacterSet: string | null;
  /** The present moment of the server; null where the side has no server. */
  readonly clock: Clock | null;
  /** The server's own sql_mode; null where the side has no server. */
  readonly sqlMode: readonly string[] | null;
  readonly isLive: boolean;
  /** The definers by which the environment names those of the project; none where the side has no server. */
  readonly definers: Environment['definers'];
  /** The kind of server that reads its texts. */
  readonly dialect: Dialect;
  /** The unreadable routines by identity, each with the reason as a sentence. */
  readonly unreadable: ReadonlyMap<string, UnreadableRoutine>;
  /** The lists of the server that may lack something. */
  readonly incomplete: readonly IncompleteList[];
  /** Returns the list that may lack a routine that was not found; null if its absence is certain. */
  readonly findIncomplete: (key: RoutineKey) => IncompleteList | null;
  /** The last deployed routines, as far as the ledger was read and has them. */
  readonly deployed: ReadonlyMap<string, Deployed>;
  /** The last steps that left no routine of this project there. */
  readonly others: ReadonlyMap<string, OtherStep>;
  /** The other data of the ledger about the target, by its label; null if it was not read. */
  readonly ledger: (LedgerSummary & { readonly target: string }) | null;
}

export interface UnreadableRoutine {
  readonly key: RoutineKey;
  readonly reason: string;
}

/** Returns true for a side that lives on servers: anything but the workspace and the registry. */
export function isEnvironment(name: string): boolean {
  return name !== 'workspace' && !isRegistry(name);
}

function isRegistry(name: string): boolean {
  return name === 'registry' || name.startsWith('registry@');
}

/** Returns the sides; an environment with several targets has one for each. */
export async function readSides(
  project: Project,
  name: string,
  options: EnvironmentReading = {},
): Promise<Result<readonly Side[], Failure>> {
  if (name === 'workspace') return readWorkspace(project);
  if (isRegistry(name)) return readRegistry(project, name);
  const environment = project.environment(name);
  if (!environment.ok)
    return failure(
      environment.error.kind,
      `Cannot compare with '${name}'.`,
      `Use workspace, registry, registry@1.2.0 or one of ${Object.keys(project.config.environments).join(', ') || '(no environment yet)'}.`,
    );
  const read = await readEnvironment(environment.value, project, options);
  if (!read.ok) return read;
  return succeed(
    read.value.map((target) => ({
      label: read.value.length === 1 ? name : `${name} (${target.label})`,
      target: target.label,
      routines: new Map(target.routines.map((live) => [identify(live.routine.key), live.routine])),
      defaultCharacterSet: target.defaultCharacterSet,
      clock: target.clock,
      sqlMode: target.server.sqlMode,
      isLive: true,
      definers: environment.value.definers,
      dialect: target.server.dialect,
      unreadable: new Map(target.unreadable.map((each) => [identify(each.key), each])),
      incomplete: target.incomplete,
      findIncomplete: target.findIncomplete,
      deployed: target.deployed,
      others: target.others,
      ledger: target.ledger === null ? null : { ...target.ledger, target: target.label },
    })),
  );
}

const notLive = {
  target: '',
  ...{ defaultCharacterSet: null, clock: null, sqlMode: null, isLive: false, definers: {} },
  ...{
    unreadable: new Map(),
    incomplete: [],
    findIncomplete: () => null,
    deployed: new Map(),
    others: new Map(),
    ledger: null,
  },
} as const;

/** Reads the workspace as a deployment would: if only line ends differ from a version, with that version's text. */
async function readWorkspace(project: Project): Promise<Result<readonly Side[], Failure>> {
  const index = await project.sources();
  const listed = await project.ports.registry.list();
  if (!listed.ok) return listed;
  const records = new Map(listed.value.map((record) => [identify(record.key), record]));
  const routines = new Map(
    index.chosen().map(({ identity, routine }) => {
      const version = findVersionOfText(records.get(identity), routine);
      return [identity, version?.routine ?? routine];
    }),
  );
  return succeed([{ label: 'workspace', routines, dialect: project.config.dialect, ...notLive }]);
}

/** Returns the newest version of a text of the workspace, whatever its line ends; null for none. */
export function findVersionOfText(record: RoutineRecord | undefined, routine: Routine): Version | null {
  if (record === undefined) return null;
  // Versions with other texts need not be read.
  const text = textChecksum(routine.text);
  const versions = record.versions.filter(({ textChecksum: known }) => known === text);
  return findEqualVersion({ ...record, versions }, routine);
}

/** Reads the newest version of each routine, or the one with that number if a routine has it. */
async function readRegistry(project: Project, name: string): Promise<Result<readonly Side[], Failure>> {
  const listed = await project.ports.registry.list();
  if (!listed.ok) return listed;
  const wanted = name.includes('@') ? name.slice(name.indexOf('@') + 1) : null;
  const routines = new Map<string, Routine>();
  // The text of a number that two branches have registered is unknown.
  const problem = rejectConflicts(listed.value.filter(({ conflict }) => (conflict?.ours.versions.length ?? 0) > 0));
  if (problem !== null) return problem;
  for (const { key, versions } of listed.value) {
    const version = wanted === null ? versions.at(-1) : versions.find((candidate) => candidate.version === wanted);
    if (version !== undefined) routines.set(identify(key), version.routine);
  }
  if (wanted !== null && routines.size === 0)
    return failure(
      'not-found',
      `No routine has a version ${wanted}.`,
      advise`List registered versions with ${{ id: 'versions' }}.`,
    );
  return succeed([{ label: name, routines, dialect: project.config.dialect, ...notLive }]);
}

/** Returns a routine's text for display and for diffs. */
export function printForPeople(routine: Routine): string {
  const attributes = printAttributes(routine);
  return attributes === '' ? printRoutine(routine) : `${attributes}\n${printRoutine(routine)}`;
}
