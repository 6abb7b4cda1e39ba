/** Conflicts of a routine's log and versions in words: both sides, and where they are. */
import { advise, type Advice } from '../../base/advice';
import type { Failure } from '../../base/failure';
import { fail, type Result } from '../../base/result';
import { printKey, printKindAndKey, type RoutineKey } from '../../routine/routine';
import type { ConflictLine, ConflictSide, RoutineRecord, StatusConflict, Version } from './registry';
import type { Breach } from './replay-log';
import type { LogLine } from './status-line';
import type { NumberedLine } from './status-log';

/** Two versions of one number, as a merge of two branches leaves them. */
export interface DoubleVersion {
  readonly number: string;
  readonly ours: Version;
  readonly theirs: Version;
  /** The location of the two, for messages. */
  readonly file: string;
  readonly line: number;
}

export interface ConflictParts {
  readonly key: RoutineKey;
  readonly breach: Breach | null;
  readonly doubles: readonly DoubleVersion[];
  /** The log, for messages. */
  readonly file: string;
}

/** Returns null without a conflict. */
export function describeConflict({ key, breach, doubles, file }: ConflictParts): StatusConflict | null {
  const [double] = doubles;
  if (breach === null && double === undefined) return null;
  const toLine = ({ number, line }: NumberedLine): ConflictLine => ({ file, line: number, text: printLine(line) });
  const side = (name: 'ours' | 'theirs'): ConflictSide => ({
    versions: doubles.map((each) => each[name]),
    lines: (breach?.[name] ?? []).map(toLine),
  });
  const contrary = [breach?.first, breach?.second].flatMap((each) => (each ? [toLine(each)] : []));
  const versions = doubles.flatMap((each) => [printDouble(each, 'ours'), printDouble(each, 'theirs')]);
  return {
    what: breach === null ? reportDuplicate(key, double) : reportBreach(key, breach, file),
    lines: [...contrary, ...versions],
    ours: side('ours'),
    theirs: side('theirs'),
  };
}

function reportBreach(key: RoutineKey, { why, first, second }: Breach, file: string): string {
  const name = printKindAndKey(key);
  if (first !== null && second !== null && why === 'fork')
    return `The status log of ${name} has two branches: lines ${first.number} and ${second.number} of ${file} follow the same line.`;
  const line = `line ${(second ?? first)?.number ?? 1} of ${file}`;
  const reasons: Readonly<Record<Breach['why'], string>> = {
    fork: `${line} is on one side of a merge only`,
    transition: `${line} does not fit the current status of its version`,
    text: `${line} refers to a different text than the registered one`,
    predecessor: `${line} does not follow the line before it, which was edited, or a line is missing`,
    edited: `${line} was edited after it was written`,
  };
  return `The status log of ${name} contradicts itself: ${reasons[why]}.`;
}

function reportDuplicate(key: RoutineKey, double: DoubleVersion | undefined): string {
  return `Two branches registered ${printKindAndKey(key)} ${double?.number ?? ''}.`;
}

function printDouble({ number, file, line, ...sides }: DoubleVersion, side: 'ours' | 'theirs'): ConflictLine {
  const { author, createdAt, textChecksum } = sides[side];
  const text = `${number} (${side}) registered by ${printable(author)} at ${createdAt}, text ${textChecksum.slice(0, 12)}`;
  return { file, line, text };
}

function printLine(line: LogLine): string {
  const about = `by ${printable(line.by)} at ${line.at}: ${printable(line.reason)}`;
  if (line.kind === 'resolution') return `resolution, kept ${line.keep}, ${about}`;
  return `${line.version} ${line.from ?? 'new'} → ${line.to} ${about}`;
}

/** Escapes control characters and those that change the direction of writing. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, (found) =>
    found === '\n' ? '\\n' : `\\u${(found.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}

/** Returns the failure for routines in conflict, with every line and the remedy; null if none is in conflict. */
export function rejectConflicts(
  records: readonly Pick<RoutineRecord, 'key' | 'conflict'>[],
): Result<never, Failure> | null {
  const found = records.flatMap(({ key, conflict }) => (conflict === null ? [] : [{ key, conflict }]));
  const [first] = found;
  if (first === undefined) return null;
  const message = found.map(({ conflict }) => printConflict(conflict)).join('\n');
  return fail({ kind: 'bad-input', message, hasLines: true, remedy: remedyOf(first.key) });
}

function printConflict({ what, lines }: StatusConflict): string {
  return [what, ...lines.map((each) => `  ${printConflictLine(each)}`)].join('\n');
}

export function printConflictLine({ file, line, text }: ConflictLine): string {
  return `${file}:${line}: ${text}`;
}

export function remedyOf(key: RoutineKey): Advice {
  return advise`Review both sides, then keep one: ${{ id: 'resolve-conflict', routine: printKey(key) }}.`;
}
