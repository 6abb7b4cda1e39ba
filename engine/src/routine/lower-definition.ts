/**
 * The only way to a `Routine`: definitions from a file and from SHOW CREATE are both lowered here. Every false drift
 * starts in this file; its tests come in pairs of a file and the text that a live server returns.
 */
import type { ParserOptions } from '../syntax/dialect';
import { readText } from '../syntax/literals';
import type { Alteration, Definition, EventClause, Script } from '../syntax/nodes';
import { parseScript } from '../syntax/parse-script';
import { renderSemantic } from '../syntax/semantic-text';
import { renderStored } from '../syntax/stored-text';
import { applyAlterations, listAlterations } from './apply-alterations';
import { makeChecksums } from './make-checksums';
import { commentsBefore } from './comments/comments-before';
import { lowerCharacteristics } from './lower-characteristics';
import { collectDependencies } from './dependencies';
import { lowerSchedule, type LoweredSchedule } from './schedule/lower-schedule';
import { normalType, type TypeReading } from './types/normal-type';
import type {
  Account,
  CreationModes,
  EventParts,
  Routine,
  RoutineKey,
  Signature,
  StoredParts,
  StoredReturns,
  TriggerOrder,
} from './routine';
import { normalSqlMode } from './sql-mode';
import { isSentOtherwise, statementText } from './statement-text';
import { findStoredBody, lowerCheckOption, lowerViewHead, readingAt, renderParameters } from './stored-parts';

export interface LoweringContext {
  readonly parserOptions: ParserOptions;
  /** The schema of definitions without one. */
  readonly schema: string;
  /** The settings of the creating session from the catalog; for sources the file's own SET sql_mode applies. */
  readonly modes?: CreationModes;
}

/** Lowers one definition of a script. Broken definitions are lowered as far as they could be read. */
export function lowerDefinition(script: Script, definition: Definition, context: LoweringContext): Routine {
  const alterations = listAlterations(script, definition);
  if (alterations.length > 0 || isSentOtherwise(script, definition))
    return lowerAsSent(script, definition, context, alterations);
  const key = lowerKey(definition, context.schema);
  const signature = lowerSignature(definition, context.parserOptions);
  const characteristics = lowerCharacteristics(definition);
  const modes = context.modes ?? sourceModes(definition);
  const parts = lowerParts(script, definition, context.parserOptions);
  const definer = lowerDefiner(definition);
  return {
    key,
    signature,
    characteristics,
    definer,
    modes,
    dependencies: collectDependencies(definition, key.schema),
    parts,
    checksums: makeChecksums({
      kind: key.kind,
      characteristics,
      definer,
      modes,
      parts,
      semantic: semanticParts(script, definition, context.parserOptions),
    }),
    text: statementText(script, definition),
    origin: { script, definition, parserOptions: context.parserOptions },
  };
}

/** Lowers the statement without the parts that the client drops, and with what later statements of the file change. */
function lowerAsSent(
  script: Script,
  definition: Definition,
  context: LoweringContext,
  alterations: readonly Alteration[],
): Routine {
  const { sqlMode, home } = definition;
  const reading = {
    ...context.parserOptions,
    client: false,
    schema: home,
    sqlMode: sqlMode ?? context.parserOptions.sqlMode,
  };
  const written = statementText(script, definition);
  const altered = applyAlterations(written, { script, alterations }, reading);
  const sent = parseScript(commentsBefore(script, definition) + altered, reading);
  const [first] = sent.definitions;
  if (first === undefined)
    throw new Error(`${definition.name.name.text} is no definition without what the client drops.`);
  const modes = context.modes ?? sourceModes(definition);
  return lowerDefinition(sent, first, { parserOptions: reading, schema: context.schema, modes });
}

function sourceModes(definition: Definition): CreationModes {
  return {
    sqlMode: definition.sqlMode === null ? null : normalSqlMode(definition.sqlMode),
    characterSet: null,
    collation: null,
    ...(definition.kind === 'event' && definition.timeZone !== null && { timeZone: definition.timeZone }),
  };
}

/** Returns null if the statement leaves the definer to the server. */
export function lowerDefiner(definition: Definition): Account | null {
  const clause = definition.definer;
  return clause === null || clause.user === null ? null : { user: clause.user, host: clause.host ?? '%' };
}

/** Returns the key of a definition; `home` is the schema of those without one. */
export function lowerKey({ schema, kind, name }: Definition, home: string): RoutineKey {
  return { schema: schema ?? home, kind, name: name.name.text };
}

