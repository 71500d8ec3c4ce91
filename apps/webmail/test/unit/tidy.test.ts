// SPDX-License-Identifier: Apache-2.0
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'svelte/compiler';
import { describe, expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../..');
const MOST_LINES = 400;

function files(folder: string, ending: RegExp): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name) && !name.includes('node_modules'))
    .map((name) => path.join(folder, name))
    .sort();
}
const text = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const sources = [...files('src', /\.(?:ts|svelte)$/), ...files('test', /\.(?:ts|mjs)$/), ...files('build', /\.(?:ts|mjs)$/)];

interface Node { type: string; data?: string; name?: string; value?: unknown; start: number; [key: string]: unknown }

/** Goes not below a node for which `visit` gives false. */
function walk(node: unknown, visit: (node: Node) => boolean | void): void {
  if (Array.isArray(node)) for (const part of node) walk(part, visit);
  else if (typeof node === 'object' && node !== null) {
    if ('type' in node && visit(node as Node) === false) return;
    for (const value of Object.values(node)) walk(value, visit);
  }
}

describe('the sources', () => {
  it('name no registry in the lock files', () => {
    for (const lock of ['package-lock.json', 'build/node/package-lock.json']) {
      expect(text(lock)).not.toContain('"resolved"');
      expect(text(lock)).toContain('"integrity"');
    }
  });

  it('pin every version', () => {
    const { dependencies, devDependencies } = JSON.parse(text('package.json'));
    for (const version of Object.values<string>({ ...dependencies, ...devDependencies })) {
      expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    }
  });

  it('begin with their licence and stay short', () => {
    for (const file of sources) {
      expect(text(file).slice(0, 80), file).toContain('SPDX-License-Identifier: Apache-2.0');
      expect(text(file).split('\n').length, file).toBeLessThanOrEqual(MOST_LINES);
    }
  });

  it('keep to their floor: core knows no screen, ui no feature', () => {
    for (const file of files('src/core', /\.ts$/)) expect(text(file), file).not.toMatch(/from '[./]*\/(?:ui|mail|signin|settings|setup)\//);
    for (const file of files('src/ui', /\.(?:ts|svelte)$/)) expect(text(file), file).not.toMatch(/from '[./]*\/(?:mail|signin|settings|setup)\//);
  });

  it('leave no loose end', () => {
    const loose = new RegExp('TO' + 'DO|FIX' + 'ME');
    for (const file of sources) expect(text(file), file).not.toMatch(loose);
  });
});

describe('the pages', () => {
  const templates = files('src', /\.svelte$/).map((file) => ({ file, tree: parse(text(file), { modern: true }).fragment }));

  it('put no string into the page as HTML', () => {
    for (const file of sources.filter((name) => name.startsWith('src/'))) {
      expect(text(file), file).not.toMatch(/\{@html|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function\(/);
    }
  });

  it('have no style and no script in the line: the policy would stop them', () => {
    for (const { file, tree } of templates) {
      walk(tree, (node) => {
        if (node.type !== 'Attribute') return;
        expect(node.name, `${file} at ${node.start}`).not.toBe('style');
      });
    }
  });

  it('take every word from the messages', () => {
    const words = /\p{L}{2,}/u;
    const spoken = new Set(['title', 'placeholder', 'aria-label', 'alt', 'label']);
    for (const { file, tree } of templates) {
      walk(tree, (node) => {
        if (node.type === 'Attribute' || node.type === 'StyleDirective') return false;
        if (node.type === 'Text') expect.soft(node.data, `${file} at ${node.start}`).not.toMatch(words);
        return true;
      });
      walk(tree, (node) => {
        if (node.type !== 'Attribute' || !spoken.has(node.name ?? '') || !Array.isArray(node.value)) return;
        for (const part of node.value as Node[]) {
          if (part.type === 'Text') expect.soft(part.data, `${file} at ${node.start}`).not.toMatch(words);
        }
      });
    }
  });

  it('have no Hangul outside the messages and the names of search words', () => {
    const allowed = /(?:messages|hangul|search)\//;
    for (const file of files('src', /\.(?:ts|svelte)$/).filter((name) => !allowed.test(name))) {
      const code = text(file).replace(/\/\*[^]*?\*\/|\/\/ .*/g, '');
      expect(code, file).not.toMatch(/[\u3131-\u318e\uac00-\ud7a3]/);
    }
  });
});

describe('the messages', () => {
  const parts = (language: string) => files('src/messages', new RegExp(`(?:^|/)${language}\\.json$`)).sort((a, b) => (path.dirname(a) < path.dirname(b) ? -1 : 1)).map((file) => JSON.parse(text(file)) as Record<string, string>);
  const en = Object.assign({}, ...parts('en')) as Record<string, string>;
  const ko = Object.assign({}, ...parts('ko')) as Record<string, string>;

  it('are there in both languages, each in one part', () => {
    expect(parts('en').flatMap(Object.keys)).toHaveLength(Object.keys(en).length);
    expect(parts('ko').map((part) => Object.keys(part).sort())).toEqual(parts('en').map((part) => Object.keys(part).sort()));
  });

  it('ask for the same arguments in both', () => {
    const arguments_ = (message: string) => [...new Set([...message.matchAll(/\{(\w+)\s*[,}]/g)].map((found) => found[1]))].sort();
    for (const [key, message] of Object.entries(en)) {
      expect(arguments_(ko[key] ?? ''), key).toEqual(arguments_(message));
    }
  });

  it('are all used', () => {
    const all = files('src', /\.(?:ts|svelte)$/).map(text).join('\n');
    for (const key of Object.keys(en)) {
      const family = key.slice(0, key.lastIndexOf('.'));
      const used = all.includes(`'${key}'`) || all.includes('`' + family + '.${');
      expect.soft(used, key).toBe(true);
    }
  });
});
