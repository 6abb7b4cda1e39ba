/** `sproc registry`: copies a registry, and resolves conflicts. */
import {
  plural,
  type CopyRegistryAnswer,
  type CopyRegistryRequest,
  type Failure,
  type Result,
  type ResolveAnswer,
  type ResolveRequest,
  type Sproc,
} from '#engine';
import { askProject, given } from '../shared/ask-project';
import type { Call, Command, Outcome } from '../shared/command';
import { askToGoOn, demandYes, dryRunOption } from '../shared/mutation-options';
import { oneLine, renderReport, type Style } from '../report/style';
import { printFailure } from '../report/failure-report';
import { printTable } from '../report/table';

interface RegistryOptions {
  readonly folder?: string;
  readonly schema?: string;
  readonly keep?: 'ours' | 'theirs';
  readonly statuses?: 'carry' | 'drop';
  readonly reason?: string;
  readonly yes?: boolean;
  readonly confirm?: string;
  readonly dryRun?: boolean;
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
    { flags: '-y, --yes', summary: 'copy: skip the confirmation prompt (only copying to an environment asks).' },
    {
      flags: '--confirm <environment>',
      summary: 'copy: repeat the name of the environment that is written to (required if it is protected).',
    },
    dryRunOption,
  ],
  examples: [
    'registry copy folder prod --dry-run',
    'registry copy folder prod --yes --confirm prod',
    'registry copy prod folder',
    'registry resolve place_order --keep ours --statuses drop --reason "QA rejected it"',
  ],
  async run(call) {
    const [action = '', name = '', to] = call.operands;
    const foreign = rejectForeign(action, call.options);
    if (!foreign.ok) return foreign;
    if (action === 'resolve' && to === undefined) return resolve(call, name);
    if (action === 'copy' && to !== undefined) return copy(call, name, to);
    const message =
      action === 'copy' || action === 'resolve'
        ? `\`registry ${action}\` takes ${action === 'copy' ? 'two registries' : 'one routine'}.`
        : `Unknown registry action '${action}'.`;
    const remedy = 'Use `sproc registry copy FROM TO` or `sproc registry resolve ROUTINE`.';
    return { ok: false, error: { kind: 'usage', message, remedy } };
  },
};

const ownOptions: Readonly<Record<string, readonly (keyof RegistryOptions)[]>> = {
  copy: ['folder', 'schema', 'yes', 'confirm', 'dryRun'],
  resolve: ['keep', 'statuses', 'reason', 'dryRun'],
};

/** Rejects an option of the other action: it would have no effect. */
function rejectForeign(action: string, options: RegistryOptions): Result<void, Failure> {
  const own = ownOptions[action];
  const all = Object.values(ownOptions).flat();
  const foreign = all.find((option) => options[option] !== undefined && own?.includes(option) === false);
  if (foreign === undefined) return { ok: true, value: undefined };
  const message = `\`registry ${action}\` takes no --${foreign}.`;
  return { ok: false, error: { kind: 'usage', message, remedy: 'See `sproc registry --help`.' } };
}

/** Rejects the place of a registry that is not copied. */
function rejectIdlePlace(from: string, to: string, { folder, schema }: RegistryOptions): Result<void, Failure> {
  const sides = [from, to];
  const idle =
    folder !== undefined && !sides.includes('folder')
      ? { flag: '--folder', need: 'the word folder' }
      : schema !== undefined && sides.every((side) => side === 'folder')
        ? { flag: '--schema', need: 'an environment' }
        : null;
  if (idle === null) return { ok: true, value: undefined };
  const message = `${idle.flag} has no effect without ${idle.need}.`;
  const remedy = 'Use `sproc registry copy FROM TO`: each is `folder` or an environment.';
  return { ok: false, error: { kind: 'usage', message, remedy } };
}

