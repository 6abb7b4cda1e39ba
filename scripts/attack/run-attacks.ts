/** Runs attacks with several workers. */
import type { Flavor } from '../servers/flavor';
import { brief, Evidence } from './evidence';
import { flavorsOf, type Attack, type Family } from './family';
import type { RealServer } from './ground';
import { Scene } from './scene';

export interface Outcome {
  readonly row: string;
  readonly name: string;
  readonly expect: string;
  readonly got: string;
  readonly verdict: 'ok' | 'BROKEN';
  readonly seconds: number;
}

export interface RunningOptions {
  readonly isShort: boolean;
  readonly onOutcome: (outcome: Outcome) => void;
}

/** The servers for attacks, by kind. */
export interface Servers {
  server(flavor: Flavor): Promise<RealServer>;
}

export async function runFamilies(
  families: readonly Family[],
  servers: Servers,
  { isShort, onOutcome }: RunningOptions,
): Promise<void> {
  const lanes = new Map<string, (() => Promise<Outcome>)[]>();
  for (const family of families)
    for (const attack of family.attacks) {
      if (isShort && attack.short !== true) continue;
      for (const flavor of flavorsOf(attack)) {
        const lane = laneOf(family, attack, flavor);
        lanes.set(lane, [...(lanes.get(lane) ?? []), () => tryAttack(attack, flavor, servers)]);
      }
    }
  const runLane = async (lane: string): Promise<void> => {
    for (const attempt of lanes.get(lane) ?? []) onOutcome(await attempt());
  };
  await Promise.all([...lanes.keys()].filter((lane) => lane !== 'alone').map(runLane));
  await runLane('alone');
}

/**
 * Returns the queue of an attack. Attacks of one queue run one after another: they share a server and its settings, or
 * wait for the same resource.
 */
function laneOf({ name }: Family, { alone }: Attack, flavor: Flavor | null): string {
  if (alone === true) return 'alone';
  return flavor ?? (name === 'hostile-servers' ? name : 'folders');
}

/** Runs an attack; one that cannot be completed counts as broken, with the reason. */
export async function tryAttack(attack: Attack, flavor: Flavor | null, servers: Servers): Promise<Outcome> {
  const [scene, evidence] = [new Scene(), new Evidence()];
  const startedAt = performance.now();
  try {
    if (attack.on === undefined) await attack.run({ scene, evidence });
    else if (flavor !== null) await attack.run({ scene, evidence, server: await servers.server(flavor) });
  } catch (problem) {
    evidence.note(false, `could not be tried: ${brief(problem instanceof Error ? problem.message : String(problem))}`);
  }
  scene.remove();
  return {
    row: attack.row,
    name: flavor === null ? attack.name : `${attack.name} (${flavor})`,
    expect: attack.expect,
    got: evidence.got,
    verdict: evidence.isRight ? 'ok' : 'BROKEN',
    seconds: (performance.now() - startedAt) / 1_000,
  };
}
