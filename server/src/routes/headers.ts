import type { MiddlewareHandler } from 'hono';
import type { Config } from '../config.ts';

/** Host and port, with nothing that could end a directive. */
const HOST = /^[\w.:[\]-]+$/;

/**
 * Headers of every answer. A page may load from its own origin alone and nothing else may frame it; styles may be
 * inline, because Mantine writes them so; it frames nothing but what it made itself (`blob:`), a PDF to be looked at. Sockets are named besides `'self'` for browsers that do not count them to it.
 */
export function securityHeaders(config: Pick<Config, 'publicUrl'>): MiddlewareHandler {
  return async (c, next) => {
    await next();
    const host = config.publicUrl?.host ?? c.req.header('host') ?? '';
    const sockets = HOST.test(host) ? ` ws://${host} wss://${host}` : '';
    const headers = {
      'content-security-policy': [
        `default-src 'none'`,
        `script-src 'self'`,
        `style-src 'self' 'unsafe-inline'`,
        `font-src 'self'`,
        `img-src 'self' data: blob:`,
        `connect-src 'self'${sockets}`,
        `frame-src blob:`,
        `manifest-src 'self'`,
        `worker-src 'self'`,
        `base-uri 'none'`,
        `form-action 'self'`,
        `frame-ancestors 'none'`,
      ].join('; '),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      // Not `no-referrer`: with that, browsers send `Origin: null` with our own pages' requests.
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    };
    for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value);
    if (config.publicUrl?.protocol === 'https:') {
      c.res.headers.set('strict-transport-security', 'max-age=31536000');
    }
  };
}
