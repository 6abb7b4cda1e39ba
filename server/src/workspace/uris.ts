/** File URIs as VS Code writes them, and paths relative to a project's folder. */

/** Returns the path of a file within a folder, with `/`; null for a file elsewhere. */
export function relativePath(folder: string, uri: string): string | null {
  const prefix = withSlash(folder);
  return uri.startsWith(prefix) ? decode(uri.slice(prefix.length)) : null;
}

/** Returns null for a URI that no editor writes: `%` without two digits after it. */
function decode(encoded: string): string | null {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return null;
  }
}

/**
 * Returns a URI. Every character but the unreserved ones is encoded, as in VS Code, so that equal files have equal
 * URIs.
 */
export function uriWithin(folder: string, path: string): string {
  const encoded = path.split('/').map((part) => encodeURIComponent(part).replace(/[!'()*]/g, encodeCharacter));
  return withSlash(folder) + encoded.join('/');
}

/** Returns the folder with a final `/`, which one at the root of a drive has already. */
function withSlash(folder: string): string {
  return folder.endsWith('/') ? folder : `${folder}/`;
}

function encodeCharacter(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
