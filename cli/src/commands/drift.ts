/** `sproc drift`: compares live routines with the last deployed ones; adopts or reverts the changes on request. */
import {
  plural,
  summarizeOutcome,
  type DriftAnswer,
  type DriftedRoutine,
  type DriftRequest,
  type Failure,
  type Result,
  type Sproc,
} from '#engine';
import { given } from '../shared/ask-project';
import {
  askToGoOn,
  demandYes,
  toMutationOptions,
  mutationOptions,
  showPlan,
  type MutationCommandOptions,
} from '../shared/mutation-options';
import type { Call, Command } from '../shared/command';
import { printDeployment } from '../report/deployment-report';
import { printPatch } from '../report/patch-report';
import { printWarning, renderReport, type Style } from '../report/style';
import { printTable } from '../report/table';

interface DriftOptions extends MutationCommandOptions {
  readonly adopt?: boolean;
  readonly register?: boolean;
  readonly revert?: boolean;
}

export const drift: Command<DriftOptions> = {
  name: 'drift',
  operands: '<environment> [routines...]',
  summary: 'Show routines changed on the servers since the last deployment; adopt or revert the changes',
  options: [
    { flags: '--adopt', summary: 'Write the live texts to the source files and accept them in the ledger.' },
    { flags: '--register', summary: 'With --adopt: also register them as new versions.', needs: ['--adopt'] },
    { flags: '--revert', summary: 'Redeploy the last deployed texts; the live texts are saved in the ledger.' },
    ...mutationOptions.map((option) =>
      /^--(?:reason|ticket)/.test(option.flags) ? { ...option, needs: ['--adopt', '--revert'] } : option,
    ),
  ],
  examples: [
    'drift prod',
    'drift prod place_order --adopt --register --yes',
    'drift prod --revert --yes --confirm prod',
  ],
  async run(call) {
    const { adopt = false, register = false, revert = false } = call.options;
    const [environment = '', ...routines] = call.operands;
    const meant = demandMeaning(call);
    if (!meant.ok) return meant;
    const sproc = await call.open();
    if (!sproc.ok) return sproc;
    const request: DriftRequest = { environment, routines, adopt, register, revert, ...toMutationOptions(call) };
    const agreed = await agree(call, sproc.value, request);
    if (!agreed.ok) return agreed;
    const found = await sproc.value.drift(agreed.value.request);
    if (!found.ok) return found;
    const answer = found.value;
    const shown: Shown = { request, isSeen: agreed.value.isSeen };
    return {
      ok: true,
      value: { exit: exitOf(answer, adopt), answer, text: (style) => printDrift(answer, shown, style) },
    };
  },
};

function demandMeaning(call: Call<DriftOptions>): Result<void, Failure> {
  const { adopt = false, revert = false } = call.options;
  if (!adopt && !revert) return { ok: true, value: undefined };
  return demandYes(
    call,
    revert ? 'Reverting drift changes a server' : 'Adopting drift changes source files and the ledger',
  );
}

interface Agreed {
  readonly request: DriftRequest;
  /** True if a person has seen the change beforehand. */
  readonly isSeen: boolean;
}

/** Shows the change first, and asks unless `--yes` or `--dry-run` answers already. */
async function agree(call: Call<DriftOptions>, sproc: Sproc, request: DriftRequest): Promise<Result<Agreed, Failure>> {
  if (request.revert === true && !call.json) return agreeToRevert(call, sproc, request);
  const { yes = false, dryRun = false } = call.options;
  const unseen: Result<Agreed, Failure> = { ok: true, value: { request, isSeen: false } };
  if (request.adopt !== true || yes || dryRun) return unseen;
  const foreseen = await sproc.drift({ ...request, dryRun: true });
  if (!foreseen.ok) return foreseen;
  if (foreseen.value.adopted.length === 0) return unseen;
  const { host, options } = call;
  const shown: Shown = { request: { ...request, dryRun: true }, isSeen: false };
  host.print(renderReport((style) => printDrift(foreseen.value, shown, style), host.coloured));
  const typed = await askToGoOn({ ...foreseen.value, environment: request.environment }, host);
  if (!typed.ok) return typed;
  const confirmed = { ...request, ...given({ confirm: options.confirm ?? typed.value }) };
  return { ok: true, value: { request: confirmed, isSeen: true } };
}

