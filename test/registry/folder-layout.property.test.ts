/** What holds for the folder of every routine, whatever its name. */
import fc from 'fast-check';
import { encodeName } from '../../engine/src/registry/folder/folder-layout';

describe('the layout of the registry folder', () => {
  const names = fc.string({ unit: fc.constantFrom(...Array.from('aAbB%/\\. ~éÉßſ税0cCoOnN\u0301')), maxLength: 70 });

  it('gives different names to different routines, whatever the file system folds', () =>
    fc.assert(
      fc.property(names, names, (a, b) => {
        const fold = (name: string) => encodeName(name).normalize('NFD').toUpperCase().toLowerCase();
        return a === b || fold(a) !== fold(b);
      }),
    ));

  it('never gives a name that a file system cannot hold', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 64 }), (name) => {
        const encoded = encodeName(name);
        return encoded !== '' && Buffer.byteLength(encoded) <= 255 && !/[<>:"/\\|?*\0]|^\.|[. ]$/.test(encoded);
      }),
    ));
});
