// SPDX-License-Identifier: Apache-2.0
// A cage is one static page whose only script stands inside it, so that its policy can name the
// script by its hash and allow no other (the page has an opaque origin: 'self' would mean nothing).
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { build } from 'vite';

export async function cage(name, plugin) {
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    plugins: [plugin],
    publicDir: false,
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: `src/${name}/${name}.ts`, formats: ['iife'], name: `pabal_${name}` },
    },
  });
  const [{ output }] = Array.isArray(result) ? result : [result];
  // No end tag and no comment may stand in the script: the page would end it there.
  const code = output[0].code.trim().replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
  const template = await readFile(`src/${name}/${name}.html`, 'utf8');
  const style = await readFile(`src/${name}/${name}.css`, 'utf8');
  const html = template
    .replace('/* style */', () => style.trim())
    .replace('/* script */', () => code);
  return { html, hash: 'sha256-' + createHash('sha256').update(code, 'utf8').digest('base64') };
}
