/** The declarations in the blocks of a routine, by kind and name. */
import type { Declaration, Name } from './nodes';
import type { BlockChain } from './walk-statements';

type Named = Exclude<Declaration, { readonly kind: 'handler' }>;
type OfKind<Kind extends Named['kind']> = Extract<Named, { readonly kind: Kind }>;

export interface DeclaredName<One extends Named = Named> {
  readonly name: Name;
  readonly declaration: One;
}

/** Looks names up in one program: a block is indexed when it is first asked, since some declare thousands. */
export class DeclaredNames {
  readonly #blocks = new Map<readonly Declaration[], ReadonlyMap<string, DeclaredName>>();

  /** Returns the innermost declaration of this kind and name; the first one if a block has two. */
  find<Kind extends Named['kind']>(
    around: BlockChain | null,
    kind: Kind,
    name: string,
  ): DeclaredName<OfKind<Kind>> | null {
    const key = keyOf(kind, name);
    for (let block = around; block !== null; block = block.outer) {
      const found = this.#indexOf(block.declarations).get(key);
      if (found !== undefined && isOfKind(found.declaration, kind)) return { ...found, declaration: found.declaration };
    }
    return null;
  }

  #indexOf(declarations: readonly Declaration[]): ReadonlyMap<string, DeclaredName> {
    const known = this.#blocks.get(declarations);
    if (known !== undefined) return known;
    const index = new Map<string, DeclaredName>();
    for (const declaration of declarations) {
      if (declaration.kind === 'handler') continue;
      for (const name of declaration.kind === 'variable' ? declaration.names : [declaration.name]) {
        const key = keyOf(declaration.kind, name.text);
        if (!index.has(key)) index.set(key, { name, declaration });
      }
    }
    this.#blocks.set(declarations, index);
    return index;
  }
}

function isOfKind<Kind extends Named['kind']>(declaration: Named, kind: Kind): declaration is OfKind<Kind> {
  return declaration.kind === kind;
}

function keyOf(kind: Named['kind'], name: string): string {
  return `${kind} ${name.toLowerCase()}`;
}
