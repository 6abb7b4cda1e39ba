/** The vocabulary of rule tests: findings are marked under the line where they belong, `--  ^^^^ code`. */
import assert from 'node:assert/strict';
import { diagnoseAll, type Judging, type LiveSight, type RuleSettings } from '../../engine/src/analysis/diagnose';
import type { FindRegistered } from '../../engine/src/analysis/sources/registered-text';
import type { SourceIndex } from '../../engine/src/analysis/sources/source-index';
import type { VersionStatus } from '#engine';
import type { ReadingOptions } from '../../engine/src/syntax/dialect';
import { indexFiles, splitFiles } from '../support/source-files';

interface CheckOptions {
  readonly reading?: Partial<ReadingOptions>;
  readonly settings?: RuleSettings;
  /** Statuses by the name of the routine, each of version 1.0.0; what is not named equals no version. */
  readonly statuses?: Readonly<Record<string, VersionStatus>>;
  readonly sight?: LiveSight;
}

/** Without DELIMITER lines the texts are easier to read. */
const readable: RuleSettings = { 'missing-delimiter': 'off' };

/**
 * Compares all findings with the marks: a comment line whose carets stand under a place of the line before names the
 * code found there. A text without marks must have no finding.
 */
export function checkDiagnostics(text: string, options: CheckOptions = {}): void {
  const index = indexFiles(text, options.reading);
  const expected = splitFiles(text).flatMap(({ file, text: content }) => readMarks(file, content));
  const registered: FindRegistered = ({ key }) => {
    const status = options.statuses?.[key.name];
    return status === undefined ? null : { version: '1.0.0', status };
  };
  const judging = { settings: { ...readable, ...options.settings }, registered, sight: options.sight ?? null };
  assert.deepEqual(findings(index, judging).sort(), expected.sort());
}

/** The message of the only finding. */
export function messageOf(text: string, sight?: LiveSight): string {
  const [only, ...others] = diagnoseAll(indexFiles(text), { settings: readable, sight: sight ?? null });
  assert.deepEqual(others, []);
  assert.ok(only, 'nothing was found');
  return only.message;
}

function findings(index: SourceIndex, judging: Judging): string[] {
  return diagnoseAll(index, judging).map(({ file, span, code }) => {
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
