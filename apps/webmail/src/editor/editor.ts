// SPDX-License-Identifier: Apache-2.0
// The cage in which a mail is written. Whatever comes in (set, pasted, dropped) goes through the
// sanitiser; what goes out is a string that the page puts into a draft and never into its own DOM.
import Squire from 'squire-rte';
import { clean } from '../cage/clean';
import { awaitPort, pressed, type EditorCommand, type FromEditor, type ToEditor } from '../cage/messages';

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
  const editor = new Squire(root, {
    blockTag: 'DIV',
    sanitizeToDOMFragment: (html: string) => clean(html, {}, false).fragment,
  });
  let quiet: ReturnType<typeof setTimeout> | undefined;
  let setting = false;

  /** The text beside the HTML, for those who read no HTML; quotations are marked as in mails of text. */
  function content(): { html: string; text: string } {
    return { html: editor.getHTML(), text: textOf(root).replace(/\n{3,}/g, '\n\n').trim() };
  }

  function changed(): void {
    if (setting) return;
    clearTimeout(quiet);
    quiet = setTimeout(() => say({ type: 'changed', ...content() }), QUIET_MILLIS);
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
        editor.setHTML(data.html);
        editor.moveCursorToStart();
        setTimeout(() => (setting = false));
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
        clearTimeout(quiet);
        say({ type: 'content', id: data.id, ...content() });
        return;
      case 'focus':
        editor.focus();
    }
  };

  editor.addEventListener('input', changed);
  editor.addEventListener('pathChange', tellPath);
  editor.addEventListener('blur', () => {
    clearTimeout(quiet);
    say({ type: 'changed', ...content() });
    say({ type: 'blur' });
  });

  const take = (event: Event, list: DataTransfer | null) => {
    const files = [...(list?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    say({ type: 'files', files });
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
