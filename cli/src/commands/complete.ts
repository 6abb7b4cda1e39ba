/** `sproc complete`, which the scripts of `sproc completion` call: words that fit, without a connection and without an error. */
import {
  distinctNames,
  inspect,
  parseProjectFile,
  printableLine,
  projectFile,
  type ProjectConfig,
  type RoutineKind,
  type SourceTree,
} from '#engine';
import { chooseProject } from '../shared/choose-project';
import type { Call, Command } from '../shared/command';
import type { Host } from '../shared/host';
import { completeWords, type Candidate, type Completing } from '../shared/complete-words';
import { makeReading } from '../shared/parser-options';

/** Milliseconds; a list that takes longer is not useful. Of a large project the first routines are offered. */
const mostMs = 700;

const readTogether = 32;

/** Prints `words` or `files`, then a candidate a line: the word, a tab, and what it is. */
export function makeComplete(commands: () => readonly Command[]): Command<{ readonly shell?: string }> {
  return {
    name: 'complete',
    isHidden: true,
    operands: '[words...]',
    summary: 'List the words that can come next on a command line, for the scripts of `sproc completion`',
    options: [
      { flags: '--shell <name>', summary: 'The words are as this shell has them, quotes included.', choices: ['bash'] },
    ],
    examples: ["complete -- deploy ''"],
    async run(call) {
      const known = commands().filter(({ isHidden }) => isHidden !== true);
      const isBash = call.options.shell === 'bash';
      const completing = completeWords(known, isBash ? joinKinds(call.operands.map(unquote)) : call.operands);
      const found = await findCandidates(call, completing).catch(() => []);
      const before = isBash ? (kindBefore.exec(completing.typed)?.[0] ?? '') : '';
      const candidates = found.map((one) => ({ ...one, word: one.word.slice(before.length) }));
      const isFiles = completing.expected.kind === 'files';
      const answer = { kind: isFiles ? 'files' : 'words', candidates };
      const lines = candidates.map(({ word, about }) => `${word}\t${about}\n`);
      return {
        ok: true,
        value: { exit: 0, answer, isVerbatim: true, text: () => `${answer.kind}\n${lines.join('')}` },
      };
    },
  };
}

/** The kind before a name, with its colon, at which bash begins another word: it inserts what follows the colon. */
const kindBefore = /^(?:procedure|function|trigger|event|view|package):/;

/** Joins the words into which bash splits `function:add_order`. */
function joinKinds(words: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (const word of words) {
    const before = joined.at(-1) ?? '';
    const continues = word === ':' ? kindBefore.test(`${before}:`) : before.endsWith(':') && kindBefore.test(before);
    if (continues) joined[joined.length - 1] = before + word;
    else joined.push(word);
  }
  return joined;
}

/** Removes the quotes of bash: the last word may have no second quote yet. */
function unquote(word: string): string {
  const [quote] = word;
  if (quote === "'" || quote === '"') return word.slice(1).replace(/['"]$/, '');
  return word.replace(/\\(.)/gs, '$1');
}

async function findCandidates(call: Call<unknown>, completing: Completing): Promise<readonly Candidate[]> {
  const { expected, typed, lead } = completing;
  const all = 'candidates' in expected ? [...expected.candidates] : [];
  if (expected.kind !== 'words') all.push(...(await readCandidates(call, completing)));
  const isNamed = expected.kind !== 'words';
  const wanted = all.filter(({ word }) => word.startsWith(typed) && isShown(word) && !(isNamed && isMistaken(word)));
  return wanted.map(({ word, about }) => ({ word: lead + word, about: isShown(about) ? about : '' }));
}

/** Returns false for a tab or a line end, which would make two words of it, and for what shows another word than is inserted. */
function isShown(text: string): boolean {
  return printableLine(text) === text;
}

/** Returns true for a name that the command would take for an option. */
function isMistaken(name: string): boolean {
  return name.startsWith('-');
}

async function readCandidates(
  call: Call<unknown>,
  { expected, typed, project }: Completing,
): Promise<readonly Candidate[]> {
  const { host } = call;
  const root = await chooseProject(project, host);
  if (!root.ok) return [];
  const tree = host.treeOf(root.value);
  const config = parseProjectFile((await tree.read(projectFile)) ?? '').value;
  if (config === null || expected.kind === 'files') return [];
  if (expected.kind === 'routines') return listRoutines(tree, config, typed);
  const environments = Object.values(config.environments).map(({ name, stage }) => ({ word: name, about: stage }));
  if (expected.kind !== 'versions') return environments;
  const versions = config.registry.kind === 'folder' ? await listVersions(host, root.value, expected.of) : [];
  return expected.isPlace ? [...versions, ...environments] : versions;
}

/** Returns the versions in a registry folder, the newest first; a registry on a server would have to be asked. */
async function listVersions(host: Host, root: string, pattern: string): Promise<readonly Candidate[]> {
  const sproc = await host.open(root);
  if (!sproc.ok) return [];
  try {
    const late = new Promise<null>((resolve) => setTimeout(resolve, mostMs, null).unref());
    const found = await Promise.race([sproc.value.versions({ pattern }), late]);
    if (found?.ok !== true) return [];
    const known = new Map(found.value.versions.map(({ version, status }) => [version, status]));
    return [...known].map(([word, about]) => ({ word, about })).reverse();
  } finally {
    await sproc.value.close();
  }
}

async function listRoutines(tree: SourceTree, config: ProjectConfig, typed: string): Promise<readonly Candidate[]> {
  const reading = makeReading({}, config);
  const end = performance.now() + mostMs;
  const files = await tree.list(config.sources);
  const found: (Candidate & { readonly kind: RoutineKind })[] = [];
  for (let start = 0; start < files.length && performance.now() < end; start += readTogether) {
    const some = files.slice(start, start + readTogether);
    const texts = await Promise.all(some.map(async (file) => ({ file, text: (await tree.read(file)) ?? '' })));
    for (const { kind, schema, name } of inspect(texts, { ...reading, schema: config.schema }).routines) {
      const isBare = schema === null || (schema === config.schema && !typed.includes('.'));
      const word = isBare ? name : `${schema}.${name}`;
      const candidate = { word, about: kind, kind };
      if (!found.some((one) => one.word === word && one.kind === kind)) found.push(candidate);
    }
  }
  const words = distinctNames(found.map(({ word, kind }) => ({ routine: word, kind })));
  const typedKind = kindBefore.exec(typed)?.[0] ?? '';
  // A name that two kinds share can be typed from its beginning, too.
  const named = found.flatMap(({ word, about, kind }, i): readonly Candidate[] =>
    typedKind === `${kind}:`
      ? [{ word: typedKind + word, about }]
      : [...new Set([words[i] ?? word, word])].map((one) => ({ word: one, about })),
  );
  const each = [...new Map(named.map((one) => [one.word, one])).values()];
  return each.sort((a, b) => (a.word < b.word ? -1 : 1));
}
