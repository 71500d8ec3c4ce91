// SPDX-License-Identifier: Apache-2.0
// The policies of the pages, as the server sends them.

export const applicationPolicy = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:", "font-src 'self'", "connect-src 'self'", "frame-src 'self'",
  "worker-src 'self'", "manifest-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'",
  'trusted-types svelte-trusted-html pabal-sw',
].join('; ');

export function cagePolicy(page, hash, origin) {
  const sandbox = page.includes('editor') ? 'sandbox allow-scripts' : 'sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox';
  return [
    "default-src 'none'", `script-src '${hash}'`, "style-src 'unsafe-inline'", `img-src data: ${origin}/px/ ${origin}/b/`, "base-uri 'none'", "form-action 'none'",
    "frame-ancestors 'self'", sandbox,
  ].join('; ');
}
