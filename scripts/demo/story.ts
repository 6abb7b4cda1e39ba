/** The steps of the demo, as a table: each command with its expected exit code. */

export type Scene =
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'run'; readonly typed: string; readonly exit: number; readonly most?: number }
  | Edit
  | { readonly kind: 'take-back'; readonly edits: readonly Edit[] }
  | { readonly kind: 'copy'; readonly from: string; readonly to: string }
  | { readonly kind: 'remove'; readonly file: string };

/** An edit: a text that occurs once in a file of the folder, and its replacement. */
export interface Edit {
  readonly kind: 'edit';
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

export interface Chapter {
  readonly title: string;
  readonly scenes: readonly Scene[];
}

/** Returns a command with its exit code: done (0), something found (1), or nothing changed (2). */
const run = (typed: string, exit = 0, most?: number): Scene =>
  most === undefined ? { kind: 'run', typed, exit } : { kind: 'run', typed, exit, most };
const say = (text: string): Scene => ({ kind: 'say', text });

const orders = 'routines/shop/orders.sql';
const betterNote: Edit = {
  kind: 'edit',
  file: orders,
  from: "CALL audit.note('order', p_order_id, 'placed');",
  to: "CALL audit.note('order', p_order_id, 'placed by hand');",
};
const functions = 'routines/shop/functions.sql';

const beginning: readonly Chapter[] = [
  {
    title: 'A folder with a shop: 42 routines in four schemas',
    scenes: [
      say('Each file is read as the server would read it; no server is asked.'),
      run(`inspect ${orders}`),
      say('Who calls whom, and what must be deployed first.'),
      run('graph ship_order --callees', 0, 40),
    ],
  },
  {
    title: 'Mistakes are found before anybody deploys them',
    scenes: [
      run('check'),
      say('A draft joins the sources. The server would take it; it would fail when it is called.'),
      { kind: 'copy', from: 'draft/vouchers.sql', to: 'routines/shop/vouchers.sql' },
      run('check', 1),
      { kind: 'remove', file: 'routines/shop/vouchers.sql' },
    ],
  },
  {
    title: 'Versions',
    scenes: [
      say('Every text becomes version 1.0.0, in a folder made for git.'),
      run('register --message "The shop as it is"', 0, 12),
    ],
  },
];

/** Returns the main job, from an empty server to a rollback, on one environment that accepts any text. */
function mainJob(environment: string, server: string, newVersion: readonly Scene[]): readonly Chapter[] {
  return [
    {
      title: `Deploying to ${environment}, which is ${server}`,
      scenes: [
        say('The plan is what will be run, statement by statement; making it changes nothing.'),
        run(`plan ${environment}`, 0, 24),
        run(`deploy ${environment} --yes --reason "The first time"`, 0, 16),
        say('Read back and compared with the files: nothing differs.'),
        run(`compare workspace ${environment}`),
      ],
    },
    {
      title: `An edit, from the file to ${environment}`,
      scenes: [
        betterNote,
        say('Sproc finds it, and exit code 1 tells a pipeline.'),
        run(`compare ${environment} workspace --patch`, 1),
        ...newVersion,
        say('One routine is replaced. Callers wait for milliseconds, none fails, grants stay.'),
        run(`deploy ${environment} --yes --reason "Ticket 4711"`),
        run(`compare workspace ${environment}`),
      ],
    },
    {
      title: `A mistake on its way to ${environment}`,
      scenes: [
        say('Five routines change, and the third of them has lost a letter.'),
        ...fiveEdits,
        run(`deploy ${environment} --yes`, 2),
        { kind: 'take-back', edits: fiveEdits },
        say(`Nothing was touched: ${environment} still is what it was.`),
        run(`compare workspace ${environment}`),
      ],
    },
    {
      title: `Back again on ${environment}`,
      scenes: [
        say('The ledger on the server itself remembers what was done; nobody can change it unseen.'),
        run(`history ${environment} --verify`, 0, 16),
        run(`rollback ${environment} place_order --yes`),
        say('What stands there now is version 1.0.0 again.'),
        run(`compare registry@1.0.0 ${environment} place_order`),
        { kind: 'take-back', edits: [betterNote] },
      ],
    },
  ];
}

const fiveEdits: readonly Edit[] = [
  {
    kind: 'edit',
    file: functions,
    from: 'LEAST(GREATEST(COALESCE(v_years, 0), 0), 5)',
    to: 'LEAST(GREATEST(COALESCE(v_years, 0), 0), 6)',
  },
  { kind: 'edit', file: functions, from: 'IF p_quantity >= 10 THEN', to: 'IF p_quantity >= 12 THEN' },
  {
    kind: 'edit',
    file: functions,
    from: 'SELECT in_stock - reserved INTO v_available',
    to: 'SELEC in_stock - reserved INTO v_available',
  },
  {
    kind: 'edit',
    file: 'routines/shop/stock.sql',
    from: 'There is not enough in stock.',
    to: 'There are not enough of them in stock.',
  },
  {
    kind: 'edit',
    file: orders,
    from: 'There is no such order or product.',
    to: 'There is no such order, or no such product.',
  },
];

const production: readonly Chapter[] = [
  {
    title: 'To production, which is guarded',
    scenes: [
      say('What nobody has tested does not enter.'),
      run('deploy prod place_order@1.0.0 audit.note@1.0.0 --yes --confirm prod', 77),
      ...['audit.note', 'place_order'].flatMap((name) => [
        run(`mark ${name}@1.0.0 TESTING --reason "Runs on dev"`),
        run(`mark ${name}@1.0.0 PRODUCTION --reason "All tests passed"`),
      ]),
      say('It is protected as well: its name must be typed once more.'),
      run('deploy prod place_order@1.0.0 audit.note@1.0.0 --yes', 77),
      run('deploy prod place_order@1.0.0 audit.note@1.0.0 --yes --confirm prod'),
      say('Which version runs where is seen on the servers, not remembered.'),
      run('status', 0, 20),
      run('versions place_order'),
    ],
  },
];

export interface StoryServers {
  readonly dev: string;
  readonly mariadb: string;
}

export function makeStory({ dev, mariadb }: StoryServers): readonly Chapter[] {
  const register = run('register --message "Says how an order was placed"');
  const known = say('The registry knows this text already, as version 1.0.1.');
  return [...beginning, ...mainJob('dev', dev, [register]), ...mainJob('mariadb', mariadb, [known]), ...production];
}
