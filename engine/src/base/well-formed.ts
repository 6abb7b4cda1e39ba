/** JSON and what could not be decoded: lone surrogates, which JSON spells out as escapes that readers choke on. */

/** Whether JSON that `JSON.stringify` made holds a lone surrogate. */
export function holdsUndecoded(json: string): boolean {
  return json.includes('\\ud') && /(?<!\\)(?:\\\\)*\\ud[89a-f]/.test(json);
}

/** JSON to be shown: U+FFFD in place of what could not be decoded. */
export function printShownJson(value: unknown, indent?: number): string {
  const json = JSON.stringify(value, null, indent);
  if (!holdsUndecoded(json)) return json;
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'string' ? part.toWellFormed() : part), indent);
}
