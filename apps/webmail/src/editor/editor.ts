// SPDX-License-Identifier: Apache-2.0
// The cage in which a mail is written. Whatever comes in (set, pasted, dropped) goes through the
// sanitiser; what goes out is a string that the page puts into a draft and never into its own DOM.
import Squire from 'squire-rte';
import { clean } from '../cage/clean';
import { awaitPort, pressed, SIGNATURE, type EditorCommand, type FromEditor, type ToEditor } from '../cage/messages';
import { fill, mark } from './fields';
import { fileOf, ORIGIN, outward, urlOf } from './pictures';

/** Larger pictures are files beside the text. */
const MOST_PICTURE_OCTETS = 3_000_000;
const PICTURE = /^image\/(?:png|jpe?g|gif|webp|avif)$/i;

/** Long enough not to copy the text with every key, short enough to lose nothing. */
const QUIET_MILLIS = 400;

const root = document.getElementById('text') as HTMLDivElement;

function textOf(node: Node): string {
  if (node.nodeType === Node.TEXT_NODE) return (node.textContent ?? '').replace(/[\u200b\ufeff]/g, '').replaceAll('\u00a0', ' ');
  if (!(node instanceof HTMLElement)) return '';
  if (node.tagName === 'BR') return '\n';
  let inner = '';
  for (const child of node.childNodes) inner += textOf(child);
  if (node.tagName === 'A') {
    const address = node.getAttribute('href') ?? '';
    return address === '' || address === inner || address === `mailto:${inner}` ? inner : `${inner} <${address}>`;
  }
  if (node.tagName === 'BLOCKQUOTE') return inner.trim().split('\n').map((line) => `> ${line}`.trimEnd()).join('\n') + '\n';
  if (node.tagName === 'LI') return `* ${inner.trim()}\n`;
  if (['DIV', 'P', 'UL', 'OL', 'TR', 'TABLE', 'PRE', 'H1', 'H2', 'H3', 'H4', 'HR'].includes(node.tagName)) return inner.endsWith('\n') ? inner : inner + '\n';
  return inner;
}

