// SPDX-License-Identifier: Apache-2.0
// Pictures in the text that is written. What is seen is data, or nothing; what a picture is in the mail
// (a part of it: `cid:`, RFC 2392; or an address elsewhere, which the cage never asks) stands beside it.

/** Holds what a picture is in the mail, while it is edited. */
export const ORIGIN = 'data-origin';

const IMAGE = /<img((?:\s+[^\s"=<>]+(?:="[^"]*")?)*)\s*>/gi;

/** @param html as the browser writes its elements
 *  @returns with each picture as the mail is to have it */
export function outward(html: string): string {
  return html.replace(IMAGE, (tag: string, attributes: string) => {
    const origin = / data-origin="([^"]*)"/.exec(attributes)?.[1];
    if (origin === undefined) return tag;
    return `<img src="${origin}"${attributes.replace(/ (?:src|data-origin)="[^"]*"/g, '')}>`;
  });
}

/** @param url `data:image/png;base64,…` */
export function fileOf(url: string, name: string): File | undefined {
  const [, type, text] = /^data:(image\/[\w+.-]+);base64,([\w+/=\s]*)$/i.exec(url) ?? [];
  if (type === undefined || text === undefined) return undefined;
  try {
    const octets = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    return new File([octets], `${name}.${type.slice(6).replace('jpeg', 'jpg').replace(/[^\w].*/, '')}`, { type });
  } catch {
    return undefined;
  }
}

export function urlOf(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error ?? new Error('unreadable'));
    reader.readAsDataURL(file);
  });
}
