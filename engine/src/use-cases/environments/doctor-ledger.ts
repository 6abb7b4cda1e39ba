/** The health of a target's ledger: its tables, its chain, who holds its lease, and deployments that were interrupted. */
import { advise } from '../../base/advice';
import { plural } from '../../base/plural';
import { readLeaseHolder } from '../../ledger/mysql-lease';
import { checkLedgers } from '../../lifecycle/preflight/check-ledger';
import { openLedger } from '../../lifecycle/target/target-at-work';
import type { Project } from '../shared/project';
import type { Examination, TargetLine } from './doctor-line';

export async function examineLedger(project: Project, examination: Examination): Promise<readonly TargetLine[]> {
  const { open, names } = examination;
  const checked = await checkLedgers(project, [open]);
  if (!checked.ok) return [{ state: 'unknown', code: 'ledger', ...names.explain(checked.error) }];
  const findings = checked.value.flatMap((one) => one.findings);
  const lines = findings.map((finding): TargetLine => {
    const state = finding.severity === 'error' ? 'problem' : 'warning';
    return { state, code: finding.code, ...names.describe(finding) };
  });
  const state = checked.value[0]?.state ?? null;
  if (state === null)
    return lines.length > 0
      ? lines
      : [
          {
            state: 'unknown',
            code: 'ledger-hidden',
            message: `The ledger in schema ${names.show('schema', open.environment.ledgerSchema)} cannot be read by ${names.show('account', examination.session.server.account)}.`,
            remedy: advise`Run ${{ id: 'grants', environment: names.show('environment', open.environment.name) }} for the GRANT statements.`,
          },
        ];
  const { head, length, kind } = state;
  if (length === 0 && head.sequence === 0) return [...lines, ok('No deployment is recorded yet.')];
  if (kind !== 'broken')
    lines.push(
      ok(`Ledger: ${plural(length, 'row')}, chain ${kind}, head row ${head.sequence} ${head.hash.slice(0, 12)}.`),
    );
  return [...lines, ...(await examineDeployments(examination))];
}

async function examineDeployments({ open, session, names }: Examination): Promise<readonly TargetLine[]> {
  const { environment, target } = open;
  const holder = await readLeaseHolder({ session, schema: environment.ledgerSchema, environment: environment.name });
  if (holder !== null)
    return [
      {
        state: 'warning',
        code: 'held',
        message: `A deployment of ${names.show('account', holder.name)} is running, or its lease has not expired yet.`,
        remedy: 'Wait until it ends; the lease of a dead process expires within 30 seconds.',
      },
    ];
  const ledger = await openLedger(open);
  const left = ledger.ok ? await ledger.value.unfinished(target.schema) : ledger;
  if (!left.ok) return [{ state: 'unknown', code: 'unfinished', ...names.explain(left.error) }];
  if (left.value.length === 0) return [];
  const shown = left.value.map((deployment) => names.show('deployment', deployment)).join(', ');
  return [
    {
      state: 'problem',
      code: 'unfinished',
      message: `Deployments that were interrupted: ${shown}. Routines may be in an intermediate state.`,
      remedy: advise`Run ${{ id: 'recover', environment: names.show('environment', environment.name) }}.`,
    },
  ];
}

function ok(message: string): TargetLine {
  return { state: 'ok', code: 'ledger', message, remedy: null };
}
