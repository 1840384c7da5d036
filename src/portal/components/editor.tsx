import type { VNode } from 'preact';
import type { Severity } from '../../domain/validation.js';
import type { PageContext } from '../page-context.js';
import { jsonForScript } from '../view-models/schema-org.js';

export interface EditorMark {
  readonly line: number;
  readonly column: number | null;
  readonly severity: Severity | 'error';
  readonly message: string;
}

/** What the editor island needs; the page is complete without it. */
export interface EditorProps {
  readonly src: string;
  readonly nonce: string;
  readonly format: string | null;
  /** What the text is; a document to be checked where nothing is said. */
  readonly label?: string;
  readonly marks: readonly EditorMark[];
}

/** The island's script and its data; loaded after the page, it takes the place of the text field until told otherwise. */
export function EditorScript({ editor, context }: { readonly editor: EditorProps; readonly context: PageContext }): VNode {
  const { editor: words } = context.m.validator;
  return (
    <>
      <script
        id="editor-data"
        type="application/json"
        dangerouslySetInnerHTML={{
          __html: jsonForScript({ format: editor.format, marks: editor.marks, words: { ...words, label: editor.label ?? words.label } }),
        }}
      />
      <script id="editor-script" type="module" src={editor.src} nonce={editor.nonce} />
    </>
  );
}
