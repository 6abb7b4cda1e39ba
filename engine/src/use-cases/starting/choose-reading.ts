/**
 * The server for which a folder's files are written: all options of parsing are tried, and the fewest errors decide.
 */
import type { Detected } from '../answers/init';
import { findFeatures, availabilityOf } from '../../analysis/program/find-features';
import { makeRoutineBody } from '../../analysis/program/routine-body';
import { SourceIndex } from '../../analysis/sources/source-index';
import { makePause } from '../../base/slices';
import { parseServerVersion } from '../../project/make-project-config';
import { defaultParserOptions, type Dialect, type ParserOptions } from '../../syntax/dialect';
import { surveyFile, type FileSurvey, type ReadText } from './survey-files';

export interface ChosenReading {
  readonly dialect: Detected<Dialect>;
  readonly serverVersion: Detected<string>;
  readonly sqlMode: Detected<readonly string[]>;
  /** The content of the files, parsed with these options. */
  readonly files: readonly FileSurvey[];
}

interface Candidate {
  readonly dialect: Dialect;
  readonly version: string;
  readonly sqlMode: readonly string[];
}

interface Trial {
  readonly candidate: Candidate;
  readonly files: readonly FileSurvey[];
}

/** The version of a project file that names none. */
const usual: Readonly<Record<Dialect, string>> = { mysql: '9.7', mariadb: '10.11' };
const newest: Readonly<Record<Dialect, string>> = { mysql: '9.7', mariadb: '13.0' };
/** Later than the usual one; each is the first of a series that is maintained for long. */
const laterVersions = ['11.4', '11.8', '12.3', '13.0'];
const modes: readonly (readonly [Dialect, string])[] = [
  ['mysql', 'ANSI_QUOTES'],
  ['mariadb', 'ORACLE'],
  ['mariadb', 'ANSI_QUOTES'],
  ['mysql', 'NO_BACKSLASH_ESCAPES'],
  ['mariadb', 'NO_BACKSLASH_ESCAPES'],
];

export async function chooseReading(texts: readonly ReadText[]): Promise<ChosenReading> {
  const pause = makePause();
  const attempt = async (candidate: Candidate): Promise<Trial> => {
    const files: FileSurvey[] = [];
    for (const text of texts) {
      files.push(surveyFile(text, parserOptionsOf(candidate)));
      await pause();
    }
    return { candidate, files };
  };
  const plain = (dialect: Dialect): Candidate => ({ dialect, version: newest[dialect], sqlMode: [] });
  const trials = [await attempt(plain('mysql')), await attempt(plain('mariadb'))];
  if (trials.every(({ files }) => files.some(({ misread }) => misread.length > 0)))
    for (const [dialect, mode] of modes) trials.push(await attempt({ ...plain(dialect), sqlMode: [mode] }));
  const best = trials.reduce((a, b) => (weigh(b) < weigh(a) ? b : a));
  const dialect = chooseDialect(texts, trials, best);
  const own =
    best.candidate.dialect === (dialect.value ?? 'mysql')
      ? best
      : (trials.find(({ candidate }) => candidate.dialect === dialect.value) ?? best);
  return {
    dialect,
    serverVersion: await chooseVersion(texts, own, attempt),
    sqlMode: explainMode(own, trials),
    files: own.files,
  };
}

function parserOptionsOf({ dialect, version, sqlMode }: Candidate): ParserOptions {
  return { ...defaultParserOptions, dialect, sqlMode, serverVersion: parseServerVersion(version) };
}

/**
 * Returns the weight of a trial. Understood routines count first: one error may hide everything after it, and then few
 * errors are counted.
 */
function weigh({ files }: Trial): number {
  return files.reduce((sum, { routines, misread }) => {
    const understood = routines.filter(({ isUnderstood }) => isUnderstood).length;
    return sum + misread.length - understood * mostMistakes;
  }, 0);
}

const mostMistakes = 1_000_000;

const names: Readonly<Record<Dialect, string>> = { mysql: 'MySQL', mariadb: 'MariaDB' };

function chooseDialect(texts: readonly ReadText[], trials: readonly Trial[], best: Trial): Detected<Dialect> {
  const { dialect } = best.candidate;
  const other: Dialect = dialect === 'mysql' ? 'mariadb' : 'mysql';
  const rivals = trials.filter(({ candidate }) => candidate.dialect === other);
  const rival = rivals.reduce((a, b) => (weigh(b) < weigh(a) ? b : a));
  if (weigh(rival) > weigh(best)) {
    const example = findExample(rival, best);
    return { value: dialect, why: `${names[other]} cannot parse ${example}` };
  }
  return chooseByFeatures(texts, best.candidate.sqlMode) ?? chooseByMarks(texts) ?? leftOpen(texts);
}

