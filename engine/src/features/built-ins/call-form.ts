/** A form of a call as the manuals write it, `LOCATE(substr, str [, pos])`: its parameters, and what to insert for it. */

import type { Span } from '../../base/text';

/** Returns the places of the parameters in the form, without the brackets around optional ones. */
export function parametersOf(form: string): readonly Span[] {
  const found: Span[] = [];
  /** The open brackets, each true unless it begins `[, argument]`, whose comma separates like one outside. */
  const open: boolean[] = [];
  let start = form.indexOf('(') + 1;
  for (let i = start; i < form.length; i++) {
    const letter = form[i] ?? '';
    const isWithin = open.includes(true);
    const isEnd = letter === ')' && !isWithin;
    if (isEnd || (letter === ',' && !isWithin)) {
      const span = trimBrackets(form, { start, end: i });
      if (/^\w|^[{'*]/.test(form.slice(span.start, span.end))) found.push(span);
      start = i + 1;
    }
    if (isEnd) break;
    if (/[([{]/.test(letter)) open.push(letter !== '[' || !/^\s*,/.test(form.slice(i + 1)));
    else if (/[)\]}]/.test(letter)) open.pop();
  }
  return found;
}

function trimBrackets(form: string, { start, end }: Span): Span {
  const part = form.slice(start, end);
  const before = /^\s*(?:\[[^[\]]*\]\s*(?=\w))?[\s[\]]*/.exec(part)?.[0].length ?? 0;
  const after = /[\s[\].]*$/.exec(part)?.[0].length ?? 0;
  return { start: start + before, end: Math.max(start + before, end - after) };
}

/** Returns true if the last parameter may be repeated. */
export function isVariadic(form: string): boolean {
  return form.includes('...');
}

/** Returns the text to insert with an empty tab stop for each part that must be written: `LOCATE($1, $2)`. */
export function makeStops(form: string): string {
  const needed = dropOptional(form);
  let stops = 0;
  const open = needed.indexOf('(');
  const parts = needed
    .slice(open)
    .replace(/,? *\.\.\./g, '')
    .replace(/\s+([,)])/g, '$1')
    .replace(/\(window\)/, '(argument)')
    .replace(/\{[^}]*\}|'[^']*'|\b[a-z]\w*|\b[A-Z]\d?\b|\*/g, () => `$${++stops}`);
  return needed.slice(0, open) + parts;
}

/** Returns the form without what is in brackets. */
function dropOptional(form: string): string {
  let depth = 0;
  let kept = '';
  for (const letter of form) {
    if (letter === '[') depth++;
    if (depth === 0) kept += letter;
    if (letter === ']') depth--;
  }
  return kept.replace(/\( /g, '(').trim();
}
