/** The vocabulary of rule tests: findings are marked under the line where they belong, `--  ^^^^ code`. */
import assert from 'node:assert/strict';
import {
  diagnoseAll,
  type DiagnoseOptions,
  type LiveSchema,
  type RuleSettings,
} from '../../engine/src/analysis/diagnose';
import type { FindRegistered } from '../../engine/src/analysis/sources/registered-text';
import type { SourceIndex } from '../../engine/src/analysis/sources/source-index';
import type { VersionStatus } from '#engine';
import type { ParserOptions } from '../../engine/src/syntax/dialect';
import { indexFiles, splitFiles } from '../support/source-files';

interface CheckOptions {
  readonly parserOptions?: Partial<ParserOptions>;
  readonly settings?: RuleSettings;
  /** Statuses by the name of the routine, each of version 1.0.0; what is not named equals no version. */
  readonly statuses?: Readonly<Record<string, VersionStatus>>;
  readonly liveSchema?: LiveSchema;
}

/** The settings without the rule about DELIMITER lines, which would make the texts harder to read. */
const readable: RuleSettings = { 'missing-delimiter': 'off' };

/**
 * Compares all findings with the marks: a comment line whose carets are under a place of the line before names the code
 * found there. A text without marks must have no finding.
 */
export function checkDiagnostics(text: string, options: CheckOptions = {}): void {
  const index = indexFiles(text, options.parserOptions);
  const expected = splitFiles(text).flatMap(({ file, text: content }) => readMarks(file, content));
  const registered: FindRegistered = ({ key }) => {
    const status = options.statuses?.[key.name];
    return status === undefined ? null : { version: '1.0.0', status };
  };
  const diagnoseOptions = {
    settings: { ...readable, ...options.settings },
    registered,
    liveSchema: options.liveSchema ?? null,
  };
  assert.deepEqual(findings(index, diagnoseOptions).sort(), expected.sort());
}

/** Returns the message of the only finding. */
export function messageOf(text: string, liveSchema?: LiveSchema): string {
  const [only, ...others] = diagnoseAll(indexFiles(text), { settings: readable, liveSchema: liveSchema ?? null });
  assert.deepEqual(others, []);
  assert.ok(only, 'nothing was found');
  return only.message;
}

function findings(index: SourceIndex, diagnoseOptions: DiagnoseOptions): string[] {
  return diagnoseAll(index, diagnoseOptions).map(({ file, span, code }) => {
    const place = index.facts(file)!.lines.place(span.start);
    return `${file}:${place.line}:${place.column}-${place.column + span.end - span.start} ${code}`;
  });
}

function readMarks(file: string, text: string): readonly string[] {
  const lines = text.split('\n');
  return lines.flatMap((line, i) => {
    const mark = /^--( *)(\^+) (\S+)$/.exec(line);
    if (mark === null) return [];
    const start = 3 + mark[1]!.length;
    const above = lines.slice(0, i).findLastIndex((candidate) => !/^-- *\^/.test(candidate));
    return [`${file}:${above + 1}:${start}-${start + mark[2]!.length} ${mark[3]!}`];
  });
}
