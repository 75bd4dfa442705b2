import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', 'fixtures/**', 'artifacts/**'],
    pool: 'forks',
    // Browsers and servers run beside the tests, so leave them some room.
    maxWorkers: 2,
    testTimeout: 60_000,
    // A condition is waited for, never a time: this only bounds how long a failure takes.
    expect: { poll: { timeout: 10_000 } },
    hookTimeout: 60_000,
    reporters: process.env.CI ? ['default', 'github-actions'] : ['default'],
  },
});
