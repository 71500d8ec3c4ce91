// SPDX-License-Identifier: Apache-2.0
// The cage in which the HTML of one mail is shown. It has an origin of its own, may load nothing but
// signed pictures, and speaks to the page over one port.
import { clean } from '../cage/clean';
import { awaitPort, pressed, type FromFrame, type ToFrame } from '../cage/messages';

/** A mail that says it is higher is cut: nobody reads it, and engines cap the height of elements. */
const MOST_HEIGHT = 20_000;

const mail = document.getElementById('mail') as HTMLDivElement;

awaitPort((port) => {
  const say = (message: FromFrame) => port.postMessage(message);
  let last = -1;

  function tellHeight(): void {
    fit();
    const height = Math.min(MOST_HEIGHT, Math.ceil(mail.getBoundingClientRect().height));
    if (height !== last) say({ type: 'height', height: (last = height) });
  }

  /** A mail made for a wider screen is shown smaller, once, until it is tapped. */
  function fit(): void {
    mail.style.removeProperty('zoom');
    const wide = mail.scrollWidth / Math.max(1, document.documentElement.clientWidth);
    if (wide > 1.02 && mail.dataset['full'] === undefined) mail.style.setProperty('zoom', String(Math.max(0.4, 1 / wide)));
  }

  port.onmessage = ({ data }: MessageEvent<ToFrame>) => {
    if (data.type === 'look') {
      document.documentElement.className = data.paper === 'darkened' ? 'darkened' : '';
      return;
    }
    const { fragment, blocked } = clean(data.html, data.inline, true);
    mail.lang = data.lang;
    mail.replaceChildren(fragment);
    for (const picture of mail.querySelectorAll('img')) picture.addEventListener('load', tellHeight);
    last = -1;
    tellHeight();
    say({ type: 'shown', blocked });
  };

  new ResizeObserver(tellHeight).observe(mail);
  window.addEventListener('resize', tellHeight);

  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (link === null) {
      if (mail.style.getPropertyValue('zoom') !== '') {
        mail.dataset['full'] = '';
        tellHeight();
      }
      return;
    }
    event.preventDefault();
    const href = link.getAttribute('href') ?? '';
    if (href.startsWith('#')) document.getElementById('user-content-' + href.slice(1))?.scrollIntoView();
    else if (href !== '') say({ type: 'link', href, text: link.textContent.trim().slice(0, 200) });
  });
  document.addEventListener('auxclick', (event) => event.preventDefault());
  document.addEventListener('submit', (event) => event.preventDefault());
  document.addEventListener('keydown', (event) => say({ type: 'key', key: pressed(event) }));
});
