/** A definition as the parser creates it: its tree and its errors are computed on demand. */
import { LazyErrors } from './lazy-errors';
import type { Definition, Statement } from './nodes';
import type { SyntaxError } from './syntax-error';

export type DefinitionParts = Omit<Definition, 'statement' | 'errors'>;

export interface LazyParts {
  readonly makeStatement: () => Statement | null;
  readonly findErrors: () => readonly SyntaxError[];
}

/**
 * A definition with a lazy tree. Most trees are never used, because a project's graph needs the references only:
 * keeping all of them costs more, in memory and in its collection, than reading one again from its tokens. Each field
 * is set by name, because Object.assign would make the object a slow dictionary.
 */
export class ParsedDefinition extends LazyErrors implements Definition {
  readonly kind;
  readonly span;
  readonly name;
  readonly schema;
  readonly home;
  readonly orReplace;
  readonly ifNotExists;
  readonly definer;
  readonly parameterList;
  readonly parameters;
  readonly returns;
  readonly characteristics;
  readonly trigger;
  readonly event;
  readonly body;
  readonly references;
  readonly dynamic;
  readonly members;
  readonly sqlMode;
  readonly timeZone;
  readonly undelimited;
  readonly #makeStatement: () => Statement | null;
  #statement: Statement | null | undefined = undefined;

  constructor(parts: DefinitionParts, { makeStatement, findErrors }: LazyParts) {
    super(findErrors);
    this.#makeStatement = makeStatement;
    this.kind = parts.kind;
    this.span = parts.span;
    this.name = parts.name;
    this.schema = parts.schema;
    this.home = parts.home;
    this.orReplace = parts.orReplace;
    this.ifNotExists = parts.ifNotExists;
    this.definer = parts.definer;
    this.parameterList = parts.parameterList;
    this.parameters = parts.parameters;
    this.returns = parts.returns;
    this.characteristics = parts.characteristics;
    this.trigger = parts.trigger;
    this.event = parts.event;
    this.body = parts.body;
    this.references = parts.references;
    this.dynamic = parts.dynamic;
    this.members = parts.members;
    this.sqlMode = parts.sqlMode;
    this.timeZone = parts.timeZone;
    this.undelimited = parts.undelimited;
  }

  get statement(): Statement | null {
    if (this.#statement === undefined) this.#statement = this.#makeStatement();
    return this.#statement;
  }
}
