/**
 * Rule: two files, or one file twice, define the same routine; which one runs depends on the order of deployment. Where
 * many are defined so, as in folders of migrations or of versions, it is one matter of the whole project.
 */
import { plural } from '../../base/plural';
import { printKindAndKey } from '../../routine/routine';
import type { SourceIndex, SourceRoutine } from '../sources/source-index';
import type { Mistake, Rule } from './rule';

export const duplicateDefinition: Rule = {
  code: 'duplicate-definition',
  severity: 'error',
  *check({ index, source }) {
    const counting = index.find(source.identity);
    const other = counting.find((one) => one !== source);
    if (other === undefined || !counting.includes(source)) return;
    const layout = other.file === source.file ? null : findLayout(index);
    if (layout !== null && layout.first === source) yield describeLayout(source, layout);
    if (layout !== null) return;
    const related = counting.slice(0, mostRelated + 1).filter((one) => one !== source);
    yield {
      span: source.definition.name.span,
      message: `Duplicate ${printKindAndKey(source.key)}: also defined in ${other.file}, line ${other.line}. Keep one of them.`,
      related: related.map(({ file, nameSpan: span }) => ({ file, span, message: 'Also defined here.' })),
    };
  },
};

/** Several files define many of the same routines. */
interface Layout {
  readonly first: SourceRoutine;
  readonly routines: number;
  readonly definitions: number;
  readonly files: readonly string[];
}

/** The minimum numbers for two sets of files: with fewer routines or files it is probably a mistake in one file. */
const fewRoutines = 5;
const fewFiles = 3;
const mostRelated = 10;

function findLayout(index: SourceIndex): Layout | null {
  const duplicates = index.duplicates();
  const isMany = (one: readonly SourceRoutine[]): boolean => new Set(one.map(({ file }) => file)).size >= fewFiles;
  if (duplicates.length < fewRoutines && !duplicates.some(isMany)) return null;
  const all = duplicates.flat();
  const files = [...new Set(all.map(({ file }) => file))].sort();
  const [first] = all.filter(({ file }) => file === files[0]).sort((a, b) => a.span.start - b.span.start);
  return first === undefined ? null : { first, routines: duplicates.length, definitions: all.length, files };
}

function describeLayout({ definition, file }: SourceRoutine, { routines, definitions, files }: Layout): Mistake {
  return {
    span: definition.name.span,
    severity: 'information',
    message: `Found ${definitions} definitions of ${plural(routines, 'routine')} in ${files.length} files. Set which files count with \`"duplicates": { "prefer": […] }\` in sproc.json.`,
    related: files
      .filter((one) => one !== file)
      .slice(0, mostRelated)
      .map((one) => ({ file: one, span: { start: 0, end: 0 }, message: 'Also defined in this file.' })),
  };
}
