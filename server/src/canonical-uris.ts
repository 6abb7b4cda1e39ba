/** File URIs of any editor in one spelling, so that equal files have equal URIs. */
import type { Message, MessageReader } from 'vscode-languageserver/node';
import { uriWithin } from './workspace/uris';

/** Reads the messages of an editor that may encode more or less of a URI than VS Code does. */
export function readCanonical(reader: MessageReader): MessageReader {
  return {
    onError: reader.onError,
    onClose: reader.onClose,
    onPartialMessage: reader.onPartialMessage,
    listen: (callback) => reader.listen((message) => callback(canonicalMessage(message))),
    dispose: () => reader.dispose(),
  };
}

function canonicalMessage(message: Message): Message {
  return canonicalValue(message) as Message;
}

function canonicalValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonicalValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      typeof one === 'string' && /uri$/i.test(key) ? canonicalUri(one) : canonicalValue(one),
    ]),
  );
}

/**
 * Returns the canonical form of a file URI, without a `/` at the end; any other URI, and one that no editor writes, is
 * unchanged. On Windows the letter of a drive and the name of a host are in lower case, as VS Code writes them.
 */
export function canonicalUri(uri: string, windows = process.platform === 'win32'): string {
  const [, host, path] = /^file:\/\/([^/]*)(\/.*?)\/?$/s.exec(uri) ?? [];
  if (host === undefined || path === undefined) return uri;
  try {
    const decoded = decodeURIComponent(path.slice(1));
    if (!windows) return uriWithin(`file://${host}/`, decoded);
    const slashed = decoded
      .replaceAll('\\', '/')
      .replace(/\/$/, '')
      .replace(/^[A-Z]:/, (drive) => drive.toLowerCase());
    return uriWithin(`file://${host.toLowerCase()}/`, slashed);
  } catch {
    return uri;
  }
}
