// SPDX-License-Identifier: Apache-2.0
// What a page may weigh on the wire, in octets of gzip, and the compressed twins that the server sends.
import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const KB = 1024;
const BUDGETS = { first: 100 * KB, reader: 32 * KB, composer: 60 * KB, sieve: 130 * KB, editor: 34 * KB, frame: 16 * KB, worker: 8 * KB, setup: 80 * KB };
const TEXT = /\.(?:html|js|css|svg|json|txt|webmanifest)$/;

/** Everything that the entry needs before it shows something. */
function firstLoad(manifest, key, files = new Set()) {
  const chunk = manifest[key];
  if (files.has(chunk.file)) return files;
  files.add(chunk.file);
  for (const css of chunk.css ?? []) files.add(css);
  for (const imported of chunk.imports ?? []) firstLoad(manifest, imported, files);
  return files;
}

/** What a lazy part adds to what has been loaded before it. */
function added(manifest, source, before) {
  const key = Object.keys(manifest).find((name) => name.endsWith(source));
  return key ? [...firstLoad(manifest, key)].filter((file) => !before.has(file)) : [];
}

/** What the mail weighs. */
export function mailParts(manifest) {
  const pages = Object.keys(manifest).find((key) => manifest[key].name === 'pages');
  const first = new Set([...firstLoad(manifest, 'index.html'), ...firstLoad(manifest, pages)]);
  return {
    // Its words come with it, in one language: the longer counts.
    first: [...first, ...added(manifest, 'messages/ko.json', first)],
    reader: added(manifest, 'read/Reader.svelte', first),
    composer: added(manifest, 'compose/Composer.svelte', first),
    sieve: added(manifest, 'filters/SieveText.svelte', first),
    editor: ['editor.html'],
    frame: ['frame.html'],
    worker: ['sw.js'],
  };
}

/** What the first run weighs: a page of its own. */
export function setupParts(manifest) {
  const first = firstLoad(manifest, 'setup.html');
  const words = ['src/messages/ko.json', 'settings/ko.json', 'setup/ko.json'].flatMap((part) => added(manifest, part, first));
  return { setup: [...first, ...words] };
}

/** Sentences about what is over its budget.
 *
 *  @param parts the files of each */
export async function weigh(outDir, parts) {
  const over = [];
  for (const [part, files] of Object.entries(parts)) {
    let octets = 0;
    for (const file of files) octets += gzipSync(await readFile(path.join(outDir, file)), { level: 9 }).length;
    console.log(`${part}: ${(octets / KB).toFixed(1)} of ${BUDGETS[part] / KB} KB`);
    if (octets > BUDGETS[part]) over.push(`${part} weighs ${octets} octets, ${BUDGETS[part]} at most: ${files.join(' ')}`);
  }
  return over;
}

/** Writes `x.gz` and `x.br` beside each file that becomes smaller by it. */
export async function compressed(outDir) {
  for (const entry of await readdir(outDir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !TEXT.test(entry.name)) continue;
    const file = path.join(entry.parentPath, entry.name);
    const octets = await readFile(file);
    const gz = gzipSync(octets, { level: 9 });
    const br = brotliCompressSync(octets, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: octets.length },
    });
    if (gz.length < octets.length) await writeFile(file + '.gz', gz);
    if (br.length < octets.length) await writeFile(file + '.br', br);
  }
}
