/** `sproc graph`: who calls whom, in words, data or pictures. */
import { drawGraph, type Failure, type GraphAnswer } from '#engine';
import { printAnswerJson } from '../report/answer-json';
import { askProject, given } from '../shared/ask-project';
import type { Call, Command } from '../shared/command';
import { parseCount } from '../shared/parse-options';
import { drawDot, drawMermaid } from '../report/graph-languages';
import { printGraph } from '../report/graph-report';
import type { Style } from '../report/style';

interface GraphOptions {
  readonly format?: Format;
  readonly callers?: boolean;
  readonly callees?: boolean;
  readonly depth?: number;
  readonly column?: string;
  readonly env?: string;
  readonly confirm?: string;
}

type Format = 'text' | 'mermaid' | 'dot' | 'json' | 'svg';

export const graph: Command<GraphOptions> = {
  name: 'graph',
  operands: '[routines...]',
  summary: 'Show calls between routines, cycles, and the deployment order',
  options: [
    { flags: '--format <name>', summary: 'Output format.', choices: ['text', 'mermaid', 'dot', 'json', 'svg'] },
    { flags: '--callers', summary: 'Show only the callers of the routines.', needs: ['routines'] },
    { flags: '--callees', summary: 'Show only the callees of the routines.', needs: ['routines'] },
    { flags: '--depth <n>', summary: 'Follow at most this many calls.', parse: parseCount, needs: ['routines'] },
    { flags: '--column <table.column>', summary: 'Show only the routines that read or write this column.' },
    {
      flags: '--env <environment>',
      summary: 'With --column: resolve columns by the live schema of this environment.',
      needs: ['--column'],
    },
    {
      flags: '--confirm <environment>',
      summary: 'Ask the server of this environment what the routines use, without running them.',
    },
  ],
  examples: [
    'graph',
    'graph --column orders.total',
    'graph place_order --callees --depth 2',
    'graph --format svg > graph.svg',
    'graph --confirm dev',
  ],
  run(call) {
    const misuse = findMisuse(call);
    if (misuse !== null) return Promise.resolve({ ok: false, error: { kind: 'usage', ...misuse } });
    const { depth, callers, callees, column, env, confirm, format = 'text' } = call.options;
    const direction = callers === callees ? 'both' : callers ? 'callers' : 'callees';
    return askProject(
      call,
      (sproc) =>
        sproc.graph({ routines: call.operands, direction, ...given({ depth, column, environment: env, confirm }) }),
      (answer) => ({ exit: isConfirmed(answer) ? 0 : 1, text: (style) => drawings[format](answer, style) }),
    );
  },
};

/** Returns why the words contradict each other: one of them would have no effect. */
function findMisuse({ operands, options, json }: Call<GraphOptions>): Pick<Failure, 'message' | 'remedy'> | null {
  const { column, confirm, format = 'text' } = options;
  if (column !== undefined && operands.length > 0)
    return {
      message: '--column shows every routine that uses the column, whichever are named.',
      remedy: 'Leave the names of routines out.',
    };
  if (confirm !== undefined && !json && format !== 'text' && format !== 'json')
    return {
      message: `A graph in the format ${format} does not show what --confirm finds.`,
      remedy: 'Use the format `text` or `json`.',
    };
  return null;
}

/** Returns false if the server reports differences or missing objects, or nothing at all; true without a server. */
function isConfirmed({ confirmed }: GraphAnswer): boolean {
  if (confirmed === undefined) return true;
  return confirmed.routines > 0 && confirmed.differences.length === 0 && confirmed.missing.length === 0;
}

const drawings: Readonly<Record<Format, (answer: GraphAnswer, style: Style) => string>> = {
  text: printGraph,
  mermaid: drawMermaid,
  dot: drawDot,
  json: printAnswerJson,
  svg: (answer) => `${drawGraph(answer)}\n`,
};
