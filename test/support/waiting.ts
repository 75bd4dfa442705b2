/** Resolves after so many milliseconds. */
export const pause = (millis: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, millis));

/** Waits for a condition; false where it did not come within that many milliseconds. */
export async function until(holds: () => boolean, millis: number): Promise<boolean> {
  const end = performance.now() + millis;
  while (!holds()) {
    if (performance.now() > end) return false;
    await pause(5);
  }
  return true;
}
