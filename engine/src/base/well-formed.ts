/** JSON and what could not be decoded: lone surrogates, which JSON spells out as escapes that readers choke on. */
import { printableJson } from './printable';

/** Whether JSON that `JSON.stringify` made holds a lone surrogate. */
export function holdsUndecoded(json: string): boolean {
  return json.includes('\\ud') && /(?<!\\)(?:\\\\)*\\ud[89a-f]/.test(json);
}

/** JSON to be shown: U+FFFD in place of what could not be decoded, and nothing that a terminal obeys. */
export function printShownJson(value: unknown, indent?: number): string {
  const json = JSON.stringify(value, null, indent);
  if (!holdsUndecoded(json)) return printableJson(json);
  const decoded = (_: string, part: unknown): unknown => (typeof part === 'string' ? part.toWellFormed() : part);
  return printableJson(JSON.stringify(value, decoded, indent));
}
