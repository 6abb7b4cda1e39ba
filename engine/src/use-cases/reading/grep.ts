/** Lines that match a pattern, in the sources or in what lives in environments. */
import type { GrepAnswer, GrepRequest, LiveMatch, SourceMatch, UnsearchedPlace } from '../answers/grep';
import { BoundedPattern } from '../../base/bounded-pattern';
import { failure, type Failure } from '../../base/failure';
import { fail, succeed, type Result } from '../../base/result';
import { makePause } from '../../base/slices';
import type { Environment } from '../../project/environment';
import type { Project } from '../shared/project';
import { grepEnvironment } from './grep-environment';

export async function grep(project: Project, request: GrepRequest): Promise<Result<GrepAnswer, Failure>> {
  const { pattern: text, fixed = false, ignoreCase = false, firstOnly = false, places = [] } = request;
  const pattern = BoundedPattern.make({
    pattern: text,
    isFixed: fixed,
    ignoresCase: ignoreCase,
    isFirstOnly: firstOnly,
  });
  if (!pattern.ok) return refusePattern(text, pattern.error);
  const searched: ('workspace' | Environment)[] = [];
  for (const name of places.length === 0 ? ['workspace'] : [...new Set(places)]) {
    const environment = name === 'workspace' ? succeed('workspace' as const) : project.environment(name);
    if (!environment.ok) return environment;
    searched.push(environment.value);
  }
  const matches: (SourceMatch | LiveMatch)[] = [];
  const unsearched: UnsearchedPlace[] = [];
  const failures: Failure[] = [];
  for (const place of searched) {
    const found =
      place === 'workspace'
        ? succeed(await grepSources(project, pattern.value))
        : await grepEnvironment(project, place, pattern.value);
    if (found.ok) {
      matches.push(...found.value.matches);
      unsearched.push(...found.value.unsearched);
    } else if (place !== 'workspace') {
      failures.push(found.error);
      unsearched.push({ environment: place.name, message: found.error.message });
    }
  }
  const [first] = failures;
  return first !== undefined && failures.length === searched.length ? fail(first) : succeed({ matches, unsearched });
}

function refusePattern(pattern: string, why: string): Result<never, Failure> {
  const reason = why.replace(/^Invalid regular expression: /, '');
  return failure(
    'usage',
    `'${pattern}' is not a regular expression: ${reason}.`,
    'Escape its special characters, or search for the text itself with --fixed.',
  );
}

/** Files that are read at once. */
const readTogether = 64;

/** The same files in the same order as every other command reads them, but nothing is parsed. */
async function grepSources({ config, ports }: Project, pattern: BoundedPattern): Promise<GrepAnswer> {
  const matches: SourceMatch[] = [];
  const unsearched: UnsearchedPlace[] = [];
  const files = await ports.tree.list(config.sources);
  const pause = makePause();
  for (let start = 0; start < files.length; start += readTogether) {
    const some = files.slice(start, start + readTogether);
    const texts = await Promise.all(some.map((file) => ports.tree.read(file)));
    for (const [i, file] of some.entries()) {
      const text = texts[i] ?? null;
      const { lines, whyNot } = text === null ? { lines: [], whyNot: 'cannot be read' } : pattern.find(text);
      matches.push(...lines.map((line) => ({ file, ...line })));
      if (whyNot !== null) unsearched.push({ file, message: `${file} ${whyNot}.` });
    }
    await pause();
  }
  if (files.length === 0)
    unsearched.push({ message: 'No file matches "sources" of sproc.json, so there is nothing to search.' });
  return { matches, unsearched };
}
