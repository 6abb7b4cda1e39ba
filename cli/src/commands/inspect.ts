/** `sproc inspect`: what each file defines and uses, by its text alone. */
import { join, relative } from 'node:path';
import {
  inspect as inspectTexts,
  parseProjectFile,
  projectFile,
  type Dialect,
  type Failure,
  type InspectAnswer,
  type ProjectConfig,
  type ParserOptions,
  type Result,
} from '#engine';
import { collectSources, readFiles, tidy, type CollectedSource } from '../shared/collect-sources';
import type { Call, Command } from '../shared/command';
import { makeReading } from '../shared/parser-options';
import { parseVersion } from '../shared/parse-options';
import { printInspection } from '../report/inspection-report';

interface InspectOptions {
  readonly dialect?: Dialect;
  readonly sqlMode?: string;
  readonly serverVersion?: number;
}

export const inspect: Command<InspectOptions> = {
  name: 'inspect',
  operands: '[path...]',
  summary: 'List what each file defines and uses (works without a server or project)',
  options: [
    { flags: '--dialect <name>', summary: 'The dialect of the files.', choices: ['mysql', 'mariadb'] },
    { flags: '--sql-mode <modes>', summary: 'The sql_mode at the start of each file, for example ANSI_QUOTES,ORACLE.' },
    {
      flags: '--server-version <version>',
      summary: 'The server version of the files, for example 9.7 or 10.11.',
      parse: parseVersion,
    },
  ],
  examples: ['inspect procedures', 'inspect --dialect mariadb --json orders.sql', 'inspect - < orders.sql'],
  async run(call) {
    const config = await readConfig(call);
    const sources = await chooseSources(call, config);
    if (!sources.ok) return sources;
    const answer = inspectSources(sources.value, makeReading(call.options, config));
    const exit = answer.errors.length > 0 ? 1 : 0;
    return { ok: true, value: { exit, answer, text: (style) => printInspection(answer, style) } };
  },
};

/** Reads the optional project file; null if there is none, or if it has mistakes. */
async function readConfig({ root, host }: Call<InspectOptions>): Promise<ProjectConfig | null> {
  const text = await host.treeOf(root).read(projectFile);
  return text === null ? null : parseProjectFile(text).value;
}

/** Returns the sources of the paths, by default the project's. */
async function chooseSources(
  { operands, root, host }: Call<InspectOptions>,
  config: ProjectConfig | null,
): Promise<Result<readonly CollectedSource[], Failure>> {
  if (operands.length > 0) return collectSources(operands, host);
  const tree = host.treeOf(root);
  const files = await tree.list(config?.sources ?? ['**/*.sql']);
  const sources = await readFiles(tree, files, (file) => tidy(relative(host.folder, join(root, file))));
  return { ok: true, value: sources };
}

function inspectSources(sources: readonly CollectedSource[], parserOptions: ParserOptions): InspectAnswer {
  const texts = sources.flatMap(({ file, text }) => (text === null ? [] : [{ file, text }]));
  const { routines, errors, notes } = inspectTexts(texts, parserOptions);
  const unread = sources
    .filter(({ text }) => text === null)
    .map(({ file, why }) => ({ file, line: 1, column: 1, code: 'unreadable-file', message: explainUnread(file, why) }));
  return { routines, notes, errors: [...(sources.length === 0 ? [noSources] : []), ...unread, ...errors] };
}

function explainUnread(file: string, why: string | undefined): string {
  if (why !== undefined)
    return `${file === '-' ? 'Standard input' : file} ${why}: nothing is known of what it defines.`;
  return 'This file is not read: it is larger than 64 MiB, its permissions forbid it, it is not a plain file, or a link leads out of the folder.';
}

/** The error for an empty selection, which must not look like files without errors. */
const noSources: InspectAnswer['errors'][number] = {
  file: '.',
  line: 1,
  column: 1,
  code: 'no-sources',
  message: 'No file matches, so nothing is read. Name a file, or a folder with .sql files.',
};
