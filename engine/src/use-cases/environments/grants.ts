/** The privileges of a deployer, a reader and an application in an environment, target by target. */
import { append } from '../../base/long-lists';
import type { GrantsAnswer, GrantsRequest } from '../answers/grants';
import type { Failure } from '../../base/failure';
import { fail, succeed, type Result } from '../../base/result';
import { couldNot } from '../../database/connection/could-not';
import { listNeeds, runsAsDefiner } from '../../analysis/program/definer-needs';
import { explainServerError } from '../../database/connection/mysql-errors';
import { readIncompleteLists } from '../../database/list-catalog';
import { findIncompleteList, type IncompleteList } from '../../database/list-completeness';
import { readAccounts } from '../../database/read-accounts';
import { readAlterations } from '../../database/read-alterations';
import { readWriteFacts } from '../../database/server-facts';
import { makeEnvironmentNaming, readOwnKeys, type EnvironmentNaming } from '../../lifecycle/target/environment-naming';
import { prepareTarget, printTarget } from '../../lifecycle/target/open-target';
import type { Environment, Target } from '../../project/environment';
import { identify, type Routine, type RoutineKey } from '../../routine/routine';
import { renameKey } from '../../routine/naming';
import { renameRoutine } from '../../routine/rename-routine';
import { listAccess, type OwnRoutine } from './access-grants';
import type { Project } from '../shared/project';

export async function grants(project: Project, request: GrantsRequest): Promise<Result<GrantsAnswer, Failure>> {
  const environment = project.environment(request.environment);
  if (!environment.ok) return environment;
  const own = await readOwnKeys(project);
  if (!own.ok) return own;
  const accounts: GrantsAnswer['accounts'][number][] = [];
  const notes = new Set<string>();
  for (const target of environment.value.targets) {
    const access = await readAccess(project, { environment: environment.value, target, own: own.value, request });
    if (!access.ok) return access;
    const several = environment.value.targets.length > 1 ? { target: printTarget(target) } : {};
    append(
      accounts,
      access.value.accounts.map((account) => ({ ...account, ...several })),
    );
    access.value.notes.forEach((note) => notes.add(note));
  }
  return succeed({ accounts, notes: [...notes] });
}

interface Asked {
  readonly environment: Environment;
  readonly target: Target;
  readonly own: readonly RoutineKey[];
  readonly request: GrantsRequest;
}

/**
 * Returns the access of one target. It works for an account without any privilege, which does not see the existing
 * objects.
 */
async function readAccess(
  project: Project,
  { environment, target, own, request }: Asked,
): Promise<Result<Pick<GrantsAnswer, 'accounts' | 'notes'>, Failure>> {
  const open = await prepareTarget(environment, target, project.ports);
  if (!open.ok) return open;
  const opened = await open.value({ withoutSchema: true });
  if (!opened.ok) return opened;
  const session = opened.value;
  const { server } = session;
  const foldsNames = (): boolean => server.foldsNames === true;
  const naming = makeEnvironmentNaming(environment, target, { config: project.config, own, foldsNames });
  const asked = {
    environment: environment.name,
    account: server.account,
    couldNot: couldNot.readServer(),
    schema: target.schema,
  };
  try {
    const write = await readWriteFacts(session);
    if (!write.ok) return fail(explainServerError(write.error, asked));
    const known = await readAccounts(session);
    if (!known.ok) return fail(explainServerError(known.error, asked));
    const there = new Set<string>();
    const incomplete: IncompleteList[] = [];
    for (const schema of naming.schemas) {
      const found = await readAlterations(session, schema);
      if (!found.ok) return fail(explainServerError(found.error, asked));
      for (const identity of found.value.keys()) there.add(identity);
      const lists = await readIncompleteLists(session, schema, true);
      if (!lists.ok) return fail(explainServerError(lists.error, asked));
      append(incomplete, lists.value);
    }
    const index = await project.sources();
    const { registry } = project.config;
    const isKeeper = registry.kind === 'server' && registry.environment === environment.name;
    return succeed(
      listAccess({
        ...{ server, write: write.value, ledgerSchema: environment.ledgerSchema },
        routines: index.routines().map(({ routine }) => describeOwn(routine, naming, { there, incomplete })),
        schemas: naming.schemas,
        registrySchema: isKeeper && target === environment.targets[0] ? registry.schema : null,
        deployer: request.deployer ?? server.account,
        reader: request.reader ?? 'sproc_reader@%',
        application: request.application ?? 'application@%',
        accounts: known.value,
      }),
    );
  } finally {
    await session.close();
  }
}

/** The identities that the server lists to this account, and the lists that may lack something. */
interface Listed {
  readonly there: ReadonlySet<string>;
  readonly incomplete: readonly IncompleteList[];
}

export function describeOwn(
  source: Routine,
  naming: EnvironmentNaming,
  { there, incomplete }: Listed = { there: new Set(), incomplete: [] },
): OwnRoutine {
  const key = renameKey(source.key, naming.toPhysical);
  const renamed = renameRoutine(source, naming.toPhysical);
  const { reads, writes } = renamed.dependencies;
  const definer = source.definer === null ? null : naming.definerToPhysical(source.definer);
  return {
    ...{ key, definer, reads, writes },
    needs: runsAsDefiner(source) ? listNeeds(renamed) : [],
    isInvoker: source.characteristics.security === 'INVOKER',
    isThere: there.has(identify(key)) || (findIncompleteList(incomplete, key) === null ? false : null),
  };
}
