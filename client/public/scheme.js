// Runs before the first paint, so that a dark page never flashes white. A file of its own, since the page's
// security policy allows no inline script. The key is the one that Mantine keeps the choice under.
(() => {
  let kept = null;
  try {
    kept = localStorage.getItem('mantine-color-scheme-value');
  } catch {
    // Storage can be forbidden: the device decides.
  }
  const dark = kept === 'dark' || (kept !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
