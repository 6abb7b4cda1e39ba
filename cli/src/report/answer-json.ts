/** Answers as `--json` prints them: what is advised in them is one string. */
import { isAdvice, printShownJson } from '#engine';
import { adviceText } from './print-action';

/** Returns a document that ends with a line break. */
export function printAnswerJson(answer: object): string {
  return `${printShownJson(withCommands(answer), 2)}\n`;
}

/** Returns the same value where nothing in it is advice, and else a copy with the sentences. */
export function withCommands(value: unknown): unknown {
  if (isAdvice(value)) return adviceText(value);
  if (Array.isArray(value)) {
    const list: readonly unknown[] = value;
    const printed = list.map(withCommands);
    return printed.some((each, i) => each !== list[i]) ? printed : list;
  }
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const entries = Object.entries(value);
  const printed = entries.map(([key, each]) => [key, withCommands(each)] as const);
  return printed.some(([, each], i) => each !== entries[i]?.[1]) ? Object.fromEntries(printed) : value;
}
