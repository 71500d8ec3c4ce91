// SPDX-License-Identifier: Apache-2.0
// Paper for one mail alone: what else is on the screen stays off it (tokens.css).

export function printed(article: HTMLElement): void {
  const over = () => {
    delete document.body.dataset['print'];
    delete article.dataset['printed'];
  };
  document.body.dataset['print'] = '';
  article.dataset['printed'] = '';
  window.addEventListener('afterprint', over, { once: true });
  window.print();
}
