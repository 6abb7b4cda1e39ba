/** The lines that match a pattern, in the sources or in the live routines of environments. */
import { advise } from '../../base/advice';
import type { GrepAnswer, GrepRequest } from '../answers/grep';
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
  if (!pattern.ok) return rejectPattern(text, pattern.error);
  const searched: ('workspace' | Environment)[] = [];
  for (const name of places.length === 0 ? ['workspace'] : [...new Set(places)]) {
    const environment = name === 'workspace' ? succeed('workspace' as const) : project.environment(name);
    if (!environment.ok) return environment;
    searched.push(environment.value);
  }
  const answers: GrepAnswer[] = [];
  const failures: Failure[] = [];
  for (const place of searched) {
    const found =
      place === 'workspace'
        ? succeed(await grepSources(project, pattern.value))
        : await grepEnvironment(project, place, pattern.value);
    if (found.ok) answers.push(found.value);
    else if (place !== 'workspace') {
      failures.push(found.error);
      answers.push({ matches: [], unsearched: [{ environment: place.name, message: found.error.message }] });
    }
  }
  const [first] = failures;
  return first !== undefined && failures.length === searched.length ? fail(first) : succeed(joinAnswers(answers));
}

/** Joins the answers without a spread: there may be more matches than a function accepts arguments. */
function joinAnswers(answers: readonly GrepAnswer[]): GrepAnswer {
  return {
    matches: answers.flatMap(({ matches }) => matches),
    unsearched: answers.flatMap(({ unsearched }) => unsearched),
  };
}

function rejectPattern(pattern: string, why: string): Result<never, Failure> {
  const reason = why.replace(/^Invalid regular expression: /, '');
  return failure(
    'usage',
    `'${pattern}' is not a regular expression: ${reason}.`,
    advise`Escape its special characters, or search for the text itself with ${{ id: 'option', name: 'fixed' }}.`,
  );
}

/** Files that are read at once. */
const readTogether = 64;

/** Searches the same files in the same order as every other command, but without parsing. */
async function grepSources({ config, ports }: Project, pattern: BoundedPattern): Promise<GrepAnswer> {
  const answers: GrepAnswer[] = [];
  const files = await ports.tree.list(config.sources);
  const pause = makePause();
  for (let start = 0; start < files.length; start += readTogether) {
    const some = files.slice(start, start + readTogether);
    const texts = await Promise.all(some.map((file) => ports.tree.read(file)));
    for (const [i, file] of some.entries()) {
      const text = texts[i] ?? null;
      const { lines, whyNot } = text === null ? { lines: [], whyNot: 'cannot be read' } : pattern.find(text);
      answers.push({
        matches: lines.map((line) => ({ file, ...line })),
        unsearched: whyNot === null ? [] : [{ file, message: `${file} ${whyNot}.` }],
      });
    }
    await pause();
  }
  const nothing = 'No file matches "sources" of sproc.json, so there is nothing to search.';
  return files.length === 0 ? { matches: [], unsearched: [{ message: nothing }] } : joinAnswers(answers);
}
