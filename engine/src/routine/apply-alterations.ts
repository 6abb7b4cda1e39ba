/** The CREATE statement that has the effect of a definition and of the ALTER statements after it. */
import { largest } from '../base/long-lists';
import type { Span } from '../base/text';
import type { ParserOptions } from '../syntax/dialect';
import type { Alteration, Definition, EventClause, Script } from '../syntax/nodes';
import { parseScript } from '../syntax/parse-script';
import { wordsWithin } from './words-within';

/** Returns the ALTER statements that apply to a definition; none for most. */
export function listAlterations({ later }: Pick<Script, 'later'>, { span }: Definition): readonly Alteration[] {
  return (later.fates.get(span.start)?.alterations ?? []).filter(({ problem }) => problem === null);
}

/** Applies alterations of `script` to the text of a definition, one after the other. */
export function applyAlterations(
  create: string,
  { script, alterations }: { readonly script: Script; readonly alterations: readonly Alteration[] },
  parserOptions: ParserOptions,
): string {
  return alterations.reduce((text, alteration) => {
    const before = parseScript(text, parserOptions);
    const [definition] = before.definitions;
    return definition === undefined ? text : apply({ script: before, definition }, { script, alteration });
  }, create);
}

interface Created {
  readonly script: Script;
  readonly definition: Definition;
}

interface Altering {
  readonly script: Script;
  readonly alteration: Alteration;
}

function apply(created: Created, altering: Altering): string {
  if (created.definition.kind === 'event') return alterEvent(created, altering);
  return created.definition.kind === 'view' ? alterView(created, altering) : alterRoutine(created, altering);
}

/** Replaces the characteristics that the ALTER names; the rest of the text remains as written. */
function alterRoutine({ script, definition }: Created, { script: other, alteration }: Altering): string {
  const { characteristics, name, parameterList, returns } = definition;
  const changed = new Set(alteration.characteristics.map(({ kind }) => kind));
  const ends = [
    name.span.end,
    parameterList === null ? 0 : parameterList.end + 1,
    returns?.span.end ?? 0,
    ...characteristics.map(({ span }) => span.end),
  ];
  const at = largest(ends, 0);
  let text = '';
  let from = 0;
  for (const { span } of characteristics.filter(({ kind }) => changed.has(kind))) {
    text += script.text.slice(from, span.start).trimEnd();
    from = span.end;
  }
  const added = alteration.characteristics.map(({ span }) => ` ${slice(other, span)}`).join('');
  return text + script.text.slice(from, at) + added + script.text.slice(at);
}

/** Renders the event with each clause of the ALTER in place of its own. */
function alterEvent({ script, definition }: Created, { script: other, alteration }: Altering): string {
  const pick = (find: (event: EventClause) => Span | null): string | null => {
    const found = alteration.event === null ? null : find(alteration.event);
    if (found !== null) return slice(other, found);
    const own = definition.event === null ? null : find(definition.event);
    return own === null ? null : slice(script, own);
  };
  const schedule = pick((event) => event.schedule);
  const comment = pick((event) => event.commentSpan);
  const preserve = alteration.event?.preserve ?? definition.event?.preserve ?? null;
  const status = alteration.event?.status ?? definition.event?.status ?? null;
  const body = alteration.body === null ? cut(script, definition.body) : slice(other, alteration.body);
  return joinWords([
    definition.orReplace ? 'CREATE OR REPLACE' : 'CREATE',
    definerOf({ script, definition }, { script: other, alteration }),
    definition.ifNotExists ? 'EVENT IF NOT EXISTS' : 'EVENT',
    slice(script, definition.name.span),
    schedule === null ? '' : `ON SCHEDULE ${schedule}`,
    preserve === null ? '' : `ON COMPLETION ${preserve ? 'PRESERVE' : 'NOT PRESERVE'}`,
    status === null ? '' : statuses[status],
    comment === null ? '' : `COMMENT ${comment}`,
    body === '' ? '' : `DO ${body}`,
  ]);
}

const statuses = { enable: 'ENABLE', disable: 'DISABLE', 'disable-on-replica': 'DISABLE ON SLAVE' } as const;

/** Renders the view of the ALTER. Algorithm, definer and security remain where it names none, as on the servers. */
function alterView({ script, definition }: Created, { script: other, alteration }: Altering): string {
  const own = wordsWithin(script, { start: definition.span.start, end: definition.name.span.start });
  const head = wordsWithin(other, alteration.head);
  const option = (pattern: RegExp): string => (pattern.exec(head) ?? pattern.exec(own))?.[1] ?? '';
  const algorithm = option(/(?:^| )ALGORITHM = (\w+)/);
  const security = option(/(?:^| )SQL SECURITY (\w+)/);
  return joinWords([
    definition.orReplace ? 'CREATE OR REPLACE' : 'CREATE',
    algorithm === '' ? '' : `ALGORITHM=${algorithm}`,
    definerOf({ script, definition }, { script: other, alteration }),
    security === '' ? '' : `SQL SECURITY ${security}`,
    'VIEW',
    slice(script, definition.name.span),
    slice(other, alteration.rest),
  ]);
}

function definerOf({ script, definition }: Created, { script: other, alteration }: Altering): string {
  if (alteration.definer !== null) return slice(other, alteration.definer.span);
  return cut(script, definition.definer?.span ?? null);
}

function joinWords(words: readonly string[]): string {
  return words.filter((word) => word !== '').join(' ');
}

function cut(script: Script, span: Span | null): string {
  return span === null ? '' : slice(script, span);
}

function slice({ text }: Script, { start, end }: Span): string {
  return text.slice(start, end);
}
