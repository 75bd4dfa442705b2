// Runs before the first paint and before any module. A file of its own, since the page's security policy allows no
// script inside the page.
(() => {
  // A dark page must not flash white. The key is the one that Mantine keeps the choice under.
  let kept = null;
  try {
    kept = localStorage.getItem('mantine-color-scheme-value');
  } catch {
    // Storage can be forbidden: the device decides.
  }
  const dark = kept === 'dark' || (kept !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');

  // The policy allows no code made from text either, and browsers report the mere attempt: zod must not try.
  globalThis.__zod_globalConfig = { jitless: true };
})();
