/** Runs one command line: finds the command, calls it, prints its answer, and returns the exit code. */
import { Argument, Command as Commander, CommanderError, Option } from 'commander';
import type { Failure, Result, Sproc } from '#engine';
import { printAnswerJson } from './report/answer-json';
import type { Call, Command, Outcome } from './shared/command';
import { commands } from './commands/all';
import { chooseProject } from './shared/choose-project';
import { exitCodes, exitOfBug } from './shared/exit-codes';
import { failureAnswer, printFailure } from './report/failure-report';
import { plain, renderReport } from './report/style';
import type { Host } from './shared/host';
import { rejectEmpty } from './shared/reject-empty';
import { rejectIdle } from './shared/reject-idle';

interface CommonOptions {
  readonly project?: string;
  readonly json?: boolean;
}

/** Runs the command and returns the exit code. Never rejects: errors are printed. */
export async function run(words: readonly string[], host: Host): Promise<number> {
  let exit = 0;
  const json = isJsonWanted(words);
  const program = makeProgram(host, json, async (command, typed) => {
    exit = await runCommand(command, typed);
  });
  try {
    await program.parseAsync(withoutUnknownHelp(words), { from: 'user' });
    return exit;
  } catch (error) {
    if (error instanceof CommanderError) return explainUsage(error, words, host);
    return explainBug(error, words, host);
  }
}

/** Returns true if JSON is wanted, also for a command line that is otherwise invalid. */
function isJsonWanted(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  return words.slice(0, end < 0 ? words.length : end).includes('--json');
}

/** Turns `help` of an unknown command into that command, whose failure suggests the nearest one. */
function withoutUnknownHelp(words: readonly string[]): readonly string[] {
  const [first, name] = words;
  const isUnknown = first === 'help' && name !== undefined && !commands.some((command) => command.name === name);
  return isUnknown && name !== 'help' ? [name] : words;
}

/** The words of a command line, read. */
interface Typed {
  readonly operands: readonly string[];
  readonly options: CommonOptions;
  readonly host: Host;
}

type Action = (command: Command, typed: Typed) => Promise<void>;

function makeProgram(host: Host, json: boolean, act: Action): Commander {
  const program = new Commander('sproc')
    .description('Lints, versions and safely deploys MySQL and MariaDB stored procedures.')
    .version(host.version, '-V, --version', 'Print the version of Sproc.')
    .helpCommand('help [command]', 'Show the help of a command')
    .helpOption('-h, --help', 'Show this help.')
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => host.print(text),
      writeErr: (text) => (json ? undefined : host.report(text)),
      getOutHasColors: () => host.coloured,
      outputError: () => undefined,
    });
  addCommonOptions(program);
  for (const command of commands) addCommand(program, command, host, act);
  program.addHelpText('after', '\nRun `sproc COMMAND --help` for the help of one command.');
  return program;
}

function addCommonOptions(program: Commander): void {
  program.option('--project <dir>', 'The folder with sproc.json (default: the nearest folder upwards that has one).');
  program.option('--json', 'Print one JSON document (messages go to standard error).');
}

function addCommand(program: Commander, command: Command, host: Host, act: Action): void {
  const parsed = program
    .command(command.name, { hidden: command.isHidden === true })
    .description(`${command.summary}.`)
    .summary(command.summary)
    .exitOverride();
  for (const operand of command.operands.split(' ').filter((word) => word !== ''))
    parsed.addArgument(new Argument(operand));
  for (const words of command.options) {
    const option = new Option(words.flags, words.summary);
    if (words.choices) option.choices(words.choices);
    if (words.parse) option.argParser(words.parse);
    parsed.addOption(option);
  }
  addCommonOptions(parsed);
  if (command.details !== undefined) parsed.addHelpText('after', `\n${command.details}`);
  const examples = command.examples.map((example) => `  $ sproc ${example}`).join('\n');
  parsed.addHelpText('after', `\nExample${command.examples.length > 1 ? 's' : ''}:\n${examples}`);
  parsed.action(async () => {
    const options = { ...program.opts<CommonOptions>(), ...parsed.opts<CommonOptions>() };
    await act(command, { operands: parsed.args, options, host });
  });
}

