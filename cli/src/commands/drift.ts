/** `sproc drift`: compares live routines with the last deployed ones; adopts or reverts the changes on request. */
import { plural, summarizeOutcome, type DriftAnswer, type DriftedRoutine, type Failure, type Result } from '#engine';
import { given } from '../shared/ask-project';
import {
  askToGoOn,
  mutationOptions,
  demandYes,
  toMutationOptions,
  type MutationCommandOptions,
} from '../shared/mutation-options';
import type { Call, Command } from '../shared/command';
import { printDeployment } from '../report/deployment-report';
import { printPatch } from '../report/patch-report';
import { oneLine, type Style } from '../report/style';
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
    { flags: '--register', summary: 'With --adopt: also register them as new versions.' },
    { flags: '--revert', summary: 'Redeploy the last deployed texts; the live texts are saved in the ledger.' },
    ...mutationOptions,
  ],
  examples: [
    'drift prod',
    'drift prod place_order --adopt --register --yes',
    'drift prod --revert --yes --confirm prod',
  ],
  async run(call) {
    const { adopt = false, register = false, revert = false, yes = false, dryRun = false } = call.options;
    const [environment = '', ...routines] = call.operands;
    const meant =
      revert || adopt
        ? demandYes(
            call,
            revert ? 'Reverting drift changes a server' : 'Adopting drift changes source files and the ledger',
          )
        : null;
    if (meant?.ok === false) return meant;
    const sproc = await call.open();
    if (!sproc.ok) return sproc;
    const wanted = { environment, routines, ...toMutationOptions(call) };
    const isAsked = (revert || adopt) && !yes && !dryRun;
    const agreed = isAsked ? await agree(await sproc.value.drift(wanted), call) : { ok: true as const, value: {} };
    if (!agreed.ok) return agreed;
    const found = await sproc.value.drift({ ...wanted, adopt, register, revert, ...agreed.value });
    if (!found.ok) return found;
    const answer = found.value;
    return { ok: true, value: { exit: exitOf(answer, adopt), answer, text: (style) => printDrift(answer, style) } };
  },
};

async function agree(
  found: Result<DriftAnswer, Failure>,
  { operands, options, host }: Call<DriftOptions>,
): Promise<Result<{ readonly confirm?: string }, Failure>> {
  if (!found.ok) return found;
  if (found.value.drifted.length === 0) return { ok: true, value: {} };
  host.print(
    found.value.drifted
      .map(({ routine, target, state }) => `${oneLine(routine)}  ${oneLine(target)}  ${state}\n`)
      .join(''),
  );
  const typed = await askToGoOn({ ...found.value, environment: operands[0] ?? '' }, host);
  return typed.ok ? { ok: true, value: given({ confirm: options.confirm ?? typed.value }) } : typed;
}

function exitOf({ drifted, reverted }: DriftAnswer, adopt: boolean): 0 | 1 | 2 {
  if (reverted !== null) return summarizeOutcome(reverted).isSuccess ? 0 : 2;
  const left = adopt ? drifted.filter(({ state }) => state === 'missing') : drifted;
  return left.length === 0 ? 0 : 1;
}

function printDrift({ drifted, adopted, registered, reverted }: DriftAnswer, style: Style): string {
  return [
    ...drifted.map((one) => printOne(one, style)),
    printTable(adopted.map(({ routine, file }) => [routine, { text: 'adopted', paint: style.good }, file])),
    printTable(registered.map(({ routine, version }) => [routine, { text: version, paint: style.good }, 'registered'])),
    reverted === null ? '' : printDeployment(reverted, style),
    drifted.length === 0 ? 'No drift\n' : `${plural(drifted.length, 'routine')} drifted\n`,
  ].join('');
}

function printOne(one: DriftedRoutine, style: Style): string {
  const { routine, target, state, version, deployedAt, alteredAt, definer, differences, patch } = one;
  const facts = [
    `last deployed: ${version ?? '-'}${deployedAt === null ? '' : ` at ${deployedAt}`}`,
    alteredAt === null ? '' : `changed at ${alteredAt}`,
    definer === null ? '' : `definer ${definer}`,
    ...differences.map(({ kind, detail }) => `${kind}: ${detail}`),
  ].filter((fact) => fact !== '');
  const head = printTable([[style.bold(routine), target, { text: state, paint: style.bad }, facts.join('; ')]]);
  return `${head}${patch === null ? '' : `${printPatch(patch, style)}\n`}`;
}
