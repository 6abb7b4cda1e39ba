/** `sproc doctor`: whether everything that Sproc works with is in order. Changes nothing but the file of `--bundle`. */
import { parseProjectFile, projectFile, type DoctorAnswer, type DoctorLine, type Failure, type Result } from '#engine';
import type { Call, Command, Outcome } from '../shared/command';
import { makeBundle, printDoctor } from '../report/doctor-report';
import { oneLine } from '../report/style';
import { explainUnfit } from '../shared/write-report';

interface DoctorOptions {
  readonly bundle?: string;
}

export const doctor: Command<DoctorOptions> = {
  name: 'doctor',
  operands: '[environments...]',
  summary: 'Check the installation, the project, the registry and the environments',
  options: [
    {
      flags: '--bundle <file>',
      summary: 'Write the result to a new file for an issue, with names replaced and without messages of servers.',
    },
  ],
  examples: ['doctor', 'doctor prod --json', 'doctor --bundle report.md'],
  async run(call) {
    const { bundle } = call.options;
    const unfit = bundle === undefined ? null : await explainBundle(call, bundle);
    if (bundle !== undefined && unfit !== null) return rejectBundle(bundle, unfit);
    const examined = await examine(call, bundle !== undefined);
    if (!examined.ok) return examined;
    const lines = examined.value;
    if (bundle === undefined) return tell({ lines }, lines);
    const written = await call.host.writeNew(bundle, makeBundle(lines));
    if (!written.ok) return rejectBundle(bundle, written.error);
    if (!call.json)
      call.host.report(
        `Written to ${oneLine(bundle)}: the lines below, with names replaced. Read it before you share it.\n`,
      );
    return tell({ lines, bundle }, lines);
  },
};

async function explainBundle(call: Call<DoctorOptions>, bundle: string): Promise<string | null> {
  return (await call.host.kindOf(bundle)) === 'missing' ? explainUnfit(call, bundle) : 'it already exists';
}

function rejectBundle(file: string, why: string): Result<never, Failure> {
  const message = `The bundle ${file} was not written: ${why}.`;
  return { ok: false, error: { kind: 'could-not', message, remedy: 'Name another file with --bundle FILE.' } };
}

function tell(
  answer: DoctorAnswer & { readonly bundle?: string },
  lines: readonly DoctorLine[],
): Result<Outcome, Failure> {
  const has = (state: DoctorLine['state']): boolean => lines.some((line) => line.state === state);
  const exit = has('problem') ? 1 : has('unknown') ? 2 : 0;
  return { ok: true, value: { exit, answer, text: (style) => printDoctor(lines, style) } };
}

async function examine(call: Call<DoctorOptions>, anonymous: boolean): Promise<Result<readonly DoctorLine[], Failure>> {
  const lines: readonly DoctorLine[] = [describeInstallation(call), ...(await describeProject(call, anonymous))];
  if (lines.some(({ area, state }) => area === 'project' && state === 'problem')) return { ok: true, value: lines };
  const sproc = await call.open();
  if (!sproc.ok) return { ok: true, value: [...lines, describeFailure(sproc.error, anonymous)] };
  const examined = await sproc.value.doctor({ environments: call.operands, anonymous });
  return examined.ok ? { ok: true, value: [...lines, ...examined.value.lines] } : examined;
}

function describeInstallation({ host }: Call<DoctorOptions>): DoctorLine {
  const { node, platform } = host.runtime;
  const message = `Sproc ${host.version}, Node.js ${node}, ${platform}.`;
  const [major = 0, minor = 0] = node.split('.').map(Number);
  const isOld = major < 20 || (major === 20 && minor < 19);
  return {
    ...{ area: 'installation', state: isOld ? 'problem' : 'ok', code: isOld ? 'old-node' : 'installation', message },
    remedy: isOld ? 'Install Node.js 20.19 or later.' : null,
  };
}

async function describeProject(
  { root, host }: Call<DoctorOptions>,
  anonymous: boolean,
): Promise<readonly DoctorLine[]> {
  const tree = host.treeOf(root);
  const text = await tree.read(projectFile);
  if (text === null && (await tree.isFree(projectFile))) {
    const where = anonymous ? 'this folder' : root;
    return [
      problem(
        'no-project',
        `There is no ${projectFile} in ${where}.`,
        'Create one with `sproc init`, or name the folder with --project DIR.',
      ),
    ];
  }
  if (text === null)
    return [problem('unreadable-project', `${projectFile} cannot be read.`, 'Make it a plain file that you may read.')];
  const { value: config, mistakes } = parseProjectFile(text);
  if (config === null)
    return mistakes.map(({ line, message }) =>
      problem(
        'bad-project',
        anonymous ? `${projectFile} has a mistake in line ${line}.` : `${projectFile}:${line}: ${message}`,
        null,
      ),
    );
  const environments = Object.keys(config.environments).length;
  const message = `${projectFile} is valid. Environments: ${environments}. Registry: ${config.registry.kind === 'folder' ? 'in a folder' : 'on a server'}.`;
  return [{ area: 'project', state: 'ok', code: 'project', message, remedy: null }];
}

function describeFailure({ kind, message, remedy }: Failure, anonymous: boolean): DoctorLine {
  return problem(
    kind,
    anonymous ? `The project cannot be opened: ${kind}.` : message,
    anonymous ? null : (remedy ?? null),
  );
}

function problem(code: string, message: string, remedy: DoctorLine['remedy']): DoctorLine {
  return { area: 'project', state: 'problem', code, message, remedy };
}