/** Copies a registry. A copy to an environment changes its server, so it needs a confirmation. */
async function copy(call: Call<RegistryOptions>, from: string, to: string): Promise<Result<Outcome, Failure>> {
  const { folder, schema, confirm, dryRun, yes } = call.options;
  const isToServer = to !== 'folder';
  const idle = rejectIdlePlace(from, to, call.options);
  if (!idle.ok) return idle;
  const meant = isToServer ? demandYes(call, 'Copying a registry to an environment changes a server') : null;
  if (meant?.ok === false) return meant;
  const sproc = await call.open();
  if (!sproc.ok) return sproc;
  const request: CopyRegistryRequest = { from, to, ...given({ folder, schema, confirm, dryRun }) };
  const agreed =
    isToServer && yes !== true && dryRun !== true
      ? await agree(call, sproc.value, request)
      : { ok: true as const, value: request };
  if (!agreed.ok) return agreed;
  const copied = await sproc.value.copyRegistry(agreed.value);
  if (!copied.ok) return copied;
  const answer = copied.value;
  return { ok: true, value: { exit: 0, answer, text: (style) => printCopied(answer, style, dryRun === true) } };
}

async function agree(
  { host }: Call<RegistryOptions>,
  sproc: Sproc,
  request: CopyRegistryRequest,
): Promise<Result<CopyRegistryRequest, Failure>> {
  const foreseen = await sproc.copyRegistry({ ...request, dryRun: true });
  if (!foreseen.ok) return foreseen;
  const { copied, statusChanges, isProtected } = foreseen.value;
  if (copied.length + statusChanges === 0) return { ok: true, value: request };
  host.print(renderReport((style) => printCopied(foreseen.value, style, true), host.coloured));
  const typed = await askToGoOn({ environment: request.to, ...given({ isProtected }) }, host);
  return typed.ok ? { ok: true, value: { ...request, ...given({ confirm: request.confirm ?? typed.value }) } } : typed;
}

/** Asks a person at a terminal for the values that the command line does not contain. */
async function resolve(call: Call<RegistryOptions>, routine: string): Promise<Result<Outcome, Failure>> {
  const { keep, statuses, reason, dryRun } = call.options;
  const request: ResolveRequest = { routine, ...given({ keep, statuses, reason, dryRun }) };
  const isWhole = keep !== undefined && statuses !== undefined && reason !== undefined;
  const asked = !isWhole && call.host.interactive && !call.json ? await ask(call, request) : request;
  return askProject(
    call,
    (sproc) => sproc.resolveConflict(asked),
    (answer) => ({ exit: 0, text: (style) => printResolved(answer, style, dryRun === true) }),
  );
}

async function ask({ open, host }: Call<RegistryOptions>, request: ResolveRequest): Promise<ResolveRequest> {
  const sproc = await open();
  if (!sproc.ok) return request;
  const shown = await sproc.value.resolveConflict(request);
  if (shown.ok || shown.error.kind !== 'usage') return request;
  host.report(printFailure({ message: shown.error.message, hasLines: true }));
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

function printResolved(
  { routine, keep, registered, carried, dropped }: ResolveAnswer,
  style: Style,
  isDry: boolean,
): string {
  const rows = [
    ...registered.map(({ version, was }) => [version, `registered, was ${was} on the other branch`]),
    ...carried.map(({ version, from, to }) => [version, `${from} → ${to} carried over`]),
    ...dropped.map(({ version, from, to }) => [version, `${from ?? 'new'} → ${to} dropped`]),
  ].map(([version = '', what = '']) => [{ text: version, paint: style.bold }, what]);
  const end = isDry ? `would keep ${keep}; nothing was changed` : `kept ${keep}`;
  return `${printTable(rows)}${oneLine(routine)}: ${end}\n`;
}

function printCopied(
  { from, to, copied, statusChanges, unchanged }: CopyRegistryAnswer,
  style: Style,
  isDry: boolean,
): string {
  const rows = copied.map(({ routine, version }) => [routine, { text: version, paint: style.good }]);
  const way = `${oneLine(from)} to ${oneLine(to)}`;
  if (copied.length + statusChanges === 0) return `${way}: ${printNothing(unchanged)}\n`;
  const would = isDry ? 'would be ' : '';
  const facts = [
    ...(copied.length > 0 ? [`${plural(copied.length, 'version')} ${would}copied`] : []),
    ...(statusChanges > 0 ? [`${plural(statusChanges, 'status change')} ${would}added`] : []),
    ...(unchanged > 0 ? [`${unchanged} there already`] : []),
  ];
  return `${printTable(rows)}${way}: ${facts.join(', ')}\n`;
}

function printNothing(unchanged: number): string {
  if (unchanged === 0) return 'nothing to copy: no version is registered';
  return unchanged === 1
    ? 'nothing to copy: the version is there'
    : `nothing to copy: all ${unchanged} versions are there`;
}
