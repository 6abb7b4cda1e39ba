/** The CREATE statement of a routine under the names of a target, from the text as it was written. */
import { quoteName } from '../syntax/quoting';
import { renderStored } from '../syntax/stored-text';
import { findEndName } from './names/end-name';
import { applyEdits, collectRenames, renameKey, type Renaming, type TextEdit } from './naming';
import { readAgain } from './rename-routine';
import { isPackage, type Account, type Routine, type RoutineKey } from './routine';
import { endOfStatement, holdsExecutableComment } from './statement-text';
import { readingAt } from './stored-parts';
import { wordsWithin } from './words-within';

export interface CreateOptions {
  readonly renaming: Renaming;
  /** The definer; null leaves it to the server, which uses the deploying account. */
  readonly definer: Account | null;
  readonly orReplace?: boolean;
  readonly ifNotExists?: boolean;
}

/**
 * Renders a CREATE statement. The text after the name is the author's own, with callees and schemas renamed. The head
 * is rendered, because the deployment chooses definer, OR REPLACE and IF NOT EXISTS.
 */
export function renderCreate(routine: Routine, options: CreateOptions): string {
  const plain = unwrapExecutableComments(routine);
  const { script, definition } = plain.origin;
  const key = renameKey(plain.key, options.renaming);
  const edits = [...endEdits(plain, key), ...collectRenames(plain, options.renaming)].sort(byStart);
  const rest = applyEdits(script.text, { start: definition.name.span.end, end: endOfSent(plain.origin) }, edits);
  const head = [
    options.orReplace === true ? 'CREATE OR REPLACE' : 'CREATE',
    ...viewOptions(plain),
    options.definer === null ? '' : `DEFINER=${renderAccount(options.definer)}`,
    definition.characteristics.some(({ kind }) => kind === 'aggregate') ? 'AGGREGATE' : '',
    ...securityOfView(plain),
    plain.key.kind.toUpperCase(),
    options.ifNotExists === true ? 'IF NOT EXISTS' : '',
    `${quoteName(key.schema)}.${quoteName(key.name)}`,
  ];
  return head.filter((word) => word !== '').join(' ') + rest;
}

/** Returns the end of what is sent. MySQL rejects characters beyond U+FFFF in the comments after the last token (4089). */
export function endOfSent({ script, definition, parserOptions }: Routine['origin']): number {
  const { end } = definition.span;
  const sent = endOfStatement(script, definition);
  return parserOptions.dialect === 'mysql' && /[\u{10000}-\u{10ffff}]/u.test(script.text.slice(end, sent)) ? end : sent;
}

function byStart(left: TextEdit, right: TextEdit): number {
  return left.span.start - right.span.start;
}

/**
 * Returns the edits of the name after END. CREATE names the schema, and the END of a package must do the same. The END
 * of a routine must not: MariaDB stores the schema there, and cannot read the text again.
 */
function endEdits({ origin }: Routine, { kind, schema, name }: RoutineKey): readonly TextEdit[] {
  const { script, definition, parserOptions } = origin;
  const named = findEndName(script.tokens, definition, parserOptions);
  if (named === null || (named.schema === null && !isPackage(kind))) return [];
  const text = isPackage(kind) ? ` ${quoteName(schema)}.${quoteName(name)}` : '';
  return [{ span: { start: named.afterEnd, end: named.name.end }, text }];
}

export function renderAccount({ user, host }: Account): string {
  return host === '' ? quoteName(user) : `${quoteName(user)}@${quoteName(host)}`;
}

/** Dumps wrap CREATE, DEFINER and body in executable comments; the server sees what is inside, and so must the edits. */
export function unwrapExecutableComments(routine: Routine): Routine {
  if (!holdsExecutableComment(routine.origin)) return routine;
  const { script, definition, parserOptions } = routine.origin;
  const whole = { start: definition.span.start, end: endOfStatement(script, definition) };
  return readAgain(routine, renderStored(script, whole, readingAt(definition, parserOptions)), routine.key);
}

/** Returns the words up to the name; a comment or an account may contain the same words. */
function headWords(routine: Routine): string {
  const { script, definition } = routine.origin;
  const head = { start: definition.span.start, end: definition.name.span.start };
  return routine.key.kind === 'view' ? wordsWithin(script, head) : '';
}

function viewOptions(routine: Routine): readonly string[] {
  const algorithm = /(?:^| )ALGORITHM = (\w+)/.exec(headWords(routine))?.[1];
  return algorithm === undefined ? [] : [`ALGORITHM=${algorithm}`];
}

function securityOfView(routine: Routine): readonly string[] {
  const security = /(?:^| )SQL SECURITY (\w+)/.exec(headWords(routine))?.[1];
  return security === undefined ? [] : [`SQL SECURITY ${security}`];
}
