// SPDX-License-Identifier: Apache-2.0
// HTML of mails, made harmless. Runs inside the cages only: the pages themselves never see it as DOM.
import DOMPurify, { type Config } from 'dompurify';

const RASTER = /^data:image\/(?:png|jpe?g|gif|webp|avif);base64,[\w+/=\s]*$/i;
const base = location.pathname.replace(/[^/]*$/, '');
/** Pictures that Pabal itself hands out, signed. */
function isOwn(address: string): boolean {
  const [, host, path] = /^(?:https?:\/\/([^/]+))?(\/[^?#]*)$/.exec(address) ?? [];
  // Below the path under which a proxy shows this server, if it is below one.
  const below = path?.startsWith(base) ? path.slice(base.length) : '';
  return (host === undefined || host === location.host) && /^(?:px|b)\//.test(below);
}

const FORMS = ['form', 'input', 'button', 'select', 'textarea', 'option', 'optgroup', 'label', 'fieldset', 'legend',
  'datalist', 'output', 'meter', 'progress'];
const MEDIA = ['audio', 'video', 'source', 'track', 'picture', 'embed', 'object', 'iframe', 'frame', 'frameset',
  'svg', 'math', 'canvas', 'map', 'area'];
const DOCUMENT = ['meta', 'base', 'link', 'template', 'slot', 'dialog', 'noscript', 'title', 'marquee'];

const CONFIG = {
  USE_PROFILES: { html: true },
  FORBID_TAGS: [...FORMS, ...MEDIA, ...DOCUMENT],
  FORBID_ATTR: ['ping', 'srcdoc', 'popover', 'popovertarget', 'popovertargetaction', 'is', 'slot', 'srcset', 'sizes',
    'autofocus', 'background', 'usemap', 'ismap', 'autoplay', 'contenteditable', 'accesskey', 'tabindex', 'draggable',
    'inert', 'nonce', 'crossorigin', 'download', 'target'],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  // Asked of every attribute that may hold an address: these schemes, and what has no scheme.
  ALLOWED_URI_REGEXP: /^(?:(?:https?|mailto|tel|cid):|data:image\/|[^a-z]|[a-z+.-]+(?:[^a-z+.\-:]|$))/i,
  SANITIZE_NAMED_PROPS: true,
  KEEP_CONTENT: true,
  RETURN_DOM_FRAGMENT: true,
} satisfies Config;

export interface Cleaned {
  fragment: DocumentFragment;
  /** Remote pictures left out. */
  blocked: number;
}

/** @param inline pictures of the mail itself, by their Content-ID
 *  @param styles whether style elements stay: in a page of its own they harm nobody
 *  @param origin an attribute that keeps what a picture is where it is edited; it is not loaded for that */
export function clean(html: string, inline: Record<string, string>, styles: boolean, origin?: string): Cleaned {
  let blocked = 0;
  DOMPurify.removeAllHooks();
  DOMPurify.addHook('afterSanitizeAttributes', (node) => {
    if (node.nodeName !== 'IMG') return;
    const source = (origin && node.getAttribute(origin)) ?? node.getAttribute('src') ?? '';
    if (origin) keep(node, origin, source);
    const own = /^cid:/i.test(source) ? inline[contentId(source)] : source;
    if (own !== undefined && (RASTER.test(own) || isOwn(own))) {
      node.setAttribute('src', own);
      return;
    }
    node.removeAttribute('src');
    if (/^https?:/i.test(source) && !isPixel(node)) blocked++;
  });
  const forbidden = styles ? CONFIG.FORBID_TAGS : [...CONFIG.FORBID_TAGS, 'style'];
  const fragment = DOMPurify.sanitize(html, { ...CONFIG, FORBID_TAGS: forbidden, ADD_ATTR: origin === undefined ? [] : [origin] });
  return { fragment: fragment as unknown as DocumentFragment, blocked };
}

function keep(image: Element, origin: string, source: string): void {
  if (/^(?:cid:|https?:\/\/)/i.test(source)) image.setAttribute(origin, source);
  else image.removeAttribute(origin);
}

function contentId(url: string): string {
  try {
    return decodeURIComponent(url.slice(4));
  } catch {
    return url.slice(4);
  }
}

/** A picture made to be fetched, not seen. */
function isPixel(image: Element): boolean {
  const small = (side: string) => /^[0-2](?:px)?$/.test(image.getAttribute(side)?.trim() ?? '');
  return small('width') || small('height');
}