export function lowerSignature(definition: Definition, reading: TypeReading): Signature {
  const here = typeReading(definition, reading);
  return {
    parameters: definition.parameters.map(({ mode, name, type: written }) => {
      const { type, characterSet, collation } = normalType(written.text, here);
      return {
        ...{ mode, name: name.text, type },
        ...(characterSet !== null && { characterSet }),
        ...(collation !== null && { collation }),
      };
    }),
    returns: definition.returns === null ? null : normalType(definition.returns.text, here).type,
  };
}

/** Returns the options of types under the modes that the file sets before the definition. */
function typeReading({ sqlMode }: Definition, reading: TypeReading): TypeReading {
  return sqlMode === null ? reading : { dialect: reading.dialect, sqlMode };
}

function lowerParts(script: Script, definition: Definition, parserOptions: ParserOptions): StoredParts {
  const stored = (span: { readonly start: number; readonly end: number } | null): string | null =>
    span === null ? null : renderStored(script, span, readingAt(definition, parserOptions));
  const schedule = definition.event?.schedule == null ? null : lowerSchedule(script, definition.event.schedule);
  return {
    parameters: renderParameters(script, definition, parserOptions),
    returns: lowerReturns(definition, parserOptions),
    clause: definition.kind === 'view' ? lowerCheckOption(script, definition) : lowerClause(definition, schedule),
    viewHead: definition.kind === 'view' ? lowerViewHead(script, definition) : '',
    event: lowerEvent(definition, schedule),
    starts: schedule?.starts ?? null,
    eventStatus: definition.event?.status ?? null,
    order: lowerOrder(definition),
    body:
      foreignBody(script.text, definition, parserOptions) ??
      stored(findStoredBody(script.tokens, definition, parserOptions)) ??
      '',
  };
}

export function lowerReturns(definition: Definition, reading: TypeReading): StoredReturns | null {
  return definition.returns === null ? null : normalType(definition.returns.text, typeReading(definition, reading));
}

/** Returns the table and event of a trigger, or the schedule of an event, without the parts that the server adds. */
function lowerClause({ trigger, event }: Definition, schedule: LoweredSchedule | null): string {
  if (trigger !== null) return `${trigger.timing} ${trigger.events.join(' or ')} on ${trigger.table.name.text}`;
  if (event === null) return '';
  return [schedule?.text ?? '', lowerCompletion(event), event.comment ?? ''].join('; ');
}

function lowerOrder({ trigger }: Definition): TriggerOrder | null {
  if (trigger?.order == null) return null;
  const names = [trigger.order.trigger.name.text];
  const [before, after] = trigger.order.kind === 'follows' ? [names, []] : [[], names];
  return { before, after, isComplete: false };
}

function lowerCompletion({ preserve }: EventClause): string {
  return preserve === true ? 'preserve' : 'not preserve';
}

function lowerEvent({ event }: Definition, schedule: LoweredSchedule | null): EventParts | null {
  if (event === null || schedule === null) return null;
  const { count, unit, ends, written, startsExpression } = schedule;
  const rest = [unit, lowerCompletion(event), event.comment ?? ''].join('; ');
  return { count, ends, unit, rest, schedule: written, startsExpression };
}

function semanticParts(
  script: Script,
  definition: Definition,
  parserOptions: ParserOptions,
): { readonly parameters: string; readonly body: string } {
  const semantic = (span: { readonly start: number; readonly end: number } | null): string =>
    span === null ? '' : renderSemantic(script.tokens, script.text, span);
  const body =
    foreignBody(script.text, definition, parserOptions) ??
    semantic(findStoredBody(script.tokens, definition, parserOptions));
  return { parameters: semantic(definition.parameterList), body };
}

/**
 * Returns a body in another language; null for SQL. The server stores the text between the quotes or dollar tags and
 * chooses its own tags.
 */
function foreignBody(text: string, { body, characteristics }: Definition, { sqlMode }: ParserOptions): string | null {
  if (body === null || !characteristics.some(({ kind }) => kind === 'language')) return null;
  const written = text.slice(body.start, body.end);
  const tagged = /^(\$\w*\$)(.*)\1$/s.exec(written)?.[2];
  if (tagged !== undefined) return `$$${tagged}$$`;
  return written.startsWith("'") ? `$$${readText(written, !sqlMode.includes('NO_BACKSLASH_ESCAPES'))}$$` : null;
}
