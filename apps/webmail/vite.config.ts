// SPDX-License-Identifier: Apache-2.0
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { messages } from './build/messages.ts';

/** Where `npm run dev` finds a running Pabal. */
const server = process.env['PABAL'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  // A proxy may show the pages below any path.
  base: './',
  plugins: [messages, svelte()],
  json: { namedExports: false },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    emptyOutDir: true,
    reportCompressedSize: false,
  },
  server: {
    proxy: Object.fromEntries(
      ['/jmap', '/auth', '/.well-known/jmap'].map((path) => [path, { target: server, ws: true }]),
    ),
  },
  test: {
    include: ['test/unit/**/*.test.ts'],
    environment: 'node',
    restoreMocks: true,
    // For machines that have much else to do; nothing waits for it.
    testTimeout: 30_000,
  },
  resolve: process.env['VITEST'] ? { conditions: ['browser'] } : {},
});
