/** New lines for the end of a status log, each naming the one before; and old lines in the new format. */
import type { StatusChange } from './registry';
import type { TextOf } from './replay-log';
import { parseLine, renderStatus, type LogLine } from './status-line';
import type { NumberedLine } from './status-log';

export function tipOf(lines: readonly NumberedLine[]): string | null {
  return lines.at(-1)?.line.id ?? null;
}

export function chainChanges(
  tip: string | null,
  changes: readonly StatusChange[],
  textOf: TextOf,
): readonly NumberedLine[] {
  let before = tip;
  return changes.map((change, i) => {
    const line = toNumbered(renderStatus({ ...change, text: textOf(change.version) ?? null, before }), i + 1);
    before = line.line.id;
    return line;
  });
}

/** Returns proven lines in format 2; lines that are in it already and follow each other keep their bytes. */
export function rechain(tip: string | null, lines: readonly NumberedLine[], textOf: TextOf): readonly NumberedLine[] {
  let before = tip;
  return lines.map((each) => {
    const { line } = each;
    const isWritten = line.kind === 'resolution' || (line.format === 2 && line.before === before);
    const text = isWritten ? each.raw : renderStatus({ ...line, text: textOf(line.version) ?? null, before });
    const written = isWritten ? each : toNumbered(text, each.number);
    before = written.line.id;
    return written;
  });
}

export function toNumbered(raw: string, number: number): NumberedLine {
  const line = parseLine(raw);
  if (!line.ok) throw new Error(`A line of a status log cannot be read back: ${raw}`);
  return { number, raw, line: line.value satisfies LogLine };
}
