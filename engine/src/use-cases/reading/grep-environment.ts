/** The lines that match a pattern in the live routines of an environment's targets. */
import type { GrepAnswer, LiveMatch, UnsearchedPlace } from '../answers/grep';
import type { BoundedPattern } from '../../base/bounded-pattern';
import type { Failure } from '../../base/failure';
import { fail, succeed, type Result } from '../../base/result';
import { couldNot } from '../../database/connection/could-not';
import { explainServerError } from '../../database/connection/mysql-errors';
import type { Session } from '../../database/connection/session';
import { printIncompleteList } from '../../database/list-completeness';
import { readCatalog } from '../../database/read-catalog';
import { makeEnvironmentNaming, readOwnKeys, type EnvironmentNaming } from '../../lifecycle/target/environment-naming';
import { prepareTarget, printTarget } from '../../lifecycle/target/open-target';
import type { Environment } from '../../project/environment';
import { renameKey } from '../../routine/naming';
import { distinctPrinter } from '../../routine/distinct-names';
import { printKindAndKey, type RoutineKey } from '../../routine/routine';
import type { Project } from '../shared/project';

/**
 * Searches the targets. One that cannot be read is in `unsearched`; if none can be read, the failure of the first is
 * the answer.
 */
export async function grepEnvironment(
  project: Project,
  environment: Environment,
  pattern: BoundedPattern,
): Promise<Result<GrepAnswer, Failure>> {
  const own = await readOwnKeys(project);
  if (!own.ok) return own;
  const answers: GrepAnswer[] = [];
  const unread: readonly UnsearchedPlace[] = project.unreadable.map((file) => ({
    environment: environment.name,
    message: `${file} cannot be read, so schemas that only it names are not searched.`,
  }));
  const failures: Failure[] = [];
  for (const target of environment.targets) {
    const place = { environment: environment.name, target: printTarget(target) };
    const found = await withSession(await prepareTarget(environment, target, project.ports), (session) => {
      const foldsNames = (): boolean => session.server.foldsNames === true;
      const naming = makeEnvironmentNaming(environment, target, { config: project.config, own: own.value, foldsNames });
      return searchSchemas({ session, place, naming, pattern });
    });
    if (found.ok) answers.push(found.value);
    else {
      failures.push(found.error);
      answers.push({ matches: [], unsearched: [{ ...place, message: found.error.message }] });
    }
  }
  const [first] = failures;
  return first !== undefined && failures.length === environment.targets.length
    ? fail(first)
    : succeed({
        matches: answers.flatMap(({ matches }) => matches),
        unsearched: [...unread, ...answers.flatMap(({ unsearched }) => unsearched)],
      });
}

type LiveAnswer = GrepAnswer & { readonly matches: readonly LiveMatch[] };

async function withSession(
  open: Awaited<ReturnType<typeof prepareTarget>>,
  use: (session: Session) => Promise<Result<LiveAnswer, Failure>>,
): Promise<Result<LiveAnswer, Failure>> {
  if (!open.ok) return open;
  const session = await open.value({ withoutSchema: true });
  if (!session.ok) return session;
  try {
    return await use(session.value);
  } finally {
    await session.value.close();
  }
}

interface Search {
  readonly session: Session;
  readonly place: { readonly environment: string; readonly target: string };
  readonly naming: EnvironmentNaming;
  readonly pattern: BoundedPattern;
}

async function searchSchemas(search: Search): Promise<Result<LiveAnswer, Failure>> {
  const { session, place, naming } = search;
  const asked = { environment: place.environment, account: session.server.account };
  const matches: LiveMatch[] = [];
  const unsearched: UnsearchedPlace[] = [];
  for (const schema of naming.schemas) {
    const catalog = await readCatalog(session, schema);
    if (!catalog.ok) {
      return fail(explainServerError(catalog.error, { ...asked, couldNot: couldNot.readSchema(schema), schema }));
    }
    if (!catalog.value.exists) {
      const message = `Schema ${schema} does not exist on ${place.target}, or is not visible to ${asked.account}.`;
      unsearched.push({ ...place, message });
      continue;
    }
    for (const list of catalog.value.incomplete) unsearched.push({ ...place, message: printIncompleteList(list) });
    const printName = distinctPrinter(catalog.value.names.map((key) => nameForPeople(key, naming)));
    for (const { key, reason } of catalog.value.unreadable)
      unsearched.push({ ...place, routine: printName(nameForPeople(key, naming)), message: reason });
    for (const { text, routine } of catalog.value.routines) {
      const key = nameForPeople(routine.key, naming);
      const named = { ...place, routine: printName(key) };
      const { lines, whyNot } = search.pattern.find(text);
      for (const line of lines) matches.push({ ...named, kind: key.kind, ...line });
      if (whyNot !== null) unsearched.push({ ...named, message: `${printKindAndKey(routine.key)} ${whyNot}.` });
    }
  }
  return succeed({ matches, unsearched });
}

/** Returns the project's name; the server's own for a routine that the project has no name for. */
function nameForPeople(key: RoutineKey, naming: EnvironmentNaming): RoutineKey {
  return naming.isForeign(key) ? key : renameKey(key, naming.toLogical);
}
