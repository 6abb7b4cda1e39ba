/** The report of a recovery; if it was not possible, the statements that would restore each routine. */
import { plural, summarizeOutcome, type RecoverAnswer } from '#engine';
import { printDeployment } from './deployment-report';
import { printFailure } from './failure-report';
import { manyLines, oneLine, type Style } from './style';

export function printRecovery(answer: RecoverAnswer, style: Style): string {
  if (answer.refused !== null) return `${printFailure(answer.refused)}${answer.restoring.map(printRestoring).join('')}`;
  const { end, steps } = summarizeOutcome(answer, true);
  if (end !== 'restored') return printDeployment(answer, style);
  const sentence = `Restored the state before the interrupted deployment (${plural(steps, 'step')} undone)`;
  return printDeployment(answer, style, style.good(sentence));
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
