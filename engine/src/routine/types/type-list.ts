/** The list between the parentheses of a type: lengths, or the values of ENUM and SET. */
import { readText } from '../../syntax/literals';

export interface ListReading {
  readonly backslashEscapes: boolean;
  /** The character set in which the bytes of binary literals are read; UTF-8 if not stated. */
  readonly characterSet: string | null;
}

/** Returns numbers without leading zeros and decimals, and strings with the same quotes and without trailing blanks. */
export function readList(pieces: readonly string[], reading: ListReading): readonly string[] {
  const values: string[] = [];
  let radix = '';
  for (const piece of pieces) {
    if (piece === ',' || piece.startsWith('_')) continue;
    const [, prefix, digits = ''] = /^0([xb])([\da-f]*)$/i.exec(piece) ?? [];
    // `x'61'` comes as two pieces.
    if (/^[xb]$/i.test(piece)) radix = piece.toLowerCase();
    else if (prefix !== undefined) values.push(quote(readBytes(prefix.toLowerCase(), digits, reading)));
    else if (radix !== '') {
      values.push(quote(readBytes(radix, piece.slice(1, -1), reading)));
      radix = '';
    } else if (/^n?['"]/i.test(piece)) values.push(quote(readText(piece, reading.backslashEscapes)));
    else values.push(readLength(piece));
  }
  return values;
}

/** Reads a length. Servers drop decimals, so `010.0` is 10. */
function readLength(piece: string): string {
  const plain = piece.toLowerCase().replace(/^0+(?=\d)/, '');
  return plain.replace(/^(\d+)\.\d*$/, '$1');
}

function readBytes(radix: string, digits: string, { characterSet }: ListReading): string {
  const [size, base] = radix === 'x' ? [2, 16] : [8, 2];
  const unit = size * (fewestBytes[characterSet ?? ''] ?? 1);
  const whole = digits.padStart(Math.ceil(digits.length / unit) * unit, '0');
  const bytes = Uint8Array.from({ length: whole.length / size }, (_, i) =>
    parseInt(whole.slice(i * size, (i + 1) * size), base),
  );
  if (characterSet === 'utf32') return readUtf32(bytes);
  return new TextDecoder(encodings[characterSet ?? ''] ?? 'utf-8').decode(bytes);
}

/** The bytes of the shortest character; one where not listed. Servers put zeros before fewer. */
const fewestBytes: Readonly<Record<string, number>> = { ucs2: 2, utf16: 2, utf16le: 2, utf32: 4 };

/** Reads four bytes for each character, which the web has no encoding for. */
function readUtf32(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer);
  const characters = Array.from({ length: bytes.length / 4 }, (_, i) => view.getUint32(i * 4));
  return characters.map((point) => (point > 0x10ffff ? '\ufffd' : String.fromCodePoint(point))).join('');
}

/** The character sets by their names in web encodings. */
const encodings: Readonly<Record<string, string>> = {
  latin1: 'windows-1252',
  latin2: 'iso-8859-2',
  cp1250: 'windows-1250',
  cp1251: 'windows-1251',
  cp1256: 'windows-1256',
  koi8r: 'koi8-r',
  ucs2: 'utf-16be',
  utf16: 'utf-16be',
  utf16le: 'utf-16le',
  gbk: 'gbk',
  gb18030: 'gb18030',
  big5: 'big5',
  euckr: 'euc-kr',
  ujis: 'euc-jp',
  sjis: 'shift_jis',
};

function quote(value: string): string {
  return `'${value.replace(/ +$/, '').replaceAll("'", "''")}'`;
}
