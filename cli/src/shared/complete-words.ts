/** The possible words at the end of a command line, from the definitions of the commands. */
import type { Command, OptionWords } from './command';
import { placesOf } from './option-names';
import { statuses } from './statuses';

/** The kind of word at a place. The shell itself completes `files`. */
export type Expected =
  | { readonly kind: 'words'; readonly candidates: readonly Candidate[] }
  /** Environments, and words that may take the place of one. */
  | { readonly kind: 'environments'; readonly candidates: readonly Candidate[] }
  /** The versions of the routines that a selector selects, and with `show` environments. */
  | { readonly kind: 'versions'; readonly of: string; readonly isPlace: boolean }
  | { readonly kind: 'routines' | 'files' };

export interface Candidate {
  readonly word: string;
  readonly about: string;
}

export interface Completing {
  readonly expected: Expected;
  /** The typed part of the last word that is to be completed. */
  readonly typed: string;
  /** The part of the last word before it: `--env=`, `place_order@`. */
  readonly lead: string;
  /** The value of `--project`. */
  readonly project: string | undefined;
}

type Described = Pick<Command, 'name' | 'operands' | 'summary'> & { readonly options: readonly OptionWords[] };

const commonOptions: readonly OptionWords[] = [
  { flags: '--project <dir>', summary: 'The folder with sproc.json.' },
  { flags: '--json', summary: 'Print one JSON document.' },
  { flags: '-h, --help', summary: 'Show this help.' },
];

/**
 * Completes a command line.
 * @param words The words after `sproc`; the last one is being typed, and may be empty.
 */
export function completeWords(commands: readonly Described[], words: readonly string[]): Completing {
  const line = joinSigns(words);
  const typed = line.at(-1) ?? '';
  const state = readLine([...commands, help], line.slice(0, -1));
  const options = [...(state.command?.options ?? []), ...commonOptions];
  const found = { typed, lead: '', project: state.project };
  if (state.awaiting !== null) return { ...found, expected: expectValue(state.awaiting) };
  if (typed.startsWith('-') && !state.isPastOptions) {
    const [, name = '', value] = /^(--[^=]+)=(.*)$/s.exec(typed) ?? [];
    const option = value === undefined ? undefined : options.find((one) => namesOf(one).includes(name));
    if (option !== undefined) return { ...found, typed: value ?? '', lead: `${name}=`, expected: expectValue(option) };
    return { ...found, expected: say(options.flatMap(describeOption)) };
  }
  const { command } = state;
  if (command === null) return { ...found, expected: say(describeCommands([...commands, help])) };
  if (command === help)
    return { ...found, expected: say(state.operands.length === 0 ? describeCommands(commands) : []) };
  const at = typed.lastIndexOf('@') + 1;
  const expected = expectOperand(command, state.operands, typed.slice(0, Math.max(0, at - 1)));
  if (expected.kind !== 'versions') return { ...found, expected };
  // Bash takes the sign for the beginning of a word, and replaces only that.
  const lead = words.includes(typed) ? typed.slice(0, at) : '@';
  return { ...found, typed: typed.slice(at), lead, expected };
}

/** Joins the three words into which bash splits `--env=dev` and `place_order@1.2.0`. */
function joinSigns(words: readonly string[]): readonly string[] {
  const line: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const [word = '', before] = [words[i], line.at(-1)];
    const isLast = i === words.length - 1;
    if (word === '=' && before?.startsWith('--') === true) {
      if (isLast) line.push('');
    } else if (word === '@' && before !== undefined) line.push(`${line.pop() ?? ''}@${words[++i] ?? ''}`);
    else line.push(word);
  }
  return line;
}

const help: Described = { name: 'help', operands: '[command]', summary: 'Show help for a command', options: [] };

function describeCommands(commands: readonly Described[]): readonly Candidate[] {
  return commands.map(({ name, summary }) => ({ word: name, about: summary }));
}

interface LineState {
  command: Described | null;
  operands: readonly string[];
  /** The option whose value is typed. */
  awaiting: OptionWords | null;
  isPastOptions: boolean;
  project: string | undefined;
}

