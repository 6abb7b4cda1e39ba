/** Which parameter or variable a name means at a place of a body. */
import type { Definition, Name, TypeSyntax } from '../../syntax/nodes';
import type { BlockChain } from '../../syntax/walk-statements';

export interface Local {
  readonly kind: 'parameter' | 'variable';
  readonly name: Name;
  readonly type: TypeSyntax;
}

/** The innermost declaration of the name; null where the name means something else, such as a column. */
export function findLocal(definition: Definition, around: BlockChain | null, name: string): Local | null {
  const wanted = name.toLowerCase();
  for (let block = around; block !== null; block = block.outer) {
    for (const declaration of block.declarations) {
      if (declaration.kind !== 'variable') continue;
      const found = declaration.names.find(({ text }) => text.toLowerCase() === wanted);
      if (found !== undefined) return { kind: 'variable', name: found, type: declaration.type };
    }
  }
  const parameter = definition.parameters.find((one) => one.name.text.toLowerCase() === wanted);
  return parameter === undefined ? null : { kind: 'parameter', name: parameter.name, type: parameter.type };
}

const text = /^(?:national\s+)?(?:n?char|n?varchar|character|varchar2|tinytext|text|mediumtext|longtext)\b/i;

export function isText({ type }: Local): boolean {
  return text.test(type.text);
}
