/** The plain list of use cases: each method of the door is one function of one file. */
import { acceptLedger } from '../lifecycle/accept-ledger';
import { deploy } from '../lifecycle/deploy';
import { history } from '../lifecycle/history';
import { plan, preflight } from '../lifecycle/plan-deployment';
import { recover } from '../lifecycle/recover';
import { planRollback, rollBack } from '../lifecycle/roll-back';
import { check } from './check';
import { compare } from './compare';
import { copyRegistry } from './copy-registry';
import { drift } from './drift';
import { gc } from './gc';
import { grants } from './grants';
import { graph } from './graph';
import { importRoutines } from './import-routines';
import { liveTables } from './live-tables';
import { mark } from './mark';
import type { Project } from './project';
import { planPromotion, promote } from './promote';
import { refuseUnreadable } from './refuse-unreadable';
import { register } from './register';
import { resolveConflict } from './resolve-conflict';
import { show } from './show';
import type { Sproc } from './sproc';
import { status } from './status';
import { planSync, sync } from './sync';
import { versions } from './versions';

export function bindUseCases(project: Project): Sproc {
  return refuseUnreadable({
    check: (request) => check(project, request),
    liveTables: (request) => liveTables(project, request.environment),
    graph: (request) => graph(project, request),
    importRoutines: (request) => importRoutines(project, request),
    register: (request) => register(project, request),
    versions: (request) => versions(project.ports.registry, request),
    show: (request) => show(project, request),
    mark: (request) => mark(project, request),
    resolveConflict: (request) => resolveConflict(project, request),
    copyRegistry: (request) => copyRegistry(project, request),
    compare: (request) => compare(project, request),
    status: (request, seen) => status(project, request, seen),
    preflight: (request) => preflight(project, request),
    plan: (request) => plan(project, request),
    deploy: (request) => deploy(project, request),
    drift: (request) => drift(project, request),
    planSync: (request) => planSync(project, request),
    sync: (request) => sync(project, request),
    grants: (request) => grants(project, request),
    planPromotion: (request) => planPromotion(project, request),
    promote: (request) => promote(project, request),
    planRollback: (request) => planRollback(project, request),
    rollBack: (request) => rollBack(project, request),
    history: (request) => history(project, request),
    recover: (request) => recover(project, request),
    acceptLedger: (request) => acceptLedger(project, request),
    gc: (request) => gc(project, request),
    // Sessions live as long as one request; nothing stays open.
    close: () => Promise.resolve(),
  });
}
