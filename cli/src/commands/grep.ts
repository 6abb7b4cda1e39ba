/** `sproc grep`: finds lines in the sources or in the live routines of environments. */
import type { GrepAnswer } from '#engine';
import { askProject } from '../shared/ask-project';
import type { Command } from '../shared/command';
import { oneLine, type Style } from '../report/style';

interface GrepOptions {
  readonly ignoreCase?: boolean;
  readonly fixed?: boolean;
  readonly list?: boolean;
}

export const grep: Command<GrepOptions> = {
  name: 'grep',
  operands: '<pattern> [environments...]',
  summary: 'Search the sources, or the live routines of environments, for a regular expression',
  options: [
    { flags: '-i, --ignore-case', summary: 'Ignore upper and lower case.' },
    { flags: '-F, --fixed', summary: 'Search for the text itself, not for a regular expression.' },
    { flags: '-l, --list', summary: 'Print only the names of files and routines that match.' },
  ],
  examples: [
    'grep orders',
    'grep -i "insert into \\w+_log" dev prod',
    'grep -F "DATE_ADD(" workspace dev',
    'grep -l tax',
  ],
  run(call) {
    const [pattern = '', ...places] = call.operands;
    const { ignoreCase = false, fixed = false, list = false } = call.options;
    return askProject(
      call,
      (sproc) => sproc.grep({ pattern, places, ignoreCase, fixed, firstOnly: list }),
      (answer) => {
        if (!call.json)
          for (const { message } of answer.unsearched) call.host.report(`not searched: ${oneLine(message)}\n`);
        const exit = answer.unsearched.length > 0 ? 2 : answer.matches.length > 0 ? 0 : 1;
        return { exit, text: (style) => answer.matches.map((match) => printMatch(match, list, style)).join('') };
      },
    );
  },
};

function printMatch(match: GrepAnswer['matches'][number], isNameOnly: boolean, style: Style): string {
  const place = 'file' in match ? match.file : `${match.environment} ${match.target} ${match.routine}`;
  if (isNameOnly) return `${oneLine(place)}\n`;
  return `${style.bold(`${oneLine(place)}:${match.line}`)}: ${oneLine(match.text)}\n`;
}
