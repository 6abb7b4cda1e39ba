/** `sproc registry`: copies a registry, and resolves conflicts. */
import {
  plural,
  type CopyRegistryAnswer,
  type Failure,
  type Result,
  type ResolveAnswer,
  type ResolveRequest,
} from '#engine';
import { askProject, given } from '../shared/ask-project';
import type { Call, Command, Outcome } from '../shared/command';
import { oneLine, type Style } from '../report/style';
import { printFailure } from '../report/failure-report';
import { printTable } from '../report/table';

interface RegistryOptions {
  readonly folder?: string;
  readonly schema?: string;
  readonly keep?: 'ours' | 'theirs';
  readonly statuses?: 'carry' | 'drop';
  readonly reason?: string;
}

export const registry: Command<RegistryOptions> = {
  name: 'registry',
  operands: '<action> <name> [to]',
  summary: 'Copy a registry (copy FROM TO), or resolve a conflict after a merge (resolve ROUTINE)',
  options: [
    { flags: '--folder <dir>', summary: 'copy: registry folder (default: the one in sproc.json).' },
    { flags: '--schema <name>', summary: 'copy: registry schema on the server (default: the one in sproc.json).' },
    { flags: '--keep <branch>', summary: 'resolve: the branch to keep.', choices: ['ours', 'theirs'] },
    {
      flags: '--statuses <what>',
      summary: 'resolve: carry over the statuses of the other branch where they follow, or drop them.',
      choices: ['carry', 'drop'],
    },
    { flags: '--reason <text>', summary: 'resolve: reason, recorded in the status log.' },
  ],
  examples: [
    'registry copy folder prod',
    'registry copy prod folder',
    'registry resolve place_order --keep ours --statuses drop --reason "QA rejected it"',
  ],
  async run(call) {
    const [action = '', name = '', to] = call.operands;
    if (action === 'resolve' && to === undefined) return resolve(call, name);
    if (action === 'copy' && to !== undefined) return copy(call, name, to);
    const message =
      action === 'copy' || action === 'resolve'
        ? `\`registry ${action}\` takes ${action === 'copy' ? 'two registries' : 'one routine'}.`
        : `Unknown registry action '${action}'.`;
    const remedy = 'Write `sproc registry copy folder prod` or `sproc registry resolve place_order`.';
    return { ok: false, error: { kind: 'usage', message, remedy } };
  },
};

function copy(call: Call<RegistryOptions>, from: string, to: string): Promise<Result<Outcome, Failure>> {
  const { folder, schema } = call.options;
  return askProject(
    call,
    (sproc) => sproc.copyRegistry({ from, to, ...given({ folder, schema }) }),
    (answer) => ({ exit: 0, text: (style) => printCopied(answer, style) }),
  );
}

/** Asks a person at a terminal for the values that the command line does not contain. */
async function resolve(call: Call<RegistryOptions>, routine: string): Promise<Result<Outcome, Failure>> {
  const { keep, statuses, reason } = call.options;
  const request: ResolveRequest = { routine, ...given({ keep, statuses, reason }) };
  const isWhole = keep !== undefined && statuses !== undefined && reason !== undefined;
  const asked = !isWhole && call.host.interactive && !call.json ? await ask(call, request) : request;
  return askProject(
    call,
    (sproc) => sproc.resolveConflict(asked),
    (answer) => ({ exit: 0, text: (style) => printResolved(answer, style) }),
  );
}

async function ask({ open, host }: Call<RegistryOptions>, request: ResolveRequest): Promise<ResolveRequest> {
  const sproc = await open();
  if (!sproc.ok) return request;
  const shown = await sproc.value.resolveConflict(request);
  if (shown.ok || shown.error.kind !== 'usage') return request;
  host.report(printFailure({ message: shown.error.message }));
  const keep =
    request.keep ?? (await choose(host, 'Which branch should be kept, ours or theirs? ', ['ours', 'theirs'] as const));
  if (keep === null) return request;
  const statuses =
    request.statuses ??
    (await choose(host, 'Carry over the statuses of the other branch, or drop them? ', ['carry', 'drop'] as const));
  if (statuses === null) return request;
  const reason = request.reason ?? (await host.ask('Why? '));
  return { ...request, keep, statuses, ...(reason === null ? {} : { reason }) };
}

async function choose<Word extends string>(
  host: Call<unknown>['host'],
  question: string,
  words: readonly Word[],
): Promise<Word | null> {
  const answer = await host.ask(question);
  return words.find((word) => word === answer?.trim()) ?? null;
}

function printResolved({ routine, keep, registered, carried, dropped }: ResolveAnswer, style: Style): string {
  const rows = [
    ...registered.map(({ version, was }) => [version, `registered, was ${was} on the other branch`]),
    ...carried.map(({ version, from, to }) => [version, `${from} → ${to} carried over`]),
    ...dropped.map(({ version, from, to }) => [version, `${from ?? 'new'} → ${to} dropped`]),
  ].map(([version = '', what = '']) => [{ text: version, paint: style.bold }, what]);
  return `${printTable(rows)}${oneLine(routine)}: kept ${keep}\n`;
}

function printCopied({ from, to, copied, statusChanges, unchanged }: CopyRegistryAnswer, style: Style): string {
  const rows = copied.map(({ routine, version }) => [routine, { text: version, paint: style.good }]);
  const facts = [
    `${plural(copied.length, 'version')} copied`,
    `${plural(statusChanges, 'status change')} added`,
    `${unchanged} there already`,
  ];
  return `${printTable(rows)}${facts.join(', ')}: ${from} to ${to}\n`;
}
