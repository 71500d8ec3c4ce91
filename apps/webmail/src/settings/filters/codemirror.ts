// SPDX-License-Identifier: Apache-2.0
// The editor of Sieve. It stands in a shadow root: there its styles are sheets of its own, which the
// policy of the pages allows, and not elements, which it does not.
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language';
import { sieve } from '@codemirror/legacy-modes/mode/sieve';
import { Compartment, EditorState, RangeSetBuilder, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, drawSelection, EditorView, gutter, GutterMarker, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';

export interface Shown {
  text: string;
  /** Of the first line shown, in the whole script. */
  firstLine: number;
  readOnly: boolean;
  /** A line of the whole script that is wrong. */
  badLine: number | undefined;
  label: string;
  badLabel: string;
}

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--label-violet-ink)' },
  { tag: tags.string, color: 'var(--ok)' },
  { tag: [tags.atom, tags.operator], color: 'var(--info)' },
  { tag: tags.number, color: 'var(--label-orange-ink)' },
  { tag: tags.comment, color: 'var(--text3)' },
]);

const look = EditorView.theme({
  '&': { color: 'var(--text)', background: 'var(--surface)', fontSize: '0.8125rem', maxHeight: '480px' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.25rem', overflow: 'auto' },
  '.cm-content': { padding: '8px 0', minHeight: '120px', caretColor: 'var(--text)' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': { background: 'var(--accentsoft)' },
  '.cm-gutters': { background: 'var(--sunken)', color: 'var(--text2)', border: '0' },
  '.cm-bad': { background: 'var(--dangersoft)', textDecoration: 'underline wavy var(--danger)' },
  '.cm-badmark': { color: 'var(--danger)', fontWeight: '700', padding: '0 4px' },
});

class BadMarker extends GutterMarker {
  constructor(private readonly label: string) {
    super();
  }

  override toDOM(): Node {
    const mark = document.createElement('span');
    mark.className = 'cm-badmark';
    mark.textContent = '✗';
    mark.setAttribute('role', 'img');
    mark.setAttribute('aria-label', this.label);
    return mark;
  }
}

const setBad = StateEffect.define<number | undefined>();
const bad = StateField.define<number | undefined>({
  create: () => undefined,
  // What is typed may mend it.
  update: (line, { effects, docChanged }) => effects.find((effect) => effect.is(setBad))?.value ?? (docChanged || effects.some((effect) => effect.is(setBad)) ? undefined : line),
  provide: (field) => EditorView.decorations.compute([field, 'doc'], (state): DecorationSet => {
    const line = state.field(field);
    const builder = new RangeSetBuilder<Decoration>();
    if (line !== undefined && line >= 1 && line <= state.doc.lines) {
      const at = state.doc.line(line).from;
      builder.add(at, at, Decoration.line({ class: 'cm-bad' }));
    }
    return builder.finish();
  }),
});

export class SieveEditor {
  private readonly view: EditorView;
  private readonly options = new Compartment();

  constructor(host: HTMLElement, shown: Shown, private readonly onchange: (text: string) => void, onleave: () => void) {
    const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
    this.view = new EditorView({
      root, parent: root,
      state: EditorState.create({
        doc: shown.text,
        extensions: [
          history(), drawSelection(), keymap.of([...defaultKeymap, ...historyKeymap]), StreamLanguage.define(sieve), syntaxHighlighting(colours), look, bad,
          EditorView.lineWrapping, this.options.of(this.optionsFor(shown)),
          EditorView.updateListener.of((update) => {
            if (update.docChanged && update.transactions.some((transaction) => transaction.isUserEvent('input') || transaction.isUserEvent('delete') || transaction.isUserEvent('undo') || transaction.isUserEvent('redo') || transaction.isUserEvent('move'))) this.onchange(this.text);
            if (update.focusChanged && !update.view.hasFocus) onleave();
          }),
        ],
      }),
    });
    this.show(shown);
  }

  private optionsFor({ firstLine, readOnly, label, badLabel }: Shown) {
    return [
      EditorState.readOnly.of(readOnly),
      EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0', ...(readOnly && { 'aria-readonly': 'true' }) }),
      lineNumbers({ formatNumber: (line) => String(line + firstLine - 1) }),
      gutter({
        lineMarker: (view, line) => (view.state.doc.lineAt(line.from).number === view.state.field(bad) ? new BadMarker(badLabel) : null),
        lineMarkerChange: (update) => update.state.field(bad) !== update.startState.field(bad),
      }),
    ];
  }

  get text(): string {
    return this.view.state.doc.toString();
  }

  show(shown: Shown): void {
    const { state } = this.view;
    const changes = shown.text.replaceAll('\r\n', '\n') === this.text ? undefined : { from: 0, to: state.doc.length, insert: shown.text };
    this.view.dispatch({ ...(changes && { changes }), effects: this.options.reconfigure(this.optionsFor(shown)) });
    this.view.dispatch({ effects: setBad.of(shown.badLine === undefined ? undefined : shown.badLine - shown.firstLine + 1) });
  }

  reveal(line: number): void {
    const { doc } = this.view.state;
    if (line < 1 || line > doc.lines) return;
    this.view.dispatch({ selection: { anchor: doc.line(line).from }, scrollIntoView: true });
    this.view.focus();
  }

  destroy(): void {
    this.view.destroy();
  }
}
