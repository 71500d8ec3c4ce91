// SPDX-License-Identifier: Apache-2.0
// Builds the pages: the application with Vite, the two cages each as one file with its script inside,
// then what the server needs beside them (policy.json, compressed twins, licenses.txt). Fails when a
// page weighs more than its budget.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import { ahead, Together } from './ahead.mjs';
import { compressed, mailParts, setupParts, weigh } from './budgets.mjs';
import { cage } from './cages.mjs';
import { licenses } from './licenses.mjs';
import { setup } from './setup.mjs';
import { worker } from './worker.mjs';

const { values } = parseArgs({ options: { outDir: { type: 'string', default: 'target/classes/web' } } });
const outDir = path.resolve(values.outDir);

const shipped = new Set();
const modules = { name: 'pabal-modules', moduleParsed: ({ id }) => void shipped.add(id) };

await mkdir(outDir, { recursive: true });
const [entry, pages] = ['src/main.ts', 'src/pages.ts'].map((file) => path.resolve(file));
const together = new Together();
await build({ logLevel: 'warn', build: { outDir, manifest: 'manifest.json', rolldownOptions: { output: together.output(pages, entry) } }, plugins: [modules, together.plugin, ahead('/src/pages.ts')] });

const policy = {};
for (const name of ['frame', 'editor']) {
  const { html, hash } = await cage(name, modules);
  await writeFile(path.join(outDir, `${name}.html`), html);
  policy[name] = { script: hash };
}
await worker(outDir, modules);
// Behind the worker, which keeps nothing of it.
const setupManifest = await setup(outDir, modules);
await writeFile(path.join(outDir, 'licenses.txt'), await licenses(shipped));
const manifest = JSON.parse(await readFile(path.join(outDir, 'manifest.json'), 'utf8'));
await rm(path.join(outDir, 'manifest.json'));
const over = await weigh(outDir, { ...mailParts(manifest), ...setupParts(setupManifest) });
await compressed(outDir);
if (over.length > 0) {
  console.error(over.join('\n'));
  process.exit(1);
}
// Last: whoever finds it finds all the rest.
await writeFile(path.join(outDir, 'policy.json'), JSON.stringify(policy, null, 1) + '\n');
