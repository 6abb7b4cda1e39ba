/** `sproc check`: the diagnostics of the sources, for people and for pipelines. */
import { resolve } from 'node:path';
import { checkTexts, pathBelow, projectFile, type CheckAnswer, type Dialect, type Failure, type Result } from '#engine';
import { adviceText } from '../report/print-action';
import { collectSources, noSuchPath } from '../shared/collect-sources';
import type { Call, Command } from '../shared/command';
import { formatOption, type FormatOptions } from '../shared/format-option';
import { parseCount, parseVersion } from '../shared/parse-options';
import { printCheckMarkdown } from '../report/check-markdown';
import { printDiagnostics } from '../report/diagnostics-report';
import { makeJunit } from '../report/junit';
import { makeSarif } from '../report/sarif';
import { makeReading } from '../shared/parser-options';
import { plain, printNote } from '../report/style';
import { writeReport } from '../shared/write-report';

interface CheckOptions extends FormatOptions {
  readonly env?: string;
  readonly dialect?: Dialect;
  readonly serverVersion?: number;
  readonly sarif?: string;
  readonly junit?: string;
  readonly maxWarnings?: number;
}

export const check: Command<CheckOptions> = {
  name: 'check',
  operands: '[path...]',
  summary: 'Find mistakes in the sources',
  options: [
    { flags: '--env <environment>', summary: 'Also check against the live schema of this environment.' },
    {
      flags: '--dialect <name>',
      summary: 'The dialect of the files (used without a project file).',
      choices: ['mysql', 'mariadb'],
    },
    {
      flags: '--server-version <version>',
      summary: 'Check compatibility with this server version.',
      parse: parseVersion,
    },
    { flags: '--sarif <file>', summary: 'Write the diagnostics as SARIF 2.1.0.' },
    { flags: '--junit <file>', summary: 'Write the diagnostics as JUnit XML.' },
    { flags: '--max-warnings <n>', summary: 'Fail if there are more warnings than this.', parse: parseCount },
    formatOption,
  ],
  examples: [
    'check',
    'check procedures/orders.sql --max-warnings 0',
    'check --env dev --sarif sproc.sarif',
    'check --dialect mariadb orders.sql',
  ],
  async run(call) {
    const checked = (await isAlone(call)) ? await checkAlone(call) : await checkInProject(call);
    if (!checked.ok) return checked;
    const answer = withRemedies(checked.value);
    const written = await writeReports(call, answer);
    if (!written.ok) return written;
    if (!call.json) for (const note of answer.notes ?? []) call.host.report(printNote(adviceText(note), plain));
    return {
      ok: true,
      value: {
        exit: exitOf(answer, call.options.maxWarnings),
        answer,
        text: (style) =>
          call.options.format === 'markdown' ? printCheckMarkdown(answer) : printDiagnostics(answer, style),
      },
    };
  },
};

/** Appends each remedy to its message: in every report a diagnostic is one text. */
function withRemedies({ diagnostics, ...rest }: CheckAnswer): CheckAnswer {
  return {
    ...rest,
    diagnostics: diagnostics.map(({ remedy, ...each }) =>
      remedy === undefined ? each : { ...each, message: `${each.message} ${adviceText(remedy)}` },
    ),
  };
}

function exitOf(answer: CheckAnswer, maxWarnings: CheckOptions['maxWarnings']): 0 | 1 | 65 {
  if (answer.diagnostics.some(doubtsRegistry)) return 65;
  return isAcceptable(answer, maxWarnings) ? 0 : 1;
}

/** Returns true if the registry is inconsistent or damaged, so that its data about versions are unreliable. */
function doubtsRegistry({ code, severity }: CheckAnswer['diagnostics'][number]): boolean {
  return code === 'status-conflict' || (code === 'unreadable-registry' && severity === 'error');
}

async function checkInProject(call: Call<CheckOptions>): Promise<Result<CheckAnswer, Failure>> {
  const paths = await inProject(call);
  if (!paths.ok) return paths;
  const isProject = !(await call.host.treeOf(call.root).isFree(projectFile));
  if (isProject && call.options.dialect !== undefined) {
    const message = '--dialect has no effect in a project: sproc.json sets the dialect.';
    return {
      ok: false,
      error: { kind: 'usage', message, remedy: 'Set "dialect" in sproc.json, or leave the option out.' },
    };
  }
  const sproc = await call.open();
  if (!sproc.ok) return sproc;
  const { env, serverVersion } = call.options;
  return sproc.value.check({
    paths: paths.value,
    ...(env === undefined ? {} : { environment: env }),
    ...(serverVersion === undefined ? {} : { serverVersion }),
  });
}

/** Returns true if only paths are given, and no project contains them. */
async function isAlone({ operands, options, root, host }: Call<CheckOptions>): Promise<boolean> {
  if (operands.length === 0 || options.env !== undefined) return false;
  return host.treeOf(root).isFree(projectFile);
}

async function checkAlone({ operands, options, host }: Call<CheckOptions>): Promise<Result<CheckAnswer, Failure>> {
  const sources = await collectSources(operands, host);
  if (!sources.ok) return sources;
  return { ok: true, value: checkTexts(sources.value, makeReading(options, null)) };
}

/** Returns the paths in the form of the project file, which the engine expects. */
async function inProject({ operands, root, host }: Call<CheckOptions>): Promise<Result<readonly string[], Failure>> {
  const paths: string[] = [];
  for (const operand of operands) {
    const path = pathBelow(root, resolve(host.folder, operand));
    if (path === null) {
      const remedy = 'Name the project with --project DIR, or look at single files with `sproc inspect`.';
      return { ok: false, error: { kind: 'bad-input', message: `${operand} is not in the project ${root}.`, remedy } };
    }
    if ((await host.kindOf(operand)) === 'missing') return { ok: false, error: noSuchPath(operand) };
    paths.push(path === '' ? '.' : path);
  }
  return { ok: true, value: paths };
}

async function writeReports(call: Call<CheckOptions>, answer: CheckAnswer): Promise<Result<void, Failure>> {
  const { host, options } = call;
  const reports = [
    { file: options.sarif, start: /^\{\s*"\$schema":\s*"[^"]*sarif/, make: () => makeSarif(answer, host.version) },
    { file: options.junit, start: /^<\?xml[^>]*>\s*<testsuites?\b/, make: () => makeJunit(answer) },
  ];
  for (const { file, start, make } of reports) {
    if (file === undefined) continue;
    const written = await writeReport(call, { file, start, text: make() });
    if (!written.ok) return written;
  }
  return { ok: true, value: undefined };
}

function isAcceptable({ diagnostics }: CheckAnswer, maxWarnings = Infinity): boolean {
  const count = (severity: string): number =>
    diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
  return count('error') === 0 && count('warning') <= maxWarnings;
}
