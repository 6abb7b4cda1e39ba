/** Authentication without TLS: the password is proven so that no server in between can read it. */
import { authPlugins } from 'mysql2';
import { isLoopback } from './loopback';
import type { Address } from './session';

type Plugin = ReturnType<typeof authPlugins.caching_sha2_password>;

/** The code of the error where a server asks for a password that it could read. */
export const passwordNeedsTls = 'PASSWORD_NEEDS_TLS';

/**
 * Returns the plugins for a connection without TLS. Two methods send the password itself, encrypted with an RSA key
 * from the server, and an attacker could send its own. On this machine the key is trusted; elsewhere only the one in
 * sproc.json is used. The driver supports both methods, but would request the key (MySQL manual, "Caching SHA-2
 * Pluggable Authentication").
 */
export function plainPlugins(
  { host, socket }: Pick<Address, 'host' | 'socket'>,
  serverPublicKey: string | null,
): Readonly<Record<string, Plugin>> {
  if (serverPublicKey !== null)
    return {
      caching_sha2_password: authPlugins.caching_sha2_password({ serverPublicKey }),
      sha256_password: authPlugins.sha256_password({ serverPublicKey }),
    };
  if (socket !== null || isLoopback(host)) return {};
  return {
    caching_sha2_password: neverAsking(authPlugins.caching_sha2_password({}), 2),
    sha256_password: neverAsking(authPlugins.sha256_password({}), 1),
  };
}

/** Returns a plugin that never requests the server's key; `request` is the byte with which the method would. */
function neverAsking(plugin: Plugin, request: number): Plugin {
  return (metadata) => {
    const answer = plugin(metadata);
    return (data) => {
      const reply = answer(data);
      if (!Buffer.isBuffer(reply) || reply.length !== 1 || reply[0] !== request) return reply;
      throw Object.assign(new Error('The server asks for the password without TLS.'), { code: passwordNeedsTls });
    };
  };
}
