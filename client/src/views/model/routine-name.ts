/** The two parts of a routine's name as people write it: `shop.place_order`. */

/** Returns the schema; empty without one. */
export function schemaOf(routine: string): string {
  return routine.includes('.') ? routine.slice(0, routine.indexOf('.')) : '';
}

export function nameOf(routine: string): string {
  return routine.slice(routine.indexOf('.') + 1);
}
