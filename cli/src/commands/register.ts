/** `sproc register`: new versions of what has changed. */
import type { Bump, RegisterAnswer } from '#engine';
import { askProject, given } from '../shared/ask-project';
import type { Command } from '../shared/command';
import { plural, type Style } from '../report/style';
import { printTable } from '../report/table';

interface RegisterOptions {
  readonly bump?: 'auto' | Bump;
  readonly version?: string;
  readonly message?: string;
}

export const register: Command<RegisterOptions> = {
  name: 'register',
  operands: '[routines...]',
  summary: 'Give what has changed a new version in the registry',
  options: [
    {
      flags: '--bump <part>',
      summary: 'Which part of the number grows; auto looks at what has changed.',
      choices: ['auto', 'major', 'minor', 'patch'],
    },
    { flags: '--version <number>', summary: 'The number itself, like 2.0.0.' },
    { flags: '-m, --message <text>', summary: 'What is new, for those who read the list of versions.' },
  ],
  examples: ['register', 'register place_order --bump minor --message "Takes vouchers"'],
  async run(call) {
    const { bump, version, message } = call.options;
    if (version !== undefined && bump !== undefined) {
      const contradiction = '--version and --bump contradict each other.';
      return { ok: false, error: { kind: 'usage', message: contradiction, remedy: 'Give one of them.' } };
    }
    return askProject(
      call,
      (sproc) => sproc.register({ routines: call.operands, ...given({ bump, version, message }) }),
      (answer) => ({ exit: 0, text: (style) => printRegistered(answer, style) }),
    );
  },
};

function printRegistered({ registered, unchanged }: RegisterAnswer, style: Style): string {
  const rows = registered.map(({ routine, version, bump, reason, identifier }) => [
    routine,
    { text: version, paint: style.good },
    bump,
    reason,
    { text: identifier, paint: style.faint },
  ]);
  return `${printTable(rows)}${plural(registered.length, 'version')} registered, ${unchanged.length} unchanged\n`;
}
