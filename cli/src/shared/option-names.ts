/** The names by which options and operands are known: as they are typed, and as the parser has them. */
import type { Call, OptionWords } from './command';

/** Returns `--dry-run` of `-n, --dry-run <x>`. */
export function longFlag({ flags }: Pick<OptionWords, 'flags'>): string {
  return /--[a-z-]+/.exec(flags)?.[0] ?? '';
}

/** Returns the value of an option by its flag; undefined if it is not given. The parser names it in camel case. */
export function valueOf(flag: string, { options }: Pick<Call<unknown>, 'options'>): unknown {
  const name = flag.slice(2).replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  return (options as Readonly<Record<string, unknown>>)[name];
}

/** Returns the names of operands without their brackets. */
export function placesOf(operands: string): readonly string[] {
  return operands.split(' ').map((place) => place.replace(/[<>[\].]/g, ''));
}