/** Shows the plan with `--yes`, too: nobody knows beforehand what was changed on a server. */
async function agreeToRevert(
  { host, options }: Call<DriftOptions>,
  sproc: Sproc,
  request: DriftRequest,
): Promise<Result<Agreed, Failure>> {
  const plan = await sproc.planRevert(request);
  if (!plan.ok) return plan;
  if (plan.value.steps.length === 0) return { ok: true, value: { request, isSeen: false } };
  const { yes = false, dryRun = false } = options;
  const { onPlan: _shownAlready, ...rest } = request;
  const seen = { ...rest, fingerprint: plan.value.fingerprint };
  showPlan(plan.value, host);
  if (yes || dryRun) return { ok: true, value: { request: seen, isSeen: true } };
  const typed = await askToGoOn(plan.value, host);
  if (!typed.ok) return typed;
  const confirmed = { ...seen, ...given({ confirm: options.confirm ?? typed.value }) };
  return { ok: true, value: { request: confirmed, isSeen: true } };
}

function exitOf({ drifted, unknown = [], different = [], reverted }: DriftAnswer, adopt: boolean): 0 | 1 | 2 {
  if (reverted !== null && !summarizeOutcome(reverted).isSuccess) return 2;
  if (unknown.length + different.length > 0) return 1;
  if (reverted !== null) return 0;
  const left = adopt ? drifted.filter(({ state }) => state === 'missing') : drifted;
  return left.length === 0 ? 0 : 1;
}

interface Shown {
  readonly request: DriftRequest;
  readonly isSeen: boolean;
}

function printDrift(answer: DriftAnswer, { request, isSeen }: Shown, style: Style): string {
  const { drifted, unknown = [], adopted, registered, reverted, warnings = [] } = answer;
  const would = request.dryRun === true ? 'would be ' : '';
  const parts = [
    ...(isSeen ? [] : drifted.map((one) => printOne(one, request, style))),
    printTable(
      unknown.map((one) => [style.bold(one.routine), one.target, { text: 'unknown', paint: style.warn }, one.message]),
    ),
    ...(isSeen ? [] : adopted.map(({ patch }) => (patch === null ? '' : `${printPatch(patch, style)}\n`))),
    printTable(adopted.map(({ routine, file }) => [routine, { text: `${would}adopted`, paint: style.good }, file])),
    printTable(
      registered.map(({ routine, version }) => [routine, { text: version, paint: style.good }, `${would}registered`]),
    ),
    reverted === null ? '' : printDeployment(reverted, style),
    printSum(answer, request),
    ...warnings.map((warning) => printWarning(warning, style)),
  ];
  return parts.join('');
}

/** Returns the last line: the state afterwards. An unknown routine is not called unchanged. */
function printSum(
  { drifted, unknown = [], different = [], compared, adopted, reverted }: DriftAnswer,
  { dryRun = false, environment }: DriftRequest,
): string {
  const known = compared === undefined ? '' : ` in ${plural(compared, 'deployed routine')}`;
  if (different.length > 0) {
    const more = different.length === 1 ? '1 more differs' : `${different.length} more differ`;
    const sum = [`${plural(drifted.length, 'routine')} drifted${known}`, `${unknown.length} unknown`];
    const shown = unknown.length > 0 ? sum : sum.slice(0, 1);
    return `${shown.join(', ')}; ${more} from every version and known deployment (see sproc status ${environment})\n`;
  }
  if (unknown.length > 0 && adopted.length === 0 && reverted === null)
    return `${plural(drifted.length, 'routine')} drifted, ${unknown.length} unknown\n`;
  if (drifted.length === 0) return `No drift${known}\n`;
  if (reverted !== null) return '';
  if (adopted.length === 0) return `${plural(drifted.length, 'routine')} drifted\n`;
  const would = dryRun ? 'would be ' : '';
  const missing = drifted.filter(({ state }) => state === 'missing').length;
  const left =
    missing === 0
      ? ''
      : `; ${plural(missing, 'dropped routine')} left as ${missing === 1 ? 'it is' : 'they are'}: remove the source, or deploy it again with --revert`;
  return `${plural(adopted.length, 'routine')} ${would}adopted${left}\n`;
}

/** Prints the change on the server; without its diff for an adoption, which shows the diff of the file. */
function printOne(one: DriftedRoutine, { adopt = false }: DriftRequest, style: Style): string {
  const { routine, target, state, version, deployedAt, alteredAt, definer, differences, patch } = one;
  const facts = [
    `last deployed: ${printVersion(version)}${deployedAt === null ? '' : ` at ${deployedAt}`}`,
    alteredAt === null ? '' : `changed at ${alteredAt}`,
    definer === null ? '' : `definer ${definer}`,
    ...differences.map(({ kind, detail }) => `${kind}: ${detail}`),
  ].filter((fact) => fact !== '');
  const name = { text: routine, paint: style.bold };
  const head = printTable([[name, target, { text: state, paint: style.bad }, facts.join('; ')]]);
  return `${head}${patch === null || adopt ? '' : `${printPatch(patch, style)}\n`}`;
}

function printVersion(version: string | null): string {
  return version === null || version === '-' ? 'unregistered' : version;
}
