/** Every command, in the order of `sproc --help`. */
import type { Command } from '../shared/command';
import { baseline } from './baseline';
import { check } from './check';
import { makeComplete } from './complete';
import { completion } from './completion';
import { compare } from './compare';
import { deploy } from './deploy';
import { doctor } from './doctor';
import { drift } from './drift';
import { gc } from './gc';
import { grants } from './grants';
import { graph } from './graph';
import { grep } from './grep';
import { history } from './history';
import { importRoutines } from './import';
import { init } from './init';
import { inspect } from './inspect';
import { languageServer } from './language-server';
import { ledger } from './ledger';
import { mark } from './mark';
import { plan } from './plan';
import { preflight } from './preflight';
import { promote } from './promote';
import { recover } from './recover';
import { register } from './register';
import { registry } from './registry';
import { rollback } from './rollback';
import { show } from './show';
import { status } from './status';
import { sync } from './sync';
import { versions } from './versions';

export const commands: readonly Command[] = [
  init,
  inspect,
  check,
  graph,
  grep,
  importRoutines,
  register,
  versions,
  show,
  mark,
  compare,
  status,
  preflight,
  plan,
  deploy,
  promote,
  sync,
  drift,
  baseline,
  rollback,
  history,
  recover,
  ledger,
  grants,
  doctor,
  registry,
  gc,
  languageServer,
  completion,
  makeComplete(() => commands),
];
