// SPDX-License-Identifier: Apache-2.0
// The service worker: one script that carries the names of the files of its build.
import { createHash } from 'node:crypto';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'vite';

/** Cages cannot be answered by a worker (their origin is opaque), and the rest is for the server. */
const LEFT_OUT = /^(?:frame\.html|editor\.html|index\.html|policy\.json|manifest\.json|licenses\.txt|sw\.js)$|\.(?:br|gz)$/;

async function contents(outDir) {
  const entries = await readdir(outDir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.relative(outDir, path.join(entry.parentPath, entry.name)));
  return files.filter((file) => !LEFT_OUT.test(file)).sort();
}

export async function worker(outDir, plugin) {
  const files = await contents(outDir);
  const hash = createHash('sha256');
  for (const file of ['index.html', ...files]) hash.update(file).update('\0').update(await readFile(path.join(outDir, file)));
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    plugins: [plugin],
    publicDir: false,
    define: { __BUILD__: JSON.stringify(hash.digest('hex').slice(0, 16)), __FILES__: JSON.stringify(['./', ...files]) },
    build: { write: false, target: 'es2022', lib: { entry: 'src/sw/sw.ts', formats: ['iife'], name: 'pabal_worker' } },
  });
  const [{ output }] = Array.isArray(result) ? result : [result];
  await writeFile(path.join(outDir, 'sw.js'), output[0].code);
}
