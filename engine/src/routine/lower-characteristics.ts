/** Characteristics in normal form, defaults filled in; the last one written wins, as on the server. */
import type { Definition } from '../syntax/nodes';
import type { Characteristics } from './routine';

const dataAccesses = ['CONTAINS SQL', 'NO SQL', 'READS SQL DATA', 'MODIFIES SQL DATA'] as const;

export function lowerCharacteristics(definition: Definition): Characteristics {
  const written = new Map(definition.characteristics.map(({ kind, value }) => [kind, value]));
  return {
    comment: written.get('comment') ?? '',
    language: (written.get('language') ?? 'SQL').toUpperCase(),
    deterministic: written.get('deterministic') === 'DETERMINISTIC',
    dataAccess: dataAccesses.find((access) => access === written.get('data-access')) ?? 'CONTAINS SQL',
    security: written.get('security') === 'INVOKER' ? 'INVOKER' : 'DEFINER',
  };
}
