/**
 * Who may ask: pages of this server alone. A foreign `Origin`, a `Host` that is a name from
 * somewhere else (DNS rebinding), and on an open host a missing token are refused.
 */

import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const loopbackNames: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);
const cookieName = 'chainrule-studio';

/** What a server lets in. */
export interface Guard {
  /** The name that `--host` gave; null for this machine alone. */
  readonly host: string | null;
  /** What callers must show; null where none is needed. */
  readonly token: string | null;
}

/** `localhost:8080` without its port. */
function nameOf(host: string): string {
  return host.replace(/:\d+$/, '').toLowerCase();
}

function isNumeric(name: string): boolean {
  return /^[\d.]+$/.test(name) || /^\[[\da-f:.]+\]$/.test(name);
}

/** A browser sends a numeric host as it was typed, so no foreign name can stand behind it. */
function isOurHost(host: string | undefined, guard: Guard): boolean {
  if (host === undefined) return false;
  const name = nameOf(host);
  if (loopbackNames.has(name)) return true;
  if (guard.host === null) return false;
  return name === guard.host.toLowerCase() || isNumeric(name);
}

function isOurOrigin(origin: string, host: string): boolean {
  return origin === `http://${host}`;
}

function isToken(given: string | null | undefined, token: string): boolean {
  if (given === null || given === undefined) return false;
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function cookieOf(request: IncomingMessage): string | undefined {
  const cookies = (request.headers.cookie ?? '').split(';').map((one) => one.trim());
  return cookies.find((one) => one.startsWith(`${cookieName}=`))?.slice(cookieName.length + 1);
}

/** Whether the address of a request carries the token, which then becomes a cookie. */
export function carriesToken(url: URL, { token }: Guard): boolean {
  return token !== null && isToken(url.searchParams.get('token'), token);
}

/** The cookie that pages show afterwards; scripts cannot read it, other sites cannot send it. */
export function tokenCookie(token: string): string {
  return `${cookieName}=${token}; HttpOnly; SameSite=Strict; Path=/`;
}

/** Why a request is refused, as a sentence, or null when it may pass. */
export function refusal(request: IncomingMessage, url: URL, guard: Guard): string | null {
  const { host, origin } = request.headers;
  if (!isOurHost(host, guard)) {
    return 'This studio answers to its own address only. Open the address that it printed.';
  }
  if (origin !== undefined && !isOurOrigin(origin, host ?? '')) {
    return 'Requests from other pages are refused.';
  }
  const site = request.headers['sec-fetch-site'];
  const isForeign = site === 'cross-site' || site === 'same-site';
  if (isForeign && url.pathname.startsWith('/api/'))
    return 'Requests from other pages are refused.';
  if (guard.token === null || carriesToken(url, guard)) return null;
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (isToken(cookieOf(request) ?? bearer, guard.token)) return null;
  return 'This studio asks for its token. Open the address that it printed, with ?token= in it.';
}
