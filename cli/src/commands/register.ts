/** `sproc register`: new versions of what has changed. */
import { plural, type Bump, type RegisterAnswer } from '#engine';
import { askProject, given } from '../shared/ask-project';
import type { Command } from '../shared/command';
import { dryRunOption } from '../shared/mutation-options';
import { adviceText } from '../report/print-action';
import { type Style, printWarning } from '../report/style';
import { printTable } from '../report/table';

interface RegisterOptions {
  readonly bump?: 'auto' | Bump;
  readonly version?: string;
  readonly message?: string;
  readonly dryRun?: boolean;
}

export const register: Command<RegisterOptions> = {
  name: 'register',
  operands: '[routines...]',
  summary: 'Register new versions of changed routines',
  options: [
    {
      flags: '--bump <part>',
      summary: 'Which part of the version to bump (auto: detect from the changes).',
      choices: ['auto', 'major', 'minor', 'patch'],
    },
    { flags: '--version <number>', summary: 'Exact version number, for example 2.0.0.' },
    { flags: '-m, --message <text>', summary: 'Description of the version.' },
    dryRunOption,
  ],
  examples: ['register', 'register --dry-run', 'register place_order --bump minor --message "Takes vouchers"'],
  async run(call) {
    const { bump, version, message, dryRun } = call.options;
    if (version !== undefined && bump !== undefined) {
      const contradiction = '--version and --bump cannot be used together.';
      return { ok: false, error: { kind: 'usage', message: contradiction, remedy: 'Use one of them.' } };
    }
    return askProject(
      call,
      (sproc) => sproc.register({ routines: call.operands, ...given({ bump, version, message, dryRun }) }),
      (answer) => ({
        exit: answer.failed === undefined ? 0 : 1,
        text: (style) => printRegistered(answer, style, dryRun === true),
      }),
    );
  },
};

function printRegistered(
  { registered, unchanged, warnings, failed = [] }: RegisterAnswer,
  style: Style,
  isDry: boolean,
): string {
  const rows = registered.map(({ routine, version, bump, reason, identifier }) => [
    routine,
    { text: version, paint: style.good },
    bump,
    reason,
    { text: identifier, paint: style.faint },
  ]);
  const would = isDry ? 'would be ' : '';
  const warned = warnings.map((warning) => printWarning(warning, style)).join('');
  const not = printTable(
    failed.map(({ routine, message, remedy }) => [
      routine,
      { text: 'not registered', paint: style.bad },
      `${message} ${adviceText(remedy)}`,
    ]),
  );
  const bad = failed.length === 0 ? '' : `, ${failed.length} not registered`;
  return `${printTable(rows)}${warned}${not}${plural(registered.length, 'version')} ${would}registered, ${unchanged.length} unchanged${bad}\n`;
}
