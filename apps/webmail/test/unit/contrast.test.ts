// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const css = readFileSync(path.resolve(import.meta.dirname, '../../src/ui/tokens.css'), 'utf8');

function tokens(selector: string): Map<string, string> {
  const block = css.slice(css.indexOf(selector + ' {')).split('}')[0] ?? '';
  return new Map([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map((found) => [found[1] as string, found[2] as string]));
}

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** Ink, ground, the least contrast: 4.5 for text, 3 for controls and icons (WCAG 2.2, 1.4.3 and 1.4.11). */
const PAIRS: [string, string, number][] = [
  ...['text', 'text2', 'text3', 'accent', 'link', 'danger', 'warn', 'ok', 'info'].map((ink): [string, string, number] => [ink, 'surface', 4.5]),
  ...['text', 'text2', 'text3', 'accent', 'danger'].map((ink): [string, string, number] => [ink, 'app', 4.5]),
  ...['text', 'text2', 'text3'].map((ink): [string, string, number] => [ink, 'accentsoft', 4.5]),
  ...['text', 'text2'].map((ink): [string, string, number] => [ink, 'sunken', 4.5]),
  ['text', 'infosoft', 7], ['text', 'warnsoft', 7], ['text', 'dangersoft', 7],
  ['onaccent', 'accent', 4.5],
  ['danger', 'dangersoft', 4.5], ['warn', 'warnsoft', 4.5], ['ok', 'oksoft', 4.5], ['info', 'infosoft', 4.5],
  ['ctl', 'surface', 3], ['ctl', 'app', 3], ['star', 'surface', 3], ['accent', 'accentsoft', 3],
];
const LABELS = ['red', 'orange', 'amber', 'green', 'teal', 'blue', 'violet', 'pink', 'grey'];

describe.each([[':root', 6.2], [":root[data-theme='dark']", 7.8]] as const)('%s', (selector, label) => {
  const named = tokens(selector);
  const colour = (name: string) => named.get(name) ?? expect.fail(`no ${name}`);

  it.each(PAIRS)('%s on %s', (ink, ground, least) => {
    expect(contrast(colour(ink), colour(ground))).toBeGreaterThanOrEqual(least);
  });

  it.each(LABELS)('label %s', (name) => {
    expect(contrast(colour(`label-${name}-ink`), colour(`label-${name}`))).toBeGreaterThanOrEqual(label);
  });
});
