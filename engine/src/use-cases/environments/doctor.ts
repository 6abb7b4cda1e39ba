/** Checks that sources, registry, and each environment are in order. Changes nothing. */
import { advise, type Advice } from '../../base/advice';
import type { DoctorAnswer, DoctorLine, DoctorRequest } from '../answers/doctor';
import type { Failure } from '../../base/failure';
import { mapConcurrently } from '../../base/map-concurrently';
import { succeed, type Result } from '../../base/result';
import type { Environment, Target } from '../../project/environment';
import type { RoutineKey } from '../../routine/routine';
import type { Project } from '../shared/project';
import { makePseudonyms, realNames, type Names } from './doctor-names';
import { examineRegistry } from './doctor-registry';
import { examineTarget } from './doctor-target';

export async function doctor(project: Project, request: DoctorRequest): Promise<Result<DoctorAnswer, Failure>> {
  const { environments: asked = [], anonymous = false } = request;
  const environments: Environment[] = [];
  for (const name of asked.length === 0 ? Object.keys(project.config.environments) : asked) {
    const environment = project.environment(name);
    if (!environment.ok) return environment;
    environments.push(environment.value);
  }
  const names = anonymous ? makePseudonyms() : realNames;
  const sources = await examineSources(project, names);
  const registry = await examineRegistry(project, names);
  const lines = [...(await examineGit(project)), ...sources.lines, ...registry.lines];
  const own = [...sources.keys, ...registry.keys];
  const examined = await Promise.all(
    environments.map((environment) => examineEnvironment(project, environment, { names, own })),
  );
  return succeed({ lines: [...lines, ...examined.flat()] });
}

/** Versions and the ledger record the commit and the branch, and "branches" needs one. */
async function examineGit({ ports }: Project): Promise<readonly DoctorLine[]> {
  const fault = await ports.provenance.gitFault();
  return fault === null ? [] : [{ area: 'project', state: 'warning', code: 'git', ...fault }];
}

async function examineSources(
  project: Project,
  names: Names,
): Promise<{ readonly lines: readonly DoctorLine[]; readonly keys: readonly RoutineKey[] }> {
  const index = await project.sources();
  const files = index.files();
  const keys = index.routines().map(({ key }) => key);
  const list = (some: readonly string[]): string => some.map((file) => names.show('file', file)).join(', ');
  const line = (state: DoctorLine['state'], code: string, message: string, remedy: Advice | null): DoctorLine => ({
    ...{ area: 'sources', state, code, message, remedy },
  });
  const broken = files.filter(({ text }) => !text.isWellFormed()).map(({ file }) => file);
  const duplicates = index.duplicates().length;
  const lines = [
    files.length + project.unreadable.length === 0
      ? line('problem', 'no-sources', 'No file matches "sources" of sproc.json.', 'Correct the patterns.')
      : line('ok', 'sources', `Source files: ${files.length}. Routines: ${keys.length}.`, null),
    ...(project.unreadable.length > 0
      ? [
          line(
            'problem',
            'unreadable-file',
            `Source files that cannot be read: ${list(project.unreadable)}.`,
            'Make them regular files that you can read, or exclude them in "sources".',
          ),
        ]
      : []),
    ...(broken.length > 0
      ? [
          line(
            'warning',
            'broken-encoding',
            `Source files with bytes that are not UTF-8: ${list(broken)}.`,
            'Save them as UTF-8; their routines are not deployed.',
          ),
        ]
      : []),
    ...(duplicates > 0
      ? [
          line(
            'warning',
            'duplicate-routine',
            `Routines that several files define: ${duplicates}.`,
            advise`See them with ${{ id: 'check' }}, or set "duplicates" in sproc.json.`,
          ),
        ]
      : []),
  ];
  return { lines, keys };
}

async function examineEnvironment(
  project: Project,
  environment: Environment,
  { names, own }: { readonly names: Names; readonly own: readonly RoutineKey[] },
): Promise<readonly DoctorLine[]> {
  const ledgerKey = await project.ports.secrets.ledgerKey(environment);
  const name = names.show('environment', environment.name);
  const lines: DoctorLine[] = [];
  if (!ledgerKey.ok)
    lines.push({
      ...{ area: 'environment', environment: name, state: 'problem', code: 'ledger-key-empty' },
      ...names.explain(ledgerKey.error),
    });
  const places = environment.targets.map((target) => ({
    target,
    place: { area: 'environment', environment: name, target: names.target(target) } as const,
  }));
  const examined = new Map<Target, readonly DoctorLine[]>();
  await mapConcurrently(places, targetsAtOnce, async ({ target, place }) => {
    const found = await examineTarget(project, { environment, target, own, names, ledgerKey });
    examined.set(
      target,
      found.map((line) => ({ ...place, ...line })),
    );
    return succeed(undefined);
  });
  return [...lines, ...environment.targets.flatMap((target) => examined.get(target) ?? [])];
}

/** A target that does not answer keeps one of these waiting, not the rest. */
const targetsAtOnce = 8;
