/** The diagnostics of sources as findings of a plan: errors first, each with its file and line. */
import type { Diagnostic } from '../../analysis/program/diagnostic';
import type { SourceIndex } from '../../analysis/sources/source-index';
import { advise, type Advice } from '../../base/advice';
import { plural } from '../../base/plural';
import type { Finding } from '../answers/finding';
import { warn } from '../planning/findings';

/** Warnings of the check that a plan lists one by one: a first deployment of an old project may have thousands. */
const mostWarnings = 20;

export function listSourceFindings(index: SourceIndex, diagnostics: readonly Diagnostic[]): readonly Finding[] {
  const sorted = diagnostics.toSorted((a, b) =>
    a.file === b.file ? a.span.start - b.span.start : a.file < b.file ? -1 : 1,
  );
  const errors = sorted.filter(({ severity }) => severity === 'error');
  const warnings = sorted.filter(({ severity }) => severity === 'warning');
  const toFinding = (checked: 'error' | 'warning', remedy: Advice) => (one: Diagnostic) =>
    describe(index, one, { checked, remedy });
  const left = warnings.length - mostWarnings;
  return [
    ...errors.map(toFinding('error', 'Correct the source first: the server may accept it, but running it fails.')),
    ...warnings.slice(0, mostWarnings).map(toFinding('warning', '')),
    ...(left > 0 ? [warn('check', `The check of these sources reports ${plural(left, 'more warning')}.`, seeAll)] : []),
  ];
}

const seeAll = advise`List them with ${{ id: 'check' }}.`;

function describe(
  index: SourceIndex,
  { code, file, span, message }: Diagnostic,
  { checked, remedy }: Required<Pick<Finding, 'checked' | 'remedy'>>,
): Finding {
  const line = index.facts(file)?.lines.place(span.start).line ?? 1;
  return { ...warn(code, `${file}:${line}: ${message}`, remedy), place: { file, line }, checked };
}
