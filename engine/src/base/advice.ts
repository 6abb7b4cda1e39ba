/** Sentences that say what to do: text with actions in it, which each front writes in its own way (decision 27). */
import type { Action } from './action';

/** Plain text where it names no action. */
export type Advice = string | { readonly advice: readonly (string | Action)[] };

/** Makes advice of a template: advise`Run ${{ id: 'recover', environment }} first.`; advice put into it becomes a part of it. */
export function advise(texts: TemplateStringsArray, ...values: readonly (string | number | Action | Advice)[]): Advice {
  const parts: (string | Action)[] = [];
  const add = (part: string | Action): void => {
    const last = parts.at(-1);
    if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part;
    else if (part !== '') parts.push(part);
  };
  for (const [i, text] of texts.entries()) {
    add(text);
    const value = values[i] ?? '';
    if (typeof value === 'number') add(String(value));
    else if (typeof value === 'object' && 'advice' in value) value.advice.forEach(add);
    else add(value);
  }
  const [only = ''] = parts;
  return parts.length <= 1 && typeof only === 'string' ? only : { advice: parts };
}

/** Returns the sentence with each action as `write` puts it. */
export function printAdvice(advice: Advice, write: (action: Action) => string): string {
  if (typeof advice === 'string') return advice;
  return advice.advice.map((part) => (typeof part === 'string' ? part : write(part))).join('');
}

/** Returns whether a value of an answer is advice with actions; nothing else has that key. */
export function isAdvice(value: unknown): value is Exclude<Advice, string> {
  return typeof value === 'object' && value !== null && 'advice' in value;
}
