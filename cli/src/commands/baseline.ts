/** `sproc baseline`: takes over what lives in an environment as versions with the status of its stage. */
import { plural, type BaselineAnswer, type BaselineRequest, type Failure, type Result, type Sproc } from '#engine';
import { given } from '../shared/ask-project';
import type { Call, Command } from '../shared/command';
import { askToGoOn, demandYes, mutationOptions, type MutationCommandOptions } from '../shared/mutation-options';
import { adviceText } from '../report/print-action';
import { printNote, printWarning, renderReport, type Style } from '../report/style';
import { printTable } from '../report/table';

export const baseline: Command<Omit<MutationCommandOptions, 'ticket'>> = {
  name: 'baseline',
  operands: '<environment> [routines...]',
  summary: 'Take over what lives in an environment: files, versions with the status of its stage, and ledger',
  options: mutationOptions.filter(({ flags }) => !flags.startsWith('--ticket')),
  examples: ['baseline prod --dry-run', 'baseline prod \'shop.*\' --reason "First versions" --yes --confirm prod'],
  async run(call) {
    const [environment = '', ...routines] = call.operands;
    const meant = demandYes(call, 'A baseline changes source files, the registry and the ledger');
    if (!meant.ok) return meant;
    const sproc = await call.open();
    if (!sproc.ok) return sproc;
    const { confirm, reason, dryRun } = call.options;
    const agreed = await agree(call, sproc.value, { environment, routines, ...given({ confirm, reason, dryRun }) });
    if (!agreed.ok) return agreed;
    const done = await sproc.value.baseline(agreed.value);
    if (!done.ok) return done;
    const answer = done.value;
    const text = (style: Style): string => printBaseline(answer, dryRun === true, style);
    return { ok: true, value: { exit: isWhole(answer) ? 0 : 1, answer, text } };
  },
};

/** Returns true if nothing was left, and nothing could be hidden. */
function isWhole({ skipped, unlisted = [] }: BaselineAnswer): boolean {
  return skipped.length + unlisted.length === 0;
}

/** Shows the whole effect, and asks once unless `--yes` or `--dry-run` answers already. */
async function agree(
  { host, options }: Call<MutationCommandOptions>,
  sproc: Sproc,
  request: BaselineRequest,
): Promise<Result<BaselineRequest, Failure>> {
  const { yes = false, dryRun = false } = options;
  if (yes || dryRun) return { ok: true, value: request };
  const foreseen = await sproc.baseline({ ...request, dryRun: true });
  if (!foreseen.ok) return foreseen;
  const { adopted, environment, isProtected } = foreseen.value;
  if (adopted.length === 0) return { ok: true, value: request };
  host.print(renderReport((style) => printBaseline(foreseen.value, true, style), host.coloured));
  const typed = await askToGoOn({ environment, ...given({ isProtected }) }, host);
  return typed.ok ? { ok: true, value: { ...request, ...given({ confirm: request.confirm ?? typed.value }) } } : typed;
}

function printBaseline(answer: BaselineAnswer, isDry: boolean, style: Style): string {
  const { adopted, unchanged, skipped, unlisted = [], warnings = [] } = answer;
  const would = isDry ? 'would be ' : '';
  const rows = adopted.map(({ routine, kind, version, status, file, isImported }) => [
    routine,
    kind,
    { text: version, paint: style.good },
    status,
    isImported ? `${file} ${would}written` : file,
  ]);
  const left = skipped.map(({ routine, kind, reason }) => [
    routine,
    kind,
    { text: 'skipped', paint: style.warn },
    adviceText(reason),
  ]);
  const sum = `${plural(adopted.length, 'routine')} ${would}taken over, ${unchanged} unchanged, ${skipped.length} skipped\n`;
  const notes = unlisted.map((note) => printNote(note, style)).join('');
  const failed = warnings.map((one) => printWarning(one, style)).join('');
  return `${printTable(rows)}${printTable(left)}${notes}${sum}${failed}`;
}
