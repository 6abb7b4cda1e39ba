/** The form of a new environment: its fields, the answers as the entry of sproc.json, and the result of its test. */
import type { Failure, NewEnvironment, Stage, TryEnvironmentAnswer } from '#engine';
import { printForEditor } from '#protocol';
import type { Answers, Field } from '../workbench/form';
import { printServer, type LocalServer } from '../workbench/local-servers';
import { printFailure } from '../workbench/print-failure';

const addUntested = 'add';
export const test = 'test';

/** The facts of the project that a new environment is proposed from. */
export interface EnvironmentGuess {
  /** The names that are taken. */
  readonly names: readonly string[];
  /** The schema that routines of the project have; empty if that is unknown. */
  readonly schema: string;
  /** The servers of this machine that answer. */
  readonly servers: readonly LocalServer[];
}

export function makeEnvironmentFields({ names, schema, servers }: EnvironmentGuess): readonly Field[] {
  const free = ['dev', 'test', 'prod'].find((name) => !names.includes(name)) ?? '';
  return [
    { kind: 'text', name: 'name', prompt: 'Name of the environment', value: () => free, check: checkName(names) },
    {
      kind: 'text',
      name: 'server',
      prompt: printServerPrompt(servers),
      value: () => (servers[0] === undefined ? '' : `127.0.0.1:${servers[0].port}`),
      check: (text) => (parseServer(text) === null ? 'Write a host, host:port, or the path of a socket.' : null),
    },
    { kind: 'text', name: 'user', prompt: 'Account that deploys', check: demand('Write the name of an account.') },
    {
      kind: 'text',
      name: 'schema',
      prompt: 'Schema for the routines',
      value: () => schema,
      check: demand('Write the name of a schema.'),
    },
    { kind: 'choice', name: 'stage', prompt: 'Stage', choices: stages },
    {
      kind: 'text',
      name: 'password',
      prompt: "Password: kept in this machine's keychain, never in sproc.json",
      password: true,
    },
    { kind: 'choice', name: 'next', prompt: 'Test the connection first?', choices: nextSteps },
  ];
}

/** Returns the question for a server, with those that were found: nothing is proposed that does not answer. */
function printServerPrompt(servers: readonly LocalServer[]): string {
  const question = 'Host and port of the server, or the path of its socket';
  return servers.length === 0 ? question : `${question}. On this machine: ${servers.map(printServer).join(', ')}`;
}

const stages = [
  { label: 'DEVELOPMENT', detail: 'Takes every text', value: 'DEVELOPMENT' },
  { label: 'TESTING', detail: 'Takes registered versions', value: 'TESTING' },
  {
    label: 'PRODUCTION',
    detail: 'Takes registered versions; protected: a change requires its name to be typed',
    value: 'PRODUCTION',
  },
] as const;

const nextSteps = [
  { label: 'Test', detail: 'Log in once, and show version, sql_mode and missing privileges', value: test },
  { label: 'Add Anyway', detail: 'Write it to sproc.json without a test', value: addUntested },
] as const;

/** Returns the entry of sproc.json. */
export function readEnvironment({
  name = '',
  server = '',
  user = '',
  schema = '',
  stage = '',
}: Answers): NewEnvironment {
  const place = parseServer(server) ?? { host: server };
  const known = stages.find(({ value }) => value === stage)?.value ?? ('DEVELOPMENT' satisfies Stage);
  return { name: name.trim(), ...place, user: user.trim(), schema: schema.trim(), stage: known };
}

type ServerPlace = Pick<NewEnvironment, 'host' | 'port' | 'socket'>;

/** Reads `db1`, `db1:3307`, `[::1]:3307` or `/run/mysqld.sock`; null for anything else. */
export function parseServer(text: string): ServerPlace | null {
  const written = text.trim();
  if (written.startsWith('/')) return { socket: written };
  const [, bracketed, plain, port] = /^(?:\[([\da-fA-F:.]+)\]|([^\s:/[\]]+))(?::(\d{1,5}))?$/.exec(written) ?? [];
  const host = bracketed ?? plain;
  const number = Number(port ?? 3306);
  return host === undefined || number < 1 || number > 65_535 ? null : { host, port: number };
}

function checkName(names: readonly string[]): (text: string) => string | null {
  return (text) => {
    const name = text.trim();
    if (!/^[A-Za-z0-9][\w-]*$/.test(name)) return 'Use letters, digits, _ and -.';
    if (name === 'workspace' || name === 'registry') return `${name} has a meaning of its own. Choose another name.`;
    return names.includes(name) ? `sproc.json has an environment ${name} already.` : null;
  };
}

function demand(sentence: string): (text: string) => string | null {
  return (text) => (text.trim() === '' ? sentence : null);
}

/** The buttons after a test. */
export const buttons = {
  add: 'Add Environment',
  copy: 'Copy GRANTs',
  change: 'Change…',
  without: 'Add Without Password',
  anyway: 'Add Anyway',
} as const;

interface TrialQuestion {
  readonly message: string;
  readonly detail: string;
  readonly answers: readonly string[];
  /** The field that *Change…* goes back to. */
  readonly from: string;
}

/** Returns the question after a test. */
export function makeTrialQuestion(name: string, trial: TryEnvironmentAnswer): TrialQuestion {
  if (trial.result !== 'accepted') return makeFailedQuestion(name, trial.result, trial.failure);
  const { dialect, version, account, sqlMode, lines, grants } = trial;
  const details = [
    `sql_mode: ${sqlMode.length === 0 ? 'none' : sqlMode.join(', ')}`,
    ...lines.map(({ message, remedy }) => `• ${message}${remedy === null ? '' : ` ${printForEditor(remedy)}`}`),
    ...(grants === null ? ['• The privileges of the account could not be read.'] : []),
    ...(grants?.length === 0 ? ['The account has every privilege that a deployment needs.'] : []),
    ...(grants ?? []).map((statement) => `${statement};`),
  ];
  const { add, copy, change } = buttons;
  return {
    message: `${name} answers: ${dialect === 'mysql' ? 'MySQL' : 'MariaDB'} ${version}, account ${account}.`,
    detail: details.join('\n'),
    answers: (grants ?? []).length === 0 ? [add, change] : [add, copy, change],
    from: 'name',
  };
}

function makeFailedQuestion(name: string, result: 'refused' | 'untested', failure: Failure): TrialQuestion {
  const { change, without, anyway } = buttons;
  // Nothing is written yet: what the engine would have corrected in the file is corrected in the form.
  const detail = printFailure(failure).replaceAll(/ in (?:"environments\.[^"]*" of )?sproc\.json/g, ' here');
  const from = findFailedField(result, failure);
  if (result === 'refused')
    return { message: `${name} refuses the password.`, detail, answers: [change, without], from };
  const isFar = failure.kind === 'unreachable';
  const message = isFar ? `${name} is out of reach: nothing was tested.` : `${name} could not be tested.`;
  return { message, detail, answers: [change, anyway], from };
}

/** Returns the name of the field that has to change. */
function findFailedField(result: 'refused' | 'untested', { kind, message, remedy }: Failure): string {
  if (result === 'refused') return 'password';
  if (kind === 'unreachable') return 'server';
  const text = `${message} ${remedy === undefined ? '' : printForEditor(remedy)}`;
  if (/\bschema\b/i.test(text)) return 'schema';
  return kind === 'not-permitted' ? 'user' : 'server';
}
