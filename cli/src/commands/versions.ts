/** `sproc versions`: what is registered. */
import { plural, type VersionsAnswer, type VersionStatus } from '#engine';
import { askProject, given } from '../shared/ask-project';
import type { Command } from '../shared/command';
import { parseMoment } from '../shared/parse-options';
import { type Style } from '../report/style';
import { printTable } from '../report/table';
import { parseStatus, statuses } from '../shared/statuses';

interface VersionsOptions {
  readonly status?: VersionStatus;
  readonly author?: string;
  readonly since?: string;
  readonly until?: string;
  readonly text?: string;
}

export const versions: Command<VersionsOptions> = {
  name: 'versions',
  operands: '[pattern]',
  summary: 'List registered versions, filtered by name, status, author, date or text',
  options: [
    { flags: '--status <status>', summary: `Filter by status: ${statuses.join(', ')}.`, parse: parseStatus },
    { flags: '--author <text>', summary: 'Filter by author (substring of name or address).' },
    { flags: '--since <day>', summary: 'Show versions registered on or after this day.', parse: parseMoment },
    { flags: '--until <day>', summary: 'Show versions registered on or before this day.', parse: parseMoment },
    { flags: '--text <text>', summary: 'Filter by text or description (substring).' },
  ],
  examples: ['versions', "versions 'billing.*' --status PRODUCTION", 'versions --since 2025-09-01 --text orders'],
  run(call) {
    const { status, author, since, until, text } = call.options;
    const search = given({ pattern: call.operands[0], status, author, since, until, text });
    return askProject(
      call,
      (sproc) => sproc.versions(search),
      (answer) => ({ exit: 0, text: (style) => printVersions(answer, style) }),
    );
  },
};

function printVersions({ versions: found }: VersionsAnswer, style: Style): string {
  const rows = found.map(({ routine, version, status, createdAt, author, description }) => [
    routine,
    { text: version, paint: style.bold },
    status,
    createdAt.slice(0, 10),
    author,
    description,
  ]);
  return `${printTable(rows)}${plural(found.length, 'version')}\n`;
}
