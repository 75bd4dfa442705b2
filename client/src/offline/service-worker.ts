/**
 * Has the pages kept for times without network, once this page has loaded: nothing that it shows waits for that. Browsers
 * run service workers over https and on the machine itself only; elsewhere the pages work as long as they are open.
 */
export function keepPages(): void {
  if (!import.meta.env.PROD || !window.isSecureContext || !('serviceWorker' in navigator)) return;
  const register = (): void => {
    // Where it is refused (storage forbidden, a certificate that is not trusted) there is nothing to be done about it.
    navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' }).catch(() => {});
  };
  if (document.readyState === 'complete') register();
  else window.addEventListener('load', register, { once: true });
}