function readLine(commands: readonly Described[], words: readonly string[]): LineState {
  const state: LineState = { command: null, operands: [], awaiting: null, isPastOptions: false, project: undefined };
  for (const word of words) {
    if (state.awaiting !== null) {
      if (namesOf(state.awaiting).includes('--project')) state.project = word;
      state.awaiting = null;
    } else if (!state.isPastOptions && word === '--') state.isPastOptions = true;
    else if (!state.isPastOptions && word.startsWith('-')) {
      const options = [...(state.command?.options ?? []), ...commonOptions];
      state.awaiting = options.find((one) => takesValue(one) && namesOf(one).includes(word)) ?? null;
      if (word.startsWith('--project=')) state.project = word.slice('--project='.length);
    } else if (state.command === null) state.command = commands.find(({ name }) => name === word) ?? unknownCommand;
    else state.operands = [...state.operands, word];
  }
  return state;
}

const unknownCommand: Described = { name: '', operands: '', summary: '', options: [] };

function namesOf({ flags }: OptionWords): readonly string[] {
  return flags
    .replace(/[<[].*$/, '')
    .split(/[ ,]+/)
    .filter((name) => name !== '');
}

function takesValue({ flags }: OptionWords): boolean {
  return flags.includes('<');
}

function describeOption(option: OptionWords): readonly Candidate[] {
  const name = namesOf(option).at(-1);
  return name === undefined ? [] : [{ word: name, about: option.summary }];
}

function expectValue({ flags, choices }: OptionWords): Expected {
  if (choices !== undefined) return say(choices.map((word) => ({ word, about: '' })));
  return expectNamed('', placeOf(flags));
}

function placeOf(flags: string): string {
  return /<([^>]*)>/.exec(flags)?.[1] ?? '';
}

/** The commands whose routines may have a version. */
const versioned: ReadonlySet<string> = new Set(['deploy', 'mark', 'plan', 'preflight', 'promote', 'rollback', 'show']);

/**
 * Returns what the operand expects; the last one takes all that follow if it may be repeated.
 * @param name What is typed before an `@`; empty without one.
 */
function expectOperand({ name: command, operands }: Described, before: readonly string[], name: string): Expected {
  const all = operands.split(' ').filter((place) => place !== '');
  const place = all[before.length] ?? all.findLast((one) => one.includes('...'));
  if (place === undefined) return say([]);
  if (command === 'registry' && before.length > 0) return expectOfRegistry(before);
  const expected = expectNamed(command, placesOf(place)[0] ?? '');
  if (name === '') return expected;
  if (expected.kind === 'routines' && versioned.has(command))
    return { kind: 'versions', of: name, isPlace: command === 'show' };
  return command === 'compare' && name === 'registry' ? { kind: 'versions', of: '*', isPlace: false } : expected;
}

/** Returns what follows the action: two registries, or one routine. */
function expectOfRegistry([action, ...more]: readonly string[]): Expected {
  if (action === 'copy')
    return { kind: 'environments', candidates: [{ word: 'folder', about: 'the registry folder' }] };
  return action === 'resolve' && more.length === 0 ? { kind: 'routines' } : say([]);
}

function expectNamed(command: string, place: string): Expected {
  switch (place) {
    case 'environment':
    case 'environments':
    case 'from':
    case 'to':
    case 'left':
    case 'right':
      return { kind: 'environments', candidates: besideEnvironments[command] ?? [] };
    case 'routine':
    case 'routines':
      return { kind: 'routines' };
    case 'file':
    case 'dir':
    case 'path':
      return { kind: 'files' };
    case 'status':
      return say(statuses.map((word) => ({ word, about: '' })));
    default:
      return say((fixedWords[`${command} ${place}`] ?? []).map((word) => ({ word, about: '' })));
  }
}

const workspace: Candidate = { word: 'workspace', about: 'the sources' };

const besideEnvironments: Readonly<Record<string, readonly Candidate[]>> = {
  compare: [workspace, { word: 'registry', about: 'the newest versions' }],
  grep: [workspace],
};

const fixedWords: Readonly<Record<string, readonly string[]>> = {
  'registry action': ['copy', 'resolve'],
  'ledger action': ['accept-broken'],
  'completion shell': ['bash', 'zsh', 'fish'],
};

function say(candidates: readonly Candidate[]): Expected {
  return { kind: 'words', candidates };
}
