import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching, HighlightStyle, StreamLanguage, syntaxHighlighting, type StreamParser } from '@codemirror/language';
import { sparql } from '@codemirror/legacy-modes/mode/sparql';
import { turtle } from '@codemirror/legacy-modes/mode/turtle';
import { xml } from '@codemirror/legacy-modes/mode/xml';
import { forceLinting, lintGutter, lintKeymap, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** What the page hands over, as JSON in `#editor-data`. */
interface EditorData {
  readonly format: string | null;
  readonly marks: readonly { readonly line: number; readonly column: number | null; readonly severity: string; readonly message: string }[];
  readonly words: { readonly label: string; readonly usePlain: string; readonly useEditor: string; readonly help: string };
}

type Syntax = 'turtle' | 'json' | 'xml' | 'sparql';

/** JSON in a dozen lines; the ready-made modes for it are forty times as large. */
const json: StreamParser<unknown> = {
  name: 'json',
  token(stream) {
    if (stream.eatSpace()) return null;
    if (stream.match(/^"(?:[^"\\]|\\.)*"?/)) return stream.match(/^\s*:/, false) ? 'propertyName' : 'string';
    if (stream.match(/^-?\d[\d.eE+-]*/)) return 'number';
    if (stream.match(/^(true|false|null)\b/)) return 'keyword';
    stream.next();
    return null;
  },
};

const syntaxes: Readonly<Record<Syntax, Extension>> = {
  sparql: StreamLanguage.define(sparql),
  turtle: StreamLanguage.define(turtle),
  json: StreamLanguage.define(json),
  xml: StreamLanguage.define(xml),
};

const colours = HighlightStyle.define([
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--good)' },
  { tag: [tags.comment, tags.meta], color: 'var(--muted)' },
  { tag: [tags.keyword, tags.modifier, tags.bool, tags.null], color: 'var(--visited)' },
  { tag: [tags.atom, tags.url, tags.link, tags.propertyName, tags.attributeName], color: 'var(--link)' },
  { tag: [tags.number, tags.tagName, tags.typeName], color: 'var(--accent)' },
]);

/** Puts an editor in the place of the text field; the field stays, and can always be chosen instead (portal.md section 8). */
function start(textarea: HTMLTextAreaElement, data: EditorData, nonce: string): void {
  const { words } = data;
  const language = new Compartment();
  const scheme = new Compartment();
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const shade = (): Extension => EditorView.theme({}, { dark: dark.matches });
  const chosenFormat = (): string | null => document.querySelector<HTMLSelectElement>('#format')?.value || data.format;
  let syntax = syntaxOf(chosenFormat(), textarea.value);

  const place = document.createElement('div');
  place.className = 'editor';
  const help = document.createElement('p');
  help.className = 'hint';
  help.id = 'editor-help';
  help.textContent = words.help;
  const toggle = document.createElement('button');
  toggle.type = 'button';
  toggle.textContent = words.usePlain;

  const view = new EditorView({
    parent: place,
    state: EditorState.create({
      doc: textarea.value,
      extensions: [
        EditorView.cspNonce.of(nonce),
        EditorView.contentAttributes.of({
          'aria-label': words.label,
          'aria-describedby': `editor-help ${textarea.getAttribute('aria-describedby') ?? ''}`.trim(),
          spellcheck: 'false',
          tabindex: '0',
        }),
        lineNumbers(),
        lintGutter(),
        history(),
        drawSelection(),
        bracketMatching(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        // Tab is not among the keys: it goes on to the next field.
        keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, ...lintKeymap]),
        syntaxHighlighting(colours),
        language.of(syntaxes[syntax]),
        scheme.of(shade()),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          const now = syntaxOf(chosenFormat(), update.state.sliceDoc(0, 400));
          if (now === syntax) return;
          syntax = now;
          view.dispatch({ effects: language.reconfigure(syntaxes[syntax]) });
        }),
      ],
    }),
  });
  dark.addEventListener('change', () => {
    view.dispatch({ effects: scheme.reconfigure(shade()) });
  });

  textarea.before(place, help);
  textarea.after(toggle);
  let isPlain = false;
  const apply = (): void => {
    textarea.hidden = !isPlain;
    place.hidden = isPlain;
    help.hidden = isPlain;
    toggle.textContent = isPlain ? words.useEditor : words.usePlain;
  };
  const copyOut = (): void => {
    if (!isPlain) textarea.value = view.state.doc.toString();
  };
  toggle.addEventListener('click', () => {
    copyOut();
    if (isPlain) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: textarea.value } });
    isPlain = !isPlain;
    apply();
    if (isPlain) textarea.focus();
    else view.focus();
  });
  textarea.form?.addEventListener('submit', copyOut);
  // The text is kept when the reader goes back to this page.
  addEventListener('pagehide', copyOut);

  const goTo = (line: number): void => {
    if (isPlain) {
      const before =
        textarea.value
          .split('\n')
          .slice(0, line - 1)
          .join('\n').length + (line > 1 ? 1 : 0);
      const length = textarea.value.slice(before).split('\n')[0]?.length ?? 0;
      textarea.focus();
      textarea.setSelectionRange(before, before + length);
      return;
    }
    const { from, to } = view.state.doc.line(Math.min(Math.max(1, line), view.state.doc.lines));
    view.dispatch({ selection: { anchor: from, head: to }, effects: EditorView.scrollIntoView(from, { y: 'center' }) });
    place.scrollIntoView({ block: 'center' });
    view.focus();
  };
  document.addEventListener('click', (event) => {
    if (!(event.target instanceof Element) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target.closest<HTMLAnchorElement>('a[data-line]');
    const line = Number(link?.dataset['line']);
    if (link !== null && Number.isInteger(line)) {
      event.preventDefault();
      goTo(line);
    } else if (!isPlain && event.target.closest(`a[href="#${textarea.id}"], label[for="${textarea.id}"]`) !== null) {
      event.preventDefault();
      view.focus();
    }
  });

  view.dispatch(setDiagnostics(view.state, diagnosticsOf(data, view.state)));
  forceLinting(view);
  apply();
}

function diagnosticsOf({ marks }: EditorData, state: EditorState): Diagnostic[] {
  return marks
    .filter(({ line }) => line >= 1 && line <= state.doc.lines)
    .map(({ line, column, severity, message }): Diagnostic => {
      const { from, to, text } = state.doc.line(line);
      const first = text.length - text.trimStart().length;
      const start = column === null ? from + first : Math.min(from + column - 1, to);
      return { from: start, to: Math.max(start, to), severity: severity === 'warning' || severity === 'info' ? severity : 'error', message };
    })
    .sort((a, b) => a.from - b.from);
}

function syntaxOf(format: string | null, text: string): Syntax {
  if (format === 'json-ld') return 'json';
  if (format === 'rdf-xml') return 'xml';
  if (format === 'sparql') return 'sparql';
  if (format !== null && format !== '') return 'turtle';
  const head = text.trimStart().slice(0, 200);
  if (/^[[{]\s*["{[\]}]/.test(head)) return 'json';
  return /^<(\?xml|!--|!DOCTYPE|[\w-]+:RDF[\s>])/.test(head) ? 'xml' : 'turtle';
}

const textarea = document.querySelector<HTMLTextAreaElement>('textarea[data-editor]');
const script = document.querySelector<HTMLScriptElement>('#editor-script');
const data = document.querySelector('#editor-data')?.textContent ?? null;
if (textarea !== null && script !== null && data !== null) start(textarea, JSON.parse(data) as EditorData, script.nonce ?? '');
