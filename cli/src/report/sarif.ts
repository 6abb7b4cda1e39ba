/** Diagnostics as SARIF 2.1.0, which code hosts show in pull requests (OASIS, "Static Analysis Results Interchange Format"). */
import { printShownJson, type CheckAnswer, type Severity } from '#engine';

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
};

export function makeSarif({ diagnostics }: CheckAnswer, version: string): string {
  const rules = [...new Set(diagnostics.map(({ code }) => code))].sort();
  const results = diagnostics.map((diagnostic) => ({
    ruleId: diagnostic.code,
    ruleIndex: rules.indexOf(diagnostic.code),
    level: levels[diagnostic.severity],
    message: { text: diagnostic.message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: {
            uri: encodeURI(diagnostic.file).replace(/[?#]/g, encodeURIComponent),
            uriBaseId: '%SRCROOT%',
          },
          region: {
            startLine: diagnostic.line,
            startColumn: diagnostic.column,
            endLine: diagnostic.endLine,
            endColumn: diagnostic.endColumn,
          },
        },
      },
    ],
  }));
  const driver = {
    name: 'Sproc',
    semanticVersion: version,
    rules: rules.map((id) => ({ id })),
  };
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, columnKind: 'utf16CodeUnits', results }],
  };
  return `${printShownJson(log, 2)}\n`;
}
