import type { Config } from '../config.ts';

type Trust = Pick<Config, 'publicUrl' | 'behindProxy'>;

/** The first value of a header that each proxy adds to, as the outermost one set it. */
const first = (value: string | null): string | null => value?.split(',')[0]?.trim() || null;

/** Did the member's browser come over https? */
export function isSecure(request: Request, config: Trust): boolean {
  if (config.publicUrl !== null) return config.publicUrl.protocol === 'https:';
  if (config.behindProxy && first(request.headers.get('x-forwarded-proto')) === 'https') return true;
  return new URL(request.url).protocol === 'https:';
}

/** Host and port as the member's browser named them. */
function hostOf(request: Request, config: Trust): string {
  const forwarded = config.behindProxy ? first(request.headers.get('x-forwarded-host')) : null;
  return forwarded ?? request.headers.get('host') ?? new URL(request.url).host;
}

/** The origin that links in an answer to this request start with. */
export function baseUrl(request: Request, config: Trust): string {
  if (config.publicUrl !== null) return config.publicUrl.origin;
  return `${isSecure(request, config) ? 'https' : 'http'}://${hostOf(request, config)}`;
}

/**
 * May a page with this request's `Origin` use the session's cookie? Browsers name the origin with every request that
 * changes something and with every socket; a program that is no browser names none, and has no cookie to misuse.
 */
export function isOwnOrigin(request: Request, config: Trust): boolean {
  const origin = request.headers.get('origin');
  if (origin === null) {
    const site = request.headers.get('sec-fetch-site');
    return site === null || site === 'same-origin' || site === 'none';
  }
  if (config.publicUrl !== null) return origin === config.publicUrl.origin;
  // The scheme is left out: a proxy that ends TLS without saying so must not lock everyone out.
  return URL.canParse(origin) && new URL(origin).host === hostOf(request, config).toLowerCase();
}
