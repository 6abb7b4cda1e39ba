/** JSON and what could not be decoded: lone surrogates, which JSON spells out as escapes that readers choke on. */
import { printableJson } from './printable';

/** Returns true if JSON made by `JSON.stringify` holds a lone surrogate. */
export function holdsUndecoded(json: string): boolean {
  return json.includes('\\ud') && /(?<!\\)(?:\\\\)*\\ud[89a-f]/.test(json);
}

/** Prints JSON for people: U+FFFD for characters that could not be decoded, and nothing that controls a terminal. */
export function printShownJson(value: unknown, indent?: number): string {
  const json = JSON.stringify(value, null, indent);
  if (!holdsUndecoded(json)) return printableJson(json);
  const decoded = (_: string, part: unknown): unknown => (typeof part === 'string' ? part.toWellFormed() : part);
  return printableJson(JSON.stringify(value, decoded, indent));
}