function leftOpen(texts: readonly ReadText[]): Detected<Dialect> {
  const why =
    texts.length === 0 ? 'There are no files to detect it from.' : 'The files fit MySQL and MariaDB equally well.';
  return { value: null, why };
}

/** Returns a statement that only one of the two understands. */
function findExample(worse: Trial, better: Trial): string {
  for (const [i, { file, misread }] of worse.files.entries()) {
    const known = new Set(better.files[i]?.misread.map(({ line }) => line));
    const one = misread.find(({ line }) => !known.has(line));
    if (one !== undefined) return `${file}:${one.line}: ${one.message}`;
  }
  return 'all of these files.';
}

/** Chooses by functions and statements that only one of the servers has. */
function chooseByFeatures(texts: readonly ReadText[], sqlMode: readonly string[]): Detected<Dialect> | null {
  const lacks = { mysql: findLack(texts, 'mysql', sqlMode), mariadb: findLack(texts, 'mariadb', sqlMode) };
  if ((lacks.mysql === null) === (lacks.mariadb === null)) return null;
  return lacks.mysql === null
    ? { value: 'mysql', why: `${lacks.mariadb ?? ''}, is not available in MariaDB.` }
    : { value: 'mariadb', why: `${lacks.mysql}, is not available in MySQL.` };
}

function findLack(texts: readonly ReadText[], dialect: Dialect, sqlMode: readonly string[]): string | null {
  const reading = parserOptionsOf({ dialect, version: newest[dialect], sqlMode });
  const index = new SourceIndex(reading);
  for (const { file, text } of texts) index.update(file, text);
  for (const { file, routines } of index.files())
    for (const source of routines)
      for (const { feature } of findFeatures(index, source, makeRoutineBody(source)))
        if (availabilityOf(feature, reading) === 'not-yet') return `${feature.name}, used in ${file}:${source.line}`;
  return null;
}

/** Chooses by the marks of programs that dump a schema, and by comments that only MariaDB executes. */
function chooseByMarks(texts: readonly ReadText[]): Detected<Dialect> | null {
  const found = (pattern: RegExp): string | undefined => texts.find(({ text }) => pattern.test(text))?.file;
  const mariadb = found(/\/\*M!|^-- MariaDB dump |^-- MySQL dump .*MariaDB/m);
  const mysql = found(/^-- MySQL dump (?!.*MariaDB)/m);
  if (mariadb !== undefined && mysql === undefined)
    return { value: 'mariadb', why: `${mariadb} is marked as written for MariaDB.` };
  if (mysql !== undefined && mariadb === undefined) return { value: 'mysql', why: `${mysql} is a dump made by MySQL.` };
  return null;
}

/** Returns null if the usual server of the dialect reads the files as well as the newest one. */
async function chooseVersion(
  texts: readonly ReadText[],
  own: Trial,
  attempt: (candidate: Candidate) => Promise<Trial>,
): Promise<Detected<string>> {
  const { dialect, sqlMode } = own.candidate;
  const known = { value: null, why: `${names[dialect]} ${usual[dialect]} can parse them.` };
  if (dialect === 'mysql' || texts.length === 0) return known;
  const before = await attempt({ dialect, sqlMode, version: usual[dialect] });
  if (weigh(before) <= weigh(own)) return known;
  const why = `${names[dialect]} ${usual[dialect]} cannot parse ${findExample(before, own)}`;
  for (const version of laterVersions)
    if (weigh(await attempt({ dialect, sqlMode, version })) <= weigh(own)) return { value: version, why };
  return { value: newest[dialect], why };
}

function explainMode({ candidate, files }: Trial, trials: readonly Trial[]): Detected<readonly string[]> {
  const { dialect, sqlMode } = candidate;
  if (sqlMode.length === 0) return { value: [], why: 'The files need none.' };
  const without = trials.find((one) => one.candidate.dialect === dialect && one.candidate.sqlMode.length === 0);
  const example = without === undefined ? 'these files.' : findExample(without, { candidate, files });
  return { value: sqlMode, why: `Without it ${names[dialect]} cannot parse ${example}` };
}
