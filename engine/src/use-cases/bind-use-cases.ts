/** The plain list of use cases: each method of the door is one function of one file. */
import { acceptLedger } from '../lifecycle/accept-ledger';
import { deploy } from '../lifecycle/deploy';
import { deploymentSteps } from '../lifecycle/deployment-steps';
import { history } from '../lifecycle/history';
import { plan, preflight } from '../lifecycle/plan-deployment';
import { recover } from '../lifecycle/recover';
import { planRollback, rollBack } from '../lifecycle/roll-back';
import { baseline } from './environments/baseline';
import { check } from './reading/check';
import { compare } from './environments/compare';
import { copyRegistry } from './versions/copy-registry';
import { doctor } from './environments/doctor';
import { drift, planRevert } from './environments/drift';
import { gc } from './pruning/gc';
import { grants } from './environments/grants';
import { graph } from './reading/graph';
import { grep } from './reading/grep';
import { importRoutines } from './versions/import-routines';
import { liveTables } from './reading/live-tables';
import { mark } from './versions/mark';
import { markMany } from './versions/mark-many';
import type { Project } from './shared/project';
import { planPromotion, promote } from './versions/promote';
import { rejectUnreadable } from './reject-unreadable';
import { register } from './versions/register';
import { resolveConflict } from './versions/resolve-conflict';
import { show } from './versions/show';
import { showTable } from './reading/show-table';
import type { Sproc } from './sproc';
import { lastSeen } from './environments/last-seen';
import { status } from './environments/status';
import { planSync, sync } from './environments/sync';
import { tryPassword } from './environments/try-password';
import { versions } from './versions/versions';

export function bindUseCases(project: Project): Sproc {
  return rejectUnreadable({
    check: (request) => check(project, request),
    liveTables: (request) => liveTables(project, request.environment),
    tryPassword: (request) => tryPassword(project, request),
    doctor: (request) => doctor(project, request),
    graph: (request) => graph(project, request),
    grep: (request) => grep(project, request),
    importRoutines: (request) => importRoutines(project, request),
    register: (request) => register(project, request),
    versions: (request) => versions(project, request),
    show: (request) => show(project, request),
    showTable: (request) => showTable(project, request),
    mark: (request) => mark(project, request),
    markMany: (request) => markMany(project, request),
    resolveConflict: (request) => resolveConflict(project, request),
    copyRegistry: (request) => copyRegistry(project, request),
    compare: (request) => compare(project, request),
    status: (request, seen) => status(project, request, seen),
    lastSeen: (request) => lastSeen(project, request),
    preflight: (request) => preflight(project, request),
    plan: (request) => plan(project, request),
    deploy: (request) => deploy(project, request),
    drift: (request) => drift(project, request),
    baseline: (request) => baseline(project, request),
    planRevert: (request) => planRevert(project, request),
    planSync: (request) => planSync(project, request),
    sync: (request) => sync(project, request),
    grants: (request) => grants(project, request),
    planPromotion: (request) => planPromotion(project, request),
    promote: (request) => promote(project, request),
    planRollback: (request) => planRollback(project, request),
    rollBack: (request) => rollBack(project, request),
    history: (request) => history(project, request),
    deploymentSteps: (request) => deploymentSteps(project, request),
    recover: (request) => recover(project, request),
    acceptLedger: (request) => acceptLedger(project, request),
    gc: (request) => gc(project, request),
    // Sessions exist for one request only; nothing remains open.
    close: () => Promise.resolve(),
  });
}
