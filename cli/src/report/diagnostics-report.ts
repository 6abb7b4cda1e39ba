/** `check` for people: one line a diagnostic, in the form that editors and terminals make clickable. */
import { plural, type CheckAnswer, type Severity } from '#engine';
import { type Style } from './style';
import { printTable } from './table';

export function printDiagnostics({ diagnostics }: CheckAnswer, style: Style): string {
  const paints: Readonly<Record<Severity, (text: string) => string>> = {
    error: style.bad,
    warning: style.warn,
    information: (text) => text,
    hint: style.faint,
  };
  const rows = diagnostics.map(({ file, line, column, severity, code, message }) => [
    `${file}:${line}:${column}`,
    { text: severity, paint: paints[severity] },
    message,
    { text: code, paint: style.faint },
  ]);
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const warnings = diagnostics.filter(({ severity }) => severity === 'warning').length;
  const summary =
    diagnostics.length === 0
      ? style.good('No problems found')
      : `${plural(errors, 'error')}, ${plural(warnings, 'warning')}`;
  return `${printTable(rows)}${summary}\n`;
}
