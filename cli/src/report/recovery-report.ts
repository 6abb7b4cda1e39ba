/** The report of a recovery; if it was not possible, the statements that would restore each routine. */
import { plural, summarizeOutcome, type RecoverAnswer } from '#engine';
import { printDeployment, printLeft } from './deployment-report';
import { printFailure } from './failure-report';
import { adviceText } from './print-action';
import { manyLines, oneLine, type Style } from './style';
import { printTable } from './table';

export function printRecovery(answer: RecoverAnswer, style: Style): string {
  if (answer.refused !== null) return `${printFailure(answer.refused)}${answer.restoring.map(printRestoring).join('')}`;
  if (answer.would !== undefined) return printForeseen(answer.would, style);
  const { end, steps, left } = summarizeOutcome(answer, true);
  if (end === 'failed' && left > 0)
    return printDeployment(answer, style, style.bad(`Ended the interrupted deployment. ${printLeft(left)}`));
  if (end !== 'restored') return printDeployment(answer, style);
  const sentence = `Restored the state before the interrupted deployment (${plural(steps, 'step')} undone)`;
  return printDeployment(answer, style, style.good(sentence));
}

function printForeseen(would: NonNullable<RecoverAnswer['would']>, style: Style): string {
  const parts = would.map(({ deployment, target, way, steps }) => {
    const rows = steps.map(({ routine, outcome, error }) => [
      `  ${routine}`,
      outcome === 'failed'
        ? { text: 'would be left as it is', paint: style.bad }
        : {
            text: way === 'finish' ? 'is in place' : 'would be restored',
            paint: way === 'finish' ? style.good : style.warn,
          },
      adviceText(error ?? ''),
    ]);
    const end = way === 'finish' ? 'would be recorded as finished' : 'would be undone';
    return `${oneLine(`Deployment ${deployment} on ${target} ${end}`)}\n${printTable(rows)}`;
  });
  return `${parts.join('')}Nothing was changed\n`;
}

/** Prints the statements as a client of the server runs them. */
function printRestoring({
  routine,
  kind,
  target,
  digest,
  isProven,
  statements,
}: RecoverAnswer['restoring'][number]): string {
  const proof = isProven ? 'proven by a known head' : 'not proven';
  const title = `${digest === null ? 'was not there before' : `saved as ${digest}`}, ${proof}`;
  const nothing =
    digest === null
      ? '-- Not dropped: the ledger does not prove that nothing existed before.\n'
      : '-- Not used: its saved text is missing, or holds more than its CREATE.\n';
  const body = statements.length === 0 ? nothing : statements.map((one) => `${manyLines(one)} //\n`).join('');
  return `\n-- ${oneLine(`${kind} ${routine} on ${target}: ${title}`)}\nDELIMITER //\n${body}DELIMITER ;\n`;
}
