/** The adoption of a live text into the file that defines the routine, with as few changes of the file as possible. */
import { SourceIndex, type SourceRoutine } from '../../analysis/sources/source-index';
import { failure, type Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import { findDifferences } from '../../routine/difference';
import { printKindAndKey, type Routine } from '../../routine/routine';
import { endOfStatement, withDelimiter } from '../../routine/statement-text';
import { normalSqlMode } from '../../routine/sql-mode';
import type { Dialect } from '../../syntax/dialect';
import type { Project } from './project';
import { rejectUndecodedFile } from './reject-undecoded';
import { renderSourceFile } from './render-source-file';
import { textWithDefiner } from './text-with-definer';

export interface AdoptedText {
  readonly live: Routine;
  readonly defaultCharacterSet: string | null;
  /** The sql_mode of a routine there whose file states none. */
  readonly sqlMode: readonly string[];
  /** True if the order of triggers was changed, so that the file has to state it from now on. */
  readonly statesPlace?: boolean;
  /** True if the definer was changed, so that the file has to state it from now on. */
  readonly statesDefiner: boolean;
}

/** Returns the sql_mode in an environment of a routine whose file states none. */
export function unstatedSqlMode(
  { config }: Project,
  environment: string,
  server: { readonly dialect: Dialect; readonly sqlMode: readonly string[] | null },
): readonly string[] {
  const ofProject = config.sqlMode.length === 0 ? null : config.sqlMode;
  return normalSqlMode(config.environments[environment]?.sqlMode ?? ofProject ?? server.sqlMode ?? [], server.dialect);
}

/** Returns the file's new text; null if it is the same already. Each attempt is read back before it is used. */
export function adoptText(
  index: SourceIndex,
  source: SourceRoutine,
  adopted: AdoptedText,
): Result<string | null, Failure> {
  const facts = index.facts(source.file);
  if (facts === null || isSame(source.routine, adopted)) return succeed(null);
  const undecoded = rejectUndecodedFile(facts);
  if (undecoded !== null) return undecoded;
  const { text } = facts.script;
  const { span, body } = source.definition;
  const { live } = adopted;
  const put = (from: number, to: number, part: string): string => text.slice(0, from) + part + text.slice(to);
  const end = endOfStatement(facts.script, source.definition);
  const whole = textWithDefiner(live, { isStated: adopted.statesDefiner || source.definition.definer !== null });
  const followsLine = /^[ \t]*[\r\n]/.test(text.slice(end));
  const attempts = [
    ...(body === null ? [] : [put(body.start, body.end, live.parts.body)]),
    put(span.start, end, followsLine ? whole : withDelimiter(whole, '')),
    ...(facts.routines.length === 1
      ? [renderSourceFile(live, { schema: index.parserOptions.schema, sqlMode: adopted.sqlMode })]
      : []),
  ];
  for (const attempt of attempts) {
    const again = new SourceIndex(index.parserOptions).update(source.file, attempt);
    const own = again.routines.find(({ identity }) => identity === source.identity);
    if (own === undefined || again.routines.length !== facts.routines.length || !isSame(own.routine, adopted)) continue;
    const others = facts.routines.filter(({ identity }) => identity !== source.identity);
    const isLeft = ({ identity, routine }: SourceRoutine): boolean =>
      again.routines.some((each) => each.identity === identity && each.routine.text === routine.text);
    if (others.every(isLeft)) return succeed(attempt);
  }
  return failure(
    'could-not',
    `The live text of ${printKindAndKey(live.key)} cannot be written to ${source.file} without changing it.`,
    'Move the routine to a file of its own, or copy the text by hand.',
  );
}

/**
 * Returns true if both are equal, also in values that the file does not state: another deployment of it must give the
 * same.
 */
function isSame(
  source: Routine,
  { live, defaultCharacterSet, sqlMode, statesDefiner, statesPlace }: AdoptedText,
): boolean {
  if (findDifferences(source, live, { defaultCharacterSet, comparesViews: true }).length > 0) return false;
  if (statesDefiner && source.definer === null) return false;
  const hasPlace = live.origin.definition.trigger?.order != null;
  if (statesPlace === true && hasPlace && source.parts.order === null) return false;
  const wanted = live.modes.sqlMode;
  return wanted === null || withoutClientsOwn(source.modes.sqlMode ?? sqlMode) === withoutClientsOwn(wanted);
}

/** Returns the modes without IGNORE_SPACE, which several drivers switch on by themselves. */
function withoutClientsOwn(modes: readonly string[]): string {
  return modes.filter((mode) => mode !== 'IGNORE_SPACE').join(',');
}
