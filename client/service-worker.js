// Serves the pages where no server can be reached. The build fills in what there is to keep.
//
// Only what the build made is kept: nothing under /api or /collab ever goes through here. Each version of the pages has
// a cache of its own, so that a page never meets parts of another version.

const VERSION = '__VERSION__';
/** Addresses of the shell (`/`) and of everything that it loads. */
const FILES = __FILES__;
const PREFIX = 'filiera-';
const CACHE = PREFIX + VERSION;
/** How long the network may take to bring the page itself, in milliseconds, before the kept one is shown. */
const PATIENCE = 4_000;

self.addEventListener('install', (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(CACHE);
      // What carries a hash in its name may come from the browser's own cache; the rest must be of this version.
      await cache.addAll(
        FILES.map((file) => new Request(file, { cache: file.startsWith('/assets/') ? 'default' : 'reload' })),
      );
      await self.skipWaiting();
    })(),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      await self.registration.navigationPreload?.enable();
      await tidy(0);
      await self.clients.claim();
    })(),
  );
});

/** Removes the caches of other versions, unless more windows than these are open that may still load from them. */
async function tidy(windows) {
  const open = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (open.length > windows) return;
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)),
  );
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (/^\/(?:api|collab)(?:\/|$)/.test(url.pathname)) return;
  if (request.mode === 'navigate') event.respondWith(page(event));
  else if (FILES.includes(url.pathname) || url.pathname.startsWith('/assets/'))
    event.respondWith(file(request));
});

/** The page: from the network where there is one, so that a new version is seen at once. */
async function page(event) {
  event.waitUntil(tidy(1));
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, PATIENCE);
  });
  try {
    const fresh = (async () => (await event.preloadResponse) ?? (await fetch(event.request)))();
    const answer = await Promise.race([fresh.catch(() => undefined), late]);
    // A proxy before a server that is down answers in its place.
    if (answer && answer.status < 500) return answer;
    return (await (await caches.open(CACHE)).match('/')) ?? answer ?? (await fresh);
  } finally {
    clearTimeout(timer);
  }
}

/** A part of the page: what carries a hash is the same wherever it comes from, and the rest is of one version. */
async function file(request) {
  const own = await (await caches.open(CACHE)).match(request);
  return own ?? (await caches.match(request)) ?? fetch(request);
}
