/** The names that an environment gives to the project's schemas, routines and definers, and the reverse. */
import type { Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import type { Environment, Target } from '../../project/environment';
import { makeNaming, renameKey, type Naming } from '../../routine/naming';
import { printAccount } from '../../routine/print-routine';
import { identify, isPackage, type Account, type RoutineKey } from '../../routine/routine';
import type { ProjectAccess } from './project-access';

export interface EnvironmentNaming extends Naming {
  /** Physical names of every schema that the project has routines in, the target's own first. */
  readonly schemas: readonly string[];
  /**
   * Returns true for an object of the server that has the name of one of the project's without the environment's
   * prefix: it belongs to somebody else, and the project has no name for it.
   */
  isForeign(physical: RoutineKey): boolean;
  definerToPhysical(definer: Account): Account;
  /** Returns the project's definer; the first if several are mapped to one. */
  definerToLogical(definer: Account): Account;
}

/** Returns the keys of the project's own routines: those that the files define and those that were ever registered. */
export async function readOwnKeys(
  project: Pick<ProjectAccess, 'ports' | 'sources'>,
): Promise<Result<readonly RoutineKey[], Failure>> {
  const records = await project.ports.registry.list();
  if (!records.ok) return records;
  const index = await project.sources();
  return succeed([...index.routines().map(({ key }) => key), ...records.value.map(({ key }) => key)]);
}

export function makeEnvironmentNaming(
  environment: Environment,
  target: Target,
  project: NamedProject,
): EnvironmentNaming {
  const { foldsNames = () => false } = project;
  const schemas = { ...environment.schemas, [homeSchema(target, project)]: target.schema };
  const own = new Map<string, RoutineKey>();
  const folded = new Map<string, RoutineKey>();
  for (const key of project.own.flatMap((one) => (isPackage(one.kind) ? bothOf(one) : [one]))) {
    own.set(identify(key), key);
    folded.set(identify(key).toLowerCase(), key);
  }
  const naming = makeNaming({
    schemas,
    prefix: environment.prefix,
    foldsNames,
    findOwn: (key) =>
      own.get(identify(key)) ?? (foldsNames() ? (folded.get(identify(key).toLowerCase()) ?? null) : null),
  });
  const listSchemas = (): readonly string[] => {
    const all = [target.schema, ...project.own.map(({ schema }) => naming.toPhysical.schema(schema))];
    return [...new Set(foldsNames() ? all.map((schema) => schema.toLowerCase()) : all)];
  };
  return {
    ...naming,
    get schemas() {
      return listSchemas();
    },
    isForeign: (key) =>
      environment.prefix !== '' &&
      identify(renameKey(renameKey(key, naming.toLogical), naming.toPhysical)) !== identify(key),
    definerToPhysical: (definer) => toPhysicalDefiner(environment, definer),
    definerToLogical: (definer) => toLogicalDefiner(environment, definer),
  };
}

/**
 * Returns the project's schema for that of the target. A project that has none, and whose routines each name theirs, calls it
 * as the server does.
 */
function homeSchema({ schema }: Target, { config, own }: NamedProject): string {
  if (config.schema !== null) return config.schema;
  const isNamed = own.some((key) => key.schema === schema) && own.every((key) => key.schema !== '');
  return isNamed ? schema : '';
}

interface NamedProject {
  readonly config: Pick<ProjectAccess['config'], 'schema'>;
  readonly own: readonly RoutineKey[];
  /** Returns true if the server treats names without regard to case; asked once a session is open. */
  readonly foldsNames?: () => boolean;
}

type DefinerMap = Pick<Environment, 'definers'>;

function toPhysicalDefiner({ definers }: DefinerMap, definer: Account): Account {
  return parseAccount(definers[printAccount(definer)]) ?? definer;
}

function toLogicalDefiner({ definers }: DefinerMap, definer: Account): Account {
  return parseAccount(Object.entries(definers).find(([, there]) => sameAccount(there, definer))?.[0]) ?? definer;
}

/**
 * Returns the first of all definers that the environment maps to the same account, as they are read from its
 * servers: of two texts with two of them, neither differs from what runs there.
 */
export function normalDefiner<T extends Account | null>(environment: DefinerMap, definer: T): T | Account {
  return definer === null ? definer : toLogicalDefiner(environment, toPhysicalDefiner(environment, definer));
}

/** Returns the definer for a live text: the own text's, if the environment maps both to the same account. */
export function keepDefiner(environment: DefinerMap, live: Account | null, own: Account | null): Account | null {
  if (live === null || own === null) return live;
  const normal = normalDefiner(environment, own);
  return printAccount(normal) === printAccount(normalDefiner(environment, live)) ? own : live;
}

/** Returns the keys of a package and of its body, which share their name. */
function bothOf({ schema, name }: RoutineKey): readonly RoutineKey[] {
  return [
    { schema, kind: 'package', name },
    { schema, kind: 'package body', name },
  ];
}

/** Parses `app@localhost`; without a host it is `%`, as the server reads it. */
function parseAccount(text: string | undefined): Account | null {
  if (text === undefined || text === '') return null;
  const at = text.lastIndexOf('@');
  return at < 0 ? { user: text, host: '%' } : { user: text.slice(0, at), host: text.slice(at + 1) };
}

function sameAccount(text: string, account: Account): boolean {
  const parsed = parseAccount(text);
  return parsed !== null && printAccount(parsed) === printAccount(account);
}
