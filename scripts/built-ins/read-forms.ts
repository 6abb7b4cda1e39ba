/** The ways to call a function, from the first lines of its page in a server's help tables: facts, no sentences. */

/**
 * Returns each form as `NAME(argument [, optional])`, with the OVER that must follow; empty if the page does not begin
 * with a call of the function.
 */
export function readForms(name: string, page: string): readonly string[] {
  const forms: string[] = [];
  const call = new RegExp(`(?<![\\w.])${name}\\(`, 'gi');
  for (const paragraph of headOf(name, page))
    for (let found = call.exec(paragraph); found !== null; found = call.exec(paragraph)) {
      const close = findClose(paragraph, found.index + name.length);
      if (close < 0) continue;
      call.lastIndex = close;
      const after = /^\s*(\[?over_clause\]?)/.exec(paragraph.slice(close + 1))?.[1];
      const written = name + paragraph.slice(found.index + name.length, close + 1);
      forms.push(tidy(written) + (after === undefined ? '' : ` ${after}`));
    }
  const called = forms.filter((form) => form !== `${name}()`);
  return [...new Set(called.length === 0 || isOptional(name, page) ? forms : called)].slice(0, mostForms);
}

/** The forms beyond these are variations for rare cases. */
const mostForms = 3;

/** Returns the paragraphs that show calls: the first, and those after it that are not sentences. */
function headOf(name: string, page: string): readonly string[] {
  const [first = '', ...others] = page
    .replace(/^Syntax:?\n(?:-+\n)?\n*/, '')
    .replace(/\n(?:Description|Contents)\n-[^]*/, '')
    .split('\n\n');
  const end = others.findIndex((paragraph) => !isCall(name, paragraph));
  return [first, ...(end < 0 ? others : others.slice(0, end))];
}

function isCall(name: string, paragraph: string): boolean {
  return new RegExp(`^${name}\\((?!\\) (?!OVER)\\w)`, 'i').test(paragraph.trim());
}

/** Returns true if the first line shows the call without arguments as one of several. */
function isOptional(name: string, page: string): boolean {
  return new RegExp(`^(?:Syntax:?\n(?:-+\n)?\n*)?${name}\\(\\)(?:,|\n(?!\n))`, 'i').test(page);
}

function findClose(text: string, open: number): number {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    if (text[i] === '(') depth++;
    else if (text[i] === ')' && --depth === 0) return i;
  }
  return -1;
}

/** Returns the form with one kind of spacing. */
function tidy(form: string): string {
  return form
    .replace(/\s+/g, ' ')
    .replace(/\s*,\s*/g, ', ')
    .replace(/([([]) /g, '$1')
    .replace(/ ([)\]])/g, '$1')
    .replace(/(\w)\[/g, '$1 [')
    .replace(/\s*\.\.\./g, ' ...')
    .replace(/, \.\.\.\]/g, '] ...')
    .trim();
}
