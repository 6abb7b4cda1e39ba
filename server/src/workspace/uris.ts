/** File URIs as VS Code writes them, and paths relative to a project's folder. */

/** The path of a file within a folder, with `/`; null where it lies elsewhere. */
export function relativePath(folder: string, uri: string): string | null {
  const prefix = `${folder}/`;
  return uri.startsWith(prefix) ? decode(uri.slice(prefix.length)) : null;
}

/** Null for what no editor writes: `%` without two digits behind it. */
function decode(encoded: string): string | null {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return null;
  }
}

/** Every character but the unreserved ones is encoded, as VS Code does, so that equal files have equal URIs. */
export function uriWithin(folder: string, path: string): string {
  const encoded = path.split('/').map((part) => encodeURIComponent(part).replace(/[!'()*]/g, encodeCharacter));
  return `${folder}/${encoded.join('/')}`;
}

function encodeCharacter(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
