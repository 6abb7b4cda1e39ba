/** A definition of a text with very many of them: its tree is freed, and read again on demand. */
import type { Span } from '../base/text';
import type { Definition } from './nodes';
import type { SyntaxError } from './syntax-error';

/** The definitions of one text that were asked for last. */
export class RecentDefinitions {
  readonly #read = new Map<LaterDefinition, Definition>();

  get(later: LaterDefinition, read: () => Definition): Definition {
    const known = this.#read.get(later);
    if (known !== undefined) return known;
    const definition = read();
    this.#read.set(later, definition);
    for (const oldest of this.#read.keys()) {
      if (this.#read.size <= mostRecent) break;
      this.#read.delete(oldest);
    }
    return definition;
  }
}

const mostRecent = 500;

export class LaterDefinition implements Definition {
  readonly kind: Definition['kind'];
  readonly span: Span;
  readonly #recent: RecentDefinitions;
  readonly #read: () => Definition;
  #errors: readonly SyntaxError[] | null = null;

  constructor({ kind, span }: Definition, read: () => Definition, recent: RecentDefinitions) {
    this.kind = kind;
    this.span = span;
    this.#read = read;
    this.#recent = recent;
  }

  get #whole(): Definition {
    return this.#recent.get(this, this.#read);
  }

  /** The errors are kept, because those of the whole text are requested often. */
  get errors(): readonly SyntaxError[] {
    return (this.#errors ??= this.#whole.errors);
  }

  get name(): Definition['name'] {
    return this.#whole.name;
  }

  get schema(): Definition['schema'] {
    return this.#whole.schema;
  }

  get home(): Definition['home'] {
    return this.#whole.home;
  }

  get orReplace(): Definition['orReplace'] {
    return this.#whole.orReplace;
  }

  get ifNotExists(): Definition['ifNotExists'] {
    return this.#whole.ifNotExists;
  }

  get definer(): Definition['definer'] {
    return this.#whole.definer;
  }

  get parameterList(): Definition['parameterList'] {
    return this.#whole.parameterList;
  }

  get parameters(): Definition['parameters'] {
    return this.#whole.parameters;
  }

  get returns(): Definition['returns'] {
    return this.#whole.returns;
  }

  get characteristics(): Definition['characteristics'] {
    return this.#whole.characteristics;
  }

  get trigger(): Definition['trigger'] {
    return this.#whole.trigger;
  }

  get event(): Definition['event'] {
    return this.#whole.event;
  }

  get body(): Definition['body'] {
    return this.#whole.body;
  }

  get statement(): Definition['statement'] {
    return this.#whole.statement;
  }

  get references(): Definition['references'] {
    return this.#whole.references;
  }

  get dynamic(): Definition['dynamic'] {
    return this.#whole.dynamic;
  }

  get members(): Definition['members'] {
    return this.#whole.members;
  }

  get sqlMode(): Definition['sqlMode'] {
    return this.#whole.sqlMode;
  }

  get timeZone(): Definition['timeZone'] {
    return this.#whole.timeZone;
  }

  get undelimited(): Definition['undelimited'] {
    return this.#whole.undelimited;
  }
}
