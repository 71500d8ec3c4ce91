// SPDX-License-Identifier: Apache-2.0

/** Has the browser save what is at an address. */
export function save(href: string, name: string): void {
  const link = document.createElement('a');
  link.href = href;
  link.download = name;
  link.click();
}