awaitPort((port) => {
  const say = (message: FromEditor) => port.postMessage(message);
  /** What is seen for a picture of the mail, by its Content-ID. */
  let inline: Record<string, string> = {};
  let pictures = false;
  const editor = new Squire(root, {
    blockTag: 'DIV',
    sanitizeToDOMFragment: (html: string) => clean(html, inline, false, ORIGIN).fragment,
  });
  let quiet: ReturnType<typeof setTimeout> | undefined;
  let setting = false;
  /** What was last told, and whether that is more than what was given. */
  let told = '';
  let isEdited = false;

  /** The text beside the HTML, for those who read no HTML; quotations are marked as in mails of text. */
  function content(): { html: string; text: string } {
    return { html: outward(editor.getHTML()), text: textOf(root).replace(/\n{3,}/g, '\n\n').trim() };
  }

  function changed(): void {
    if (setting) return;
    clearTimeout(quiet);
    quiet = setTimeout(tell, QUIET_MILLIS);
  }

  function tell(): void {
    clearTimeout(quiet);
    quiet = undefined;
    adopt();
    mark(root);
    const now = content();
    if (now.html === told) return;
    told = now.html;
    isEdited = true;
    say({ type: 'changed', ...now });
  }

  /** Pictures that came with pasted or dropped text become parts of the mail. */
  function adopt(): void {
    if (!pictures) return;
    for (const image of root.querySelectorAll<HTMLImageElement>(`img[src^="data:"]:not([${ORIGIN}])`)) {
      const file = fileOf(image.src, 'image');
      const cid = contentId();
      if (file === undefined) continue;
      inline[cid] = image.src;
      image.setAttribute(ORIGIN, `cid:${cid}`);
      say({ type: 'picture', file, cid });
    }
  }

  const contentId = () => `${crypto.getRandomValues(new Uint32Array(4)).join('')}@pabal`;

  /** Pictures come into the text, other files beside it. */
  function receive(files: File[]): void {
    const small = (file: File) => pictures && PICTURE.test(file.type) && file.size <= MOST_PICTURE_OCTETS;
    const rest = files.filter((file) => !small(file));
    for (const file of files.filter(small)) void embed(file);
    if (rest.length > 0) say({ type: 'files', files: rest });
  }

  async function embed(file: File): Promise<void> {
    const cid = contentId();
    inline[cid] = await urlOf(file);
    editor.insertHTML(`<img src="cid:${cid}">`);
    say({ type: 'picture', file, cid });
    tell();
  }

  /** The last one that stands by itself: in what is quoted there may be others'. */
  function sign(before: string, after: string): void {
    const old = [...root.children].filter((child) => child.className === SIGNATURE).at(-1);
    const words = (html: string) => textOf(block(html)).trim();
    if (old === undefined ? words(before) !== '' : textOf(old).trim() !== words(before)) return;
    editor.saveUndoState();
    if (after === '') old?.remove();
    else if (old) old.replaceChildren(...block(after).childNodes);
    else root.append(document.createElement('div'), Object.assign(block(after), { className: SIGNATURE }));
    tell();
  }

  function block(html: string): HTMLDivElement {
    const div = document.createElement('div');
    div.append(clean(html, inline, false, ORIGIN).fragment);
    return div;
  }

  const commands: Record<EditorCommand, (argument: string) => unknown> = {
    bold: () => (editor.hasFormat('B') ? editor.removeBold() : editor.bold()),
    italic: () => (editor.hasFormat('I') ? editor.removeItalic() : editor.italic()),
    underline: () => (editor.hasFormat('U') ? editor.removeUnderline() : editor.underline()),
    unorderedList: () => (editor.hasFormat('UL') ? editor.removeList() : editor.makeUnorderedList()),
    orderedList: () => (editor.hasFormat('OL') ? editor.removeList() : editor.makeOrderedList()),
    quote: () => (editor.hasFormat('BLOCKQUOTE') ? editor.decreaseQuoteLevel() : editor.increaseQuoteLevel()),
    link: (address) => (address === '' ? editor.removeLink() : editor.makeLink(address)),
    clear: () => editor.removeAllFormatting(),
    undo: () => editor.undo(),
    redo: () => editor.redo(),
  };
  const tags: [EditorCommand, string][] = [
    ['bold', 'B'], ['italic', 'I'], ['underline', 'U'], ['unorderedList', 'UL'], ['orderedList', 'OL'],
    ['quote', 'BLOCKQUOTE'], ['link', 'A'],
  ];
  const tellPath = () => say({ type: 'path', on: tags.filter(([, tag]) => editor.hasFormat(tag)).map(([name]) => name) });

  port.onmessage = ({ data }: MessageEvent<ToEditor>) => {
    switch (data.type) {
      case 'set':
        setting = true;
        root.lang = data.lang;
        root.setAttribute('aria-label', data.label);
        root.setAttribute('role', 'textbox');
        root.setAttribute('aria-multiline', 'true');
        document.documentElement.className = data.dark ? 'dark' : '';
        inline = { ...data.inline };
        pictures = data.pictures;
        editor.setHTML(data.html);
        editor.moveCursorToStart();
        mark(root);
        told = content().html;
        isEdited = false;
        setTimeout(() => (setting = false));
        return;
      case 'embed':
        return receive(data.files);
      case 'insert':
        Object.assign(inline, data.inline);
        editor.insertHTML(data.html);
        return tell();
      case 'sign':
        return sign(data.before, data.after);
      case 'fill':
        if (fill(root, data.values)) tell();
        return;
      case 'look':
        document.documentElement.className = data.dark ? 'dark' : '';
        return;
      case 'command':
        commands[data.command](data.argument ?? '');
        editor.focus();
        tellPath();
        return;
      case 'read':
        tell();
        say({ type: 'content', id: data.id, isEdited, ...content() });
        return;
      case 'focus':
        editor.focus();
    }
  };

  editor.addEventListener('input', changed);
  editor.addEventListener('pathChange', tellPath);
  editor.addEventListener('blur', () => {
    tell();
    say({ type: 'blur' });
  });
  // Closed in the middle of a word: what was typed is told with the last breath.
  addEventListener('pagehide', () => quiet !== undefined && tell());

  const take = (event: Event, list: DataTransfer | null) => {
    const files = [...(list?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    receive(files);
  };
  root.addEventListener('paste', (event) => take(event, event.clipboardData), true);
  root.addEventListener('drop', (event) => take(event, event.dataTransfer), true);
  root.addEventListener('dragover', (event) => event.preventDefault());
  document.addEventListener('keydown', (event) => {
    const command = event.ctrlKey || event.metaKey;
    const leaves = (command && ['Enter', 'D', 'd', 's'].includes(event.key)) || event.key === 'Escape' || event.key === 'F6';
    if (!leaves || event.isComposing) return;
    event.preventDefault();
    say({ type: 'key', key: pressed(event) });
  });
  say({ type: 'ready' });
});
