/** A stored text of which it is known what it should be: where its body is that to the byte, its head alone is parsed. */
import { lowerCharacteristics } from '../routine/lower-characteristics';
import { lowerDefiner } from '../routine/lower-definition';
import { makeExactChecksum, printCharacteristics } from '../routine/make-checksums';
import { normalType } from '../routine/normal-type';
import type { CreationModes, Routine } from '../routine/routine';
import type { ReadingOptions } from '../syntax/dialect';
import type { Definition, Script } from '../syntax/nodes';
import { parseScript } from '../syntax/parse-script';

/** Read under the settings that it was to be created under. */
export interface ExpectedRoutine {
  readonly routine: Routine;
  /** In normal form. */
  readonly sqlMode: readonly string[];
}

export interface StoredRoutine {
  readonly text: string;
  readonly modes: CreationModes;
  readonly reading: ReadingOptions;
  /** All that reading the whole text gives. */
  readonly lower: () => Routine | null;
}

/**
 * What reading all of the text would give; null where only that can tell, since it differs or might mean something else.
 * A head that leads up to the body with nothing left open means that the body is read as it was when it was expected.
 */
export function lowerExpected(stored: StoredRoutine, { routine, sqlMode }: ExpectedRoutine): Routine | null {
  const { text, modes, reading } = stored;
  const { parts, key, characteristics, checksums } = routine;
  const placeholder = placeholders.get(key.kind);
  const isPlain = characteristics.language === 'SQL' && !/\/\*M?!/.test(text);
  if (placeholder === undefined || !isPlain || parts.body === '' || !text.endsWith(parts.body)) return null;
  if (sqlMode.join() !== reading.sqlMode.join() || sqlMode.includes('NO_BACKSLASH_ESCAPES')) return null;
  const head = readHead(text.slice(0, text.length - parts.body.length), placeholder, reading);
  if (head === null || reading.schema !== key.schema || !leadsTo(routine, head)) return null;
  const definer = lowerDefiner(head.definition);
  const exact = makeExactChecksum({ kind: key.kind, characteristics, definer, modes, parts });
  const { signature, dependencies } = routine;
  const lowered = { key, signature, characteristics, definer, modes, dependencies, parts };
  return withOrigin({ ...lowered, checksums: { ...checksums, exact }, text }, stored.lower);
}

const placeholders: ReadonlyMap<string, string> = new Map([
  ['procedure', 'DO 0'],
  ['function', 'RETURN 0'],
]);

interface Head {
  readonly definition: Definition;
  readonly script: Script;
}

/** With another body; null unless that is where the head ends. */
function readHead(head: string, placeholder: string, reading: ReadingOptions): Head | null {
  const script = parseScript(head + placeholder, reading);
  const [definition, another] = script.definitions;
  if (definition?.body == null || another !== undefined || script.errors.length > 0 || script.others.length > 0)
    return null;
  const isWhole = definition.span.start === 0 && definition.errors.length === 0;
  const endsThere = definition.body.start === head.length && definition.body.end === script.text.length;
  return isWhole && endsThere && /[\s)]$/.test(head) ? { definition, script } : null;
}

/** In all but body and definer. */
function leadsTo({ key, characteristics, parts }: Routine, { definition, script }: Head): boolean {
  const { kind, name, parameterList, returns } = definition;
  const parameters = parameterList === null ? null : script.text.slice(parameterList.start, parameterList.end);
  const type = returns === null ? null : normalType(returns.text);
  return (
    kind === key.kind &&
    name.name.text === key.name &&
    parameters === parts.parameters &&
    JSON.stringify(type) === JSON.stringify(parts.returns) &&
    printCharacteristics(lowerCharacteristics(definition)) === printCharacteristics(characteristics)
  );
}

/** The tree is made when somebody asks for it: whoever only compares does not. */
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
