/** The possible words at the end of a command line, from the definitions of the commands. */
import type { Command, OptionWords } from './command';

/** The kind of word at a place. The shell itself completes `files`. */
export type Expected =
  | { readonly kind: 'words'; readonly candidates: readonly Candidate[] }
  | { readonly kind: 'environments' | 'routines' | 'files' };

export interface Candidate {
  readonly word: string;
  readonly about: string;
}

export interface Completing {
  readonly expected: Expected;
  /** The typed part of the last word that is to be completed. */
  readonly typed: string;
  /** The part of the last word before it: `--env=`. */
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
  const line = joinEquals(words);
  const typed = line.at(-1) ?? '';
  const state = readLine(commands, line.slice(0, -1));
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
  if (command === null)
    return { ...found, expected: say(commands.map(({ name, summary }) => ({ word: name, about: summary }))) };
  return { ...found, expected: expectOperand(command, state.operands) };
}

/** Joins the three words into which bash splits `--env=dev`. */
function joinEquals(words: readonly string[]): readonly string[] {
  const line: string[] = [];
  for (const [i, word] of words.entries()) {
    const isSign = word === '=' && words[i - 1]?.startsWith('--') === true;
    if (!isSign) line.push(word);
    else if (i === words.length - 1) line.push('');
  }
  return line;
}

interface LineState {
  command: Described | null;
  operands: number;
  /** The option whose value is typed. */
  awaiting: OptionWords | null;
  isPastOptions: boolean;
  project: string | undefined;
}

function readLine(commands: readonly Described[], words: readonly string[]): LineState {
  const state: LineState = { command: null, operands: 0, awaiting: null, isPastOptions: false, project: undefined };
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
    else state.operands++;
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
  return expectNamed('', /<([^>]*)>/.exec(flags)?.[1] ?? '');
}

/** Returns what the operand expects; the last one takes all that follow if it may be repeated. */
function expectOperand({ name, operands }: Described, before: number): Expected {
  const places = operands.split(' ').filter((place) => place !== '');
  const place = places[before] ?? places.findLast((one) => one.includes('...'));
  return place === undefined ? say([]) : expectNamed(name, place.replace(/[<>[\].]/g, ''));
}

function expectNamed(command: string, place: string): Expected {
  switch (place) {
    case 'environment':
    case 'environments':
    case 'from':
    case 'to':
    case 'left':
    case 'right':
      return { kind: 'environments' };
    case 'routine':
    case 'routines':
    case 'ref':
    case 'refs':
      return { kind: 'routines' };
    case 'file':
    case 'dir':
    case 'path':
      return { kind: 'files' };
    default:
      return say((fixedWords[`${command} ${place}`] ?? []).map((word) => ({ word, about: '' })));
  }
}

const fixedWords: Readonly<Record<string, readonly string[]>> = {
  'registry action': ['copy', 'resolve'],
  'ledger action': ['accept-broken'],
  'completion shell': ['bash', 'zsh', 'fish'],
};

function say(candidates: readonly Candidate[]): Expected {
  return { kind: 'words', candidates };
}
