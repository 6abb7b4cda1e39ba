/** The parameter or variable that a name refers to at a place of a body. */
import { DeclaredNames } from '../../syntax/declared-names';
import type { Definition, Name, TypeSyntax } from '../../syntax/nodes';
import type { BlockChain } from '../../syntax/walk-statements';

export interface Local {
  readonly kind: 'parameter' | 'variable';
  readonly name: Name;
  readonly type: TypeSyntax;
}

/** The parameters and variables of one definition, which some have thousands of. */
export class Locals {
  readonly #declared = new DeclaredNames();
  readonly #parameters: ReadonlyMap<string, Local>;

  constructor({ parameters }: Pick<Definition, 'parameters'>) {
    // The first of two with one name counts.
    this.#parameters = new Map(
      parameters
        .toReversed()
        .map(({ name, type }) => [name.text.toLowerCase(), { kind: 'parameter', name, type }] as const),
    );
  }

  /** Returns the innermost declaration of the name; null if the name means something else, for example a column. */
  find(around: BlockChain | null, name: string): Local | null {
    const found = this.#declared.find(around, 'variable', name);
    if (found === null) return this.#parameters.get(name.toLowerCase()) ?? null;
    return { kind: 'variable', name: found.name, type: found.declaration.type };
  }
}

const text = /^(?:national\s+)?(?:n?char|n?varchar|character|varchar2|tinytext|text|mediumtext|longtext)\b/i;

export function isText({ type }: Local): boolean {
  return text.test(type.text);
}
