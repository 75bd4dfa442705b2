import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { serviceWorker } from './service-worker.ts';

// Where the server listens while both sides are being developed; the pages are served by it in production.
const server = process.env.FILIERA_SERVER ?? 'http://127.0.0.1:3000';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), serviceWorker()],
  server: {
    port: Number(process.env.CLIENT_PORT ?? 5173),
    strictPort: true,
    proxy: {
      '/api': { target: server },
      '/collab': { target: server, ws: true },
    },
  },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // Everything comes from the installation itself as a file: fonts and icons are never inlined into the style sheet.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        // React changes rarely, the pages often. All else is split by what a page loads, so that signing in never
        // waits for the editor.
        codeSplitting: {
          groups: [{ name: 'react', test: /[\\/]node_modules[\\/](?:react|react-dom|scheduler)[\\/]/ }],
        },
      },
    },
  },
});
