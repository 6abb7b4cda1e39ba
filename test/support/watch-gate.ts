/** A disk that reports each step before it is done, so that a test can end or stop a writer between any two. */
import { makeGate, type Disk, type Gate } from '../../engine/src/base/node-gate';
import { succeed } from '../../engine/src/base/result';

/**
 * Returns a gate that calls `before` with each step; if it throws, the step is not done. Nothing waits for the disk's
 * hardware, which no test can observe.
 */
export function watchGate(gate: Gate, before: (step: string) => void): Gate {
  const disk = gate.disk();
  if (!disk.ok) throw new Error('The gate is open.');
  const { link, lock, mkdir, open, rename, rm } = disk.value;
  const tell = <A extends readonly unknown[], T>(name: string, step: (...words: A) => Promise<T>) =>
    async function (...words: A): Promise<T> {
      before(name);
      return step(...words);
    };
  const watched: Disk = {
    link: tell('link', link),
    lock: tell('lock', lock),
    mkdir: tell('mkdir', mkdir) as Disk['mkdir'],
    rename: tell('rename', rename),
    rm: tell('rm', rm),
    open: tell('open', async (...words: Parameters<Disk['open']>) => {
      const file = await open(...words);
      file.write = tell('write', file.write.bind(file)) as typeof file.write;
      file.writeFile = tell('write', file.writeFile.bind(file));
      file.sync = () => Promise.resolve();
      return file;
    }),
  };
  return { ...makeGate(() => true), disk: () => succeed(watched) };
}
