/** The last seen states of environments, kept on this machine, for when an environment cannot be read. */
import type { Advice } from '../../base/advice';
import type { Failure } from '../../base/failure';
import { checksum } from '../../base/checksum';
import { parseJsonSafely } from '../../base/parse-json';
import { succeed, type Result } from '../../base/result';
import type { Environment } from '../../project/environment';
import { isRecord } from '../../registry/records/parse-facts';
import { isRoutineState, type RoutineStatus } from '../../routine/states/routine-state';
import { isRoutineKind } from '../../syntax/routine-kind';
import type { RoutineKey } from '../../routine/routine';
import type { LastSeen, LastSeenAnswer, LastSeenRequest } from '../answers/last-seen';
import { makePrintName } from '../shared/print-names';
import type { Project } from '../shared/project';

/** Returns what was last seen of the environments, all by default, without asking a server. */
export async function lastSeen(
  project: Project,
  { environments }: LastSeenRequest,
): Promise<Result<LastSeenAnswer, Failure>> {
  const known = Object.values(project.config.environments);
  const wanted = known.filter(({ name }) => environments === undefined || environments.includes(name));
  return succeed(await findLastSeen(project, wanted, await makePrintName(project)));
}

interface SeenRoutine {
  readonly key: RoutineKey;
  readonly status: RoutineStatus;
}

/** Keeps the states of an environment that was read now. Targets are left out: they name servers. */
export async function keepLastSeen(
  { ports }: Project,
  environment: Environment,
  routines: readonly SeenRoutine[],
): Promise<void> {
  const seen = {
    format,
    of: checksum(JSON.stringify(environment)),
    at: ports.provenance.now().toISOString(),
    routines: routines.map(({ key: { kind, schema, name }, status: { targets: _targets, ...status } }) => [
      ...[kind, schema, name],
      status,
    ]),
  };
  await ports.lastSeen?.write(nameOf(ports.tree.root, environment), JSON.stringify(seen));
}

/** Finds the last seen states of environments, with a note about each that is damaged. */
export async function findLastSeen(
  { ports }: Project,
  environments: readonly Environment[],
  printName: (key: RoutineKey) => string,
): Promise<LastSeenAnswer> {
  const found: LastSeen[] = [];
  const notes: Advice[] = [];
  for (const environment of environments) {
    const text = (await ports.lastSeen?.read(nameOf(ports.tree.root, environment))) ?? null;
    if (text === null) continue;
    const seen = parseSeen(text);
    if (seen === null)
      notes.push(
        `The last seen state of ${environment.name} is damaged and ignored. The next status that reads ${environment.name} replaces it.`,
      );
    else if (seen.of === checksum(JSON.stringify(environment)))
      found.push({
        environment: environment.name,
        at: seen.at,
        routines: seen.routines.map(({ key, status }) => ({ routine: printName(key), kind: key.kind, ...status })),
      });
  }
  return { environments: found, notes };
}

const format = 1;

/** Returns the name of the text of an environment. Copies of a project share it if the project has an id. */
function nameOf(root: string, { name, project }: Environment): string {
  return JSON.stringify(['last-seen', project ?? { root }, name]);
}

interface ParsedSeen {
  readonly of: string;
  readonly at: string;
  readonly routines: readonly SeenRoutine[];
}

/** Returns null for anything that this program would not have written. */
function parseSeen(text: string): ParsedSeen | null {
  const parsed = parseJsonSafely(text, { maxBytes: 32 * 1024 * 1024, maxDepth: 8 });
  if (!parsed.ok || !isRecord(parsed.value) || parsed.value['format'] !== format) return null;
  const { of, at, routines } = parsed.value;
  if (typeof of !== 'string' || typeof at !== 'string' || !Array.isArray(routines)) return null;
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(at) || Number.isNaN(Date.parse(at))) return null;
  const rows = routines.map(parseRoutine);
  return rows.includes(null) ? null : { of, at, routines: rows.flatMap((row) => row ?? []) };
}

function parseRoutine(row: unknown): SeenRoutine | null {
  if (!Array.isArray(row)) return null;
  const [kind, schema, name, status] = row as readonly unknown[];
  if (typeof kind !== 'string' || !isRoutineKind(kind) || typeof schema !== 'string' || typeof name !== 'string')
    return null;
  const known = isRecord(status) ? parseStatus(status) : null;
  return known === null ? null : { key: { kind, schema, name }, status: known };
}

function parseStatus(status: Readonly<Record<string, unknown>>): RoutineStatus | null {
  const { version, state, equals = [], isChangedOutside, isNeverDeployed, isRetired } = status;
  if (!(version === null || typeof version === 'string') || typeof state !== 'string' || !isRoutineState(state))
    return null;
  if (!Array.isArray(equals) || !equals.every((one): one is string => typeof one === 'string')) return null;
  return {
    ...{ version, state },
    ...(isChangedOutside === true && { isChangedOutside }),
    ...(isNeverDeployed === true && { isNeverDeployed }),
    ...(equals.length > 0 && { equals }),
    ...(isRetired === true && { isRetired }),
  };
}
