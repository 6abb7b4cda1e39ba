/** An action of every id, with and without what may be left out. */
import type { Action, ActionId } from '#engine';

const examples: { readonly [I in ActionId]: readonly Extract<Action, { readonly id: I }>[] } = {
  'accept-ledger': [{ id: 'accept-ledger', environment: 'prod' }],
  check: [{ id: 'check' }, { id: 'check', environment: 'prod' }],
  compare: [{ id: 'compare' }],
  'copy-registry': [{ id: 'copy-registry' }],
  deploy: [{ id: 'deploy', environment: 'prod' }],
  drift: [
    { id: 'drift', environment: 'prod' },
    { id: 'drift', environment: 'prod', way: 'adopt' },
    { id: 'drift', environment: 'prod', way: 'revert' },
    { id: 'drift', environment: 'prod', routine: 'shop.pay', way: 'adopt' },
  ],
  gc: [{ id: 'gc', environment: 'prod' }],
  grants: [{ id: 'grants', environment: 'prod' }],
  history: [
    { id: 'history', environment: 'prod' },
    { id: 'history', environment: 'prod', verify: true },
  ],
  import: [
    { id: 'import', environment: 'prod' },
    { id: 'import', environment: 'prod', routine: 'shop.pay', overwrite: true },
  ],
  init: [{ id: 'init' }],
  inspect: [{ id: 'inspect' }],
  mark: [{ id: 'mark', routine: 'shop.pay', version: '1.2.0', status: 'RETIRED' }],
  option: (
    [
      'adopt',
      'allow-warnings',
      'confirm',
      'fixed',
      'head',
      'overwrite',
      'prune',
      'reason',
      'revert',
      'version',
      'with-callees',
    ] as const
  ).map((name) => (name === 'confirm' ? { id: 'option', name, value: 'prod' } : { id: 'option', name })),
  plan: [{ id: 'plan', environment: 'prod' }],
  promote: [
    { id: 'promote', environment: 'prod' },
    { id: 'promote', environment: 'prod', routine: 'shop.pay' },
    { id: 'promote', environment: 'prod', routine: 'shop.pay', version: '1.2.0' },
  ],
  recover: [{ id: 'recover', environment: 'prod' }],
  register: [{ id: 'register' }, { id: 'register', routine: 'shop.pay' }],
  'resolve-conflict': [{ id: 'resolve-conflict' }, { id: 'resolve-conflict', routine: 'shop.pay' }],
  'restore-file': [
    { id: 'restore-file', file: '.sproc/format.json' },
    { id: 'restore-file', file: '.sproc/format.json', side: 'ours' },
    { id: 'restore-file', file: '.sproc/format.json', side: 'theirs' },
  ],
  'roll-back': [
    { id: 'roll-back', environment: 'prod' },
    { id: 'roll-back', environment: 'prod', deployment: '20260101-000000-abcdef' },
  ],
  'select-project': [{ id: 'select-project' }],
  'set-ledger-key': [{ id: 'set-ledger-key', environment: 'pre-prod' }],
  'set-password': [{ id: 'set-password', environment: 'pre-prod' }],
  show: [{ id: 'show', routine: 'shop.pay', version: '1.2.0' }],
  status: [{ id: 'status' }],
  sync: [{ id: 'sync' }, { id: 'sync', from: 'staging' }],
  versions: [{ id: 'versions' }, { id: 'versions', routine: 'shop.pay' }],
};

export const allActions: readonly Action[] = Object.values(examples).flat();
