/** A stored text of which it is known what it should be: where its body is that to the byte, its head alone is parsed. */
import { lowerCharacteristics } from '../routine/lower-characteristics';
import { lowerDefiner, lowerReturns } from '../routine/lower-definition';
import { makeExactChecksums, printCharacteristics } from '../routine/make-checksums';
import type { Account, CreationModes, Routine } from '../routine/routine';
import { holdsRejectedType } from './repair-comment';
import type { ParserOptions } from '../syntax/dialect';
import type { Definition } from '../syntax/nodes';
import { parseScript } from '../syntax/parse-script';
import { quoteName } from '../syntax/quoting';

/** A routine as it was expected, read under the settings of its creation. */
export interface ExpectedRoutine {
  readonly routine: Routine;
  /** The modes in normal form. */
  readonly sqlMode: readonly string[];
}

export interface StoredRoutine {
  readonly text: string;
  readonly modes: CreationModes;
  readonly parserOptions: ParserOptions;
  /** Returns the result of reading the whole text. */
  readonly lower: () => Routine | null;
}

/** The facts of heads by their content. Most routines of a schema differ in name and parameters only. */
export type KnownHeads = Map<string, HeadFacts | null>;

/**
 * Returns the same as reading the whole text; null if only that can decide, because the text differs or may have
 * another meaning. If the head leads to the body with nothing left open, the body has the meaning that was expected.
 */
export function lowerExpected(
  stored: StoredRoutine,
  { routine, sqlMode }: ExpectedRoutine,
  known: KnownHeads = new Map(),
): Routine | null {
  const { text, modes, parserOptions } = stored;
  const { parts, key, characteristics, checksums } = routine;
  const placeholder = placeholders.get(key.kind);
  const isPlain = characteristics.language === 'SQL' && !/\/\*M?!/.test(text) && !holdsRejectedType(text);
  if (placeholder === undefined || !isPlain || parts.body === '' || !text.endsWith(parts.body)) return null;
  if (sqlMode.join() !== parserOptions.sqlMode.join() || sqlMode.includes('NO_BACKSLASH_ESCAPES')) return null;
  if (parserOptions.schema !== key.schema) return null;
  const head = text.slice(0, text.length - parts.body.length);
  const facts = readOnce({ head, placeholder, parserOptions }, routine, known);
  if (facts === null || !leadsTo(routine, facts)) return null;
  const { definer } = facts;
  const exact = makeExactChecksums({ kind: key.kind, characteristics, definer, modes, parts });
  const { signature, dependencies } = routine;
  const lowered = { key, signature, characteristics, definer, modes, dependencies, parts };
  return withOrigin({ ...lowered, checksums: { ...checksums, ...exact }, text }, stored.lower);
}

const placeholders: ReadonlyMap<string, string> = new Map([
  ['procedure', 'DO 0'],
  ['function', 'RETURN 0'],
]);

interface Head {
  readonly head: string;
  /** Another body. */
  readonly placeholder: string;
  readonly parserOptions: ParserOptions;
}

/** The facts in a head apart from name and parameters. */
interface HeadFacts {
  readonly kind: Definition['kind'];
  readonly definer: Account | null;
  /** The return type in normal form, as JSON. */
  readonly returns: string;
  readonly characteristics: string;
}

/** Returns null for a text that is not a head, or has another name or other parameters. */
function readOnce(head: Head, routine: Routine, known: KnownHeads): HeadFacts | null {
  const { key, parts } = routine;
  const own = `${quoteName(key.name)}(${parts.parameters ?? ''})`;
  const at = head.head.indexOf(own);
  if (at < 0) return null;
  const rest = [
    head.head.slice(0, at),
    head.head.slice(at + own.length),
    head.placeholder,
    ...head.parserOptions.sqlMode,
  ];
  const shape = JSON.stringify(rest);
  const before = known.get(shape);
  if (before !== undefined) return before;
  const facts = readHead(head, routine);
  known.set(shape, facts);
  return facts;
}

/** Returns null unless the head ends where the other body begins. */
function readHead({ head, placeholder, parserOptions }: Head, { key, parts }: Routine): HeadFacts | null {
  const script = parseScript(head + placeholder, parserOptions);
  const [definition, another] = script.definitions;
  if (definition?.body == null || another !== undefined || script.errors.length > 0 || script.others.length > 0)
    return null;
  const isWhole = definition.span.start === 0 && definition.errors.length === 0;
  const endsThere = definition.body.start === head.length && definition.body.end === script.text.length;
  if (!isWhole || !endsThere || !/[\s)]$/.test(head)) return null;
  const { kind, name, parameterList } = definition;
  const parameters = parameterList === null ? null : head.slice(parameterList.start, parameterList.end);
  if (name.name.text !== key.name || parameters !== parts.parameters) return null;
  return {
    kind,
    definer: lowerDefiner(definition),
    returns: JSON.stringify(lowerReturns(definition, parserOptions)),
    characteristics: printCharacteristics(lowerCharacteristics(definition)),
  };
}

function leadsTo({ key, characteristics, parts }: Routine, facts: HeadFacts): boolean {
  return (
    facts.kind === key.kind &&
    facts.returns === JSON.stringify(parts.returns) &&
    facts.characteristics === printCharacteristics(characteristics)
  );
}

/** Adds the origin, which is computed on demand: a comparison does not need it. */
function withOrigin(routine: Omit<Routine, 'origin'>, lower: () => Routine | null): Routine {
  let origin: Routine['origin'] | null = null;
  return {
    ...routine,
    get origin() {
      origin ??= lower()?.origin ?? null;
      if (origin === null) throw new Error(`${routine.key.name} was read, and cannot be read again.`);
      return origin;
    },
  };
}
