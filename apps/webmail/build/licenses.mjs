// SPDX-License-Identifier: Apache-2.0
// The licences of the packages that came into the pages.
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';

function folderOf(id) {
  const at = id.lastIndexOf('/node_modules/');
  if (at < 0) return undefined;
  const rest = id.slice(at + '/node_modules/'.length).split('/');
  const name = rest[0].startsWith('@') ? rest.slice(0, 2).join('/') : rest[0];
  return path.join(id.slice(0, at), 'node_modules', name).replace(/^.*\0/, '');
}

export async function licenses(ids) {
  const folders = [...new Set([...ids].map(folderOf).filter(Boolean))];
  const texts = new Map();
  for (const folder of folders) {
    const { name, version, license } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
    const files = (await readdir(folder)).filter((file) => /^(?:licen[sc]e|notice)/i.test(file)).sort();
    const bodies = await Promise.all(files.map((file) => readFile(path.join(folder, file), 'utf8')));
    texts.set(name, [`${name} ${version}: ${license}`, ...bodies.map((body) => body.trim())].join('\n\n'));
  }
  return [...texts.keys()].sort().map((name) => texts.get(name)).join('\n\n' + '-'.repeat(72) + '\n\n') + '\n';
}
