/** A routine's signature as people read it. */
import { printKey, type Parameter, type Routine } from '../routine/routine';

/** Returns a signature as in `PROCEDURE shop.place_order(IN p_id int, OUT p_total decimal(10,2))`. */
export function printSignature({ key, signature }: Pick<Routine, 'key' | 'signature'>): string {
  const head = `${key.kind.toUpperCase()} ${printKey(key)}`;
  if (key.kind !== 'procedure' && key.kind !== 'function') return head;
  const list = signature.parameters.map((parameter) => printParameter(parameter, key.kind === 'procedure')).join(', ');
  return `${head}(${list})${signature.returns === null ? '' : ` RETURNS ${signature.returns}`}`;
}

export function printParameter({ mode, name, type }: Parameter, withMode: boolean): string {
  return withMode ? `${mode.toUpperCase()} ${name} ${type}` : `${name} ${type}`;
}