async function runCommand(command: Command, typed: Typed): Promise<number> {
  const { host } = typed;
  const json = typed.options.json === true;
  const call = await makeCall(command, typed);
  const outcome = call.ok ? await runAndClose(command, call.value) : call;
  return outcome.ok ? printOutcome(outcome.value, json, host) : explainFailure(outcome.error, json, host);
}

/** Returns the call; fails if a word is empty or would have no effect. */
async function makeCall(command: Command, typed: Typed): Promise<Result<Call<unknown>, Failure>> {
  const misuse = [rejectEmpty(command, typed), rejectIdle(command, typed)].find(({ ok }) => !ok);
  if (misuse?.ok === false) return misuse;
  const { operands, options, host } = typed;
  const root = await chooseProject(options.project, host);
  if (!root.ok) return root;
  const json = options.json === true;
  return { ok: true, value: { operands, options, json, root: root.value, host, open: () => host.open(root.value) } };
}

/**
 * Runs a command. Nothing is printed before everything is closed, so that there is one document even if closing fails.
 */
async function runAndClose(command: Command, call: Call<unknown>): Promise<Result<Outcome, Failure>> {
  const opened: Sproc[] = [];
  const open = async (): Promise<Result<Sproc, Failure>> => {
    const sproc = await call.open();
    if (sproc.ok) opened.push(sproc.value);
    return sproc;
  };
  try {
    return await command.run({ ...call, open });
  } finally {
    for (const sproc of opened) await sproc.close();
  }
}

function printOutcome(outcome: Outcome, json: boolean, host: Host): number {
  host.print(json ? printAnswerJson(outcome.answer) : printText(outcome, host));
  return outcome.exit;
}

function printText({ text, isVerbatim }: Outcome, host: Host): string {
  if (isVerbatim && !host.isTerminal) return text(plain);
  return renderReport(text, host.coloured);
}

function explainFailure(failure: Failure, json: boolean, host: Host): number {
  if (json) host.print(printAnswerJson(failureAnswer(failure)));
  else host.report(printFailure(failure));
  return exitCodes[failure.kind];
}

/** Explains a fault of the command line; the parser itself prints only the help. */
function explainUsage(error: CommanderError, words: readonly string[], host: Host): number {
  if (error.exitCode === 0) return 0;
  const isHelp = error.code === 'commander.help';
  if (isHelp && !isJsonWanted(words)) return exitCodes.usage;
  const message = isHelp ? 'A command is missing.' : toSentence(error.message.replace(/^error: /, ''));
  const command = commands.find(({ name }) => words.includes(name));
  const remedy = command === undefined ? 'See `sproc --help`.' : `See \`sproc ${command.name} --help\`.`;
  return explainFailure({ kind: 'usage', message, remedy }, isJsonWanted(words), host);
}

/** Returns `Unknown option '--dry'. Did you mean --dry-run?` for the two lines of the parser. */
function toSentence(text: string): string {
  const [first = '', hint] = text.split('\n');
  const sentence = `${first.charAt(0).toUpperCase()}${first.slice(1)}`.replace(/([^.?!])$/, '$1.');
  return hint === undefined ? sentence : `${sentence} ${hint.replace(/^\((.*)\)$/, '$1')}`;
}

/**
 * Returns the exit code of a bug. The stack trace is not printed: users cannot use it, and it may reveal too much in a
 * log.
 */
export function explainBug(error: unknown, words: readonly string[], host: Host): number {
  const message = `Sproc has a bug: ${error instanceof Error ? error.message : String(error)}`;
  const remedy = 'Please report this message, together with the command line.';
  if (isJsonWanted(words)) host.print(printAnswerJson(failureAnswer({ kind: 'bug', message, remedy })));
  else host.report(printFailure({ message, remedy }));
  return exitOfBug;
}
