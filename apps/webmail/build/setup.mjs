// SPDX-License-Identifier: Apache-2.0
// The first run is one page that a server needs once: built apart, so that the mail carries nothing of
// it. What both have (words, above all) gets the same name by its content, and lies there once.
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'vite';

const MANIFEST = 'setup-manifest.json';

/** @returns Vite's manifest of it */
export async function setup(outDir, plugin) {
  await build({
    logLevel: 'warn',
    plugins: [plugin],
    build: { outDir, emptyOutDir: false, copyPublicDir: false, manifest: MANIFEST, rolldownOptions: { input: 'setup.html' } },
  });
  const file = path.join(outDir, MANIFEST);
  const manifest = JSON.parse(await readFile(file, 'utf8'));
  await rm(file);
  return manifest;
}
