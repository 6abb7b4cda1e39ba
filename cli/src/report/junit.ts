/** Diagnostics as JUnit XML, which build servers show as tests: a suite for each file, errors and warnings as failures. */
import { printableLines, type CheckAnswer, type DiagnosticAnswer } from '#engine';

export function makeJunit({ diagnostics }: CheckAnswer): string {
  const reported = diagnostics.filter(({ severity }) => severity === 'error' || severity === 'warning');
  const files = [...new Set(reported.map(({ file }) => file))];
  const suites = files.map((file) =>
    printSuite(
      file,
      reported.filter((diagnostic) => diagnostic.file === file),
    ),
  );
  if (suites.length === 0)
    suites.push(
      '  <testsuite name="sproc check" tests="1" failures="0">\n    <testcase name="no problems found"/>\n  </testsuite>',
    );
  const counts = `tests="${Math.max(reported.length, 1)}" failures="${reported.length}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="sproc check" ${counts}>\n${suites.join('\n')}\n</testsuites>\n`;
}

function printSuite(file: string, diagnostics: readonly DiagnosticAnswer[]): string {
  const counts = `tests="${diagnostics.length}" failures="${diagnostics.length}"`;
  return `  <testsuite name="${escape(file)}" ${counts}>\n${diagnostics.map(printCase).join('\n')}\n  </testsuite>`;
}

function printCase({ file, line, column, severity, code, message }: DiagnosticAnswer): string {
  const place = `${line}:${column}`;
  return [
    `    <testcase name="${escape(`${code} at ${place}`)}" classname="${escape(file)}">`,
    `      <failure type="${severity}" message="${escape(message)}">${escape(`${file}:${place}: ${message}`)}</failure>`,
    '    </testcase>',
  ].join('\n');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
};

/** Escapes a text for XML 1.0, which can contain no other control characters, not even escaped. */
function escape(text: string): string {
  return printableLines(text)
    .replace(/[\ufffe\uffff]/g, '\uFFFD')
    .replace(/[&<>"\n\r\t]/g, (letter) => entities[letter] ?? letter);
}
