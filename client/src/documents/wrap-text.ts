/** Breaks text into lines of a width that people read easily. */

/** Columns of a plan. */
const width = 84;

/** Returns the lines of a paragraph, the later ones indented by two more; words are never cut. */
export function wrapText(text: string, indent = ''): readonly string[] {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(/\s+/).filter((each) => each !== '')) {
    const isFirst = line.trim() === '';
    if (!isFirst && line.length + 1 + word.length > width) {
      lines.push(line);
      line = `${indent}  ${word}`;
    } else line = isFirst ? `${line}${word}` : `${line} ${word}`;
  }
  return line.trim() === '' ? lines : [...lines, line];
}
