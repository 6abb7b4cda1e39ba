/** Properties of the folder of every routine, whatever its name. */
import fc from 'fast-check';
import { encodeName } from '../../engine/src/registry/folder/folder-layout';

describe('the layout of the registry folder', () => {
  const names = fc.string({
    unit: fc.constantFrom(...Array.from('aAbB%/\\. ~éÉßſ税0cCoOnNlpt¹\u0301\u1100\u1161가')),
    maxLength: 70,
  });

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

  it('never gives one that is a device on Windows, or another after a checkout', () =>
    fc.assert(
      fc.property(names, fc.constantFrom('', 'con', 'COM1', 'lpt²', 'nul'), (name, start) => {
        const encoded = `${encodeName(start + name)}.json`;
        const isDevice = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]) *(\.|$)/i.test(encoded);
        return !isDevice && encoded === encoded.normalize('NFC') && encoded === encoded.normalize('NFD');
      }),
    ));
});
