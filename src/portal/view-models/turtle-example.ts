import { prefixes } from '../../rdf/prefixes.js';

/** A fragment about a subject as a document that can be read: with the prefixes it uses and a subject before it. */
export function turtleExample(fragment: string): string {
  const subject = '<https://voorbeeld.example/1>';
  const body = fragment.trim().replace(/[;.]\s*$/, '');
  const bare = body.replace(/"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"|<[^<>\s]*>/g, ' ');
  const used = [
    ...new Set([...bare.matchAll(/(?<![\w:@^-])([a-zA-Z][\w-]*):(?=[\w])/g), ...bare.matchAll(/\^\^([a-zA-Z][\w-]*):/g)].map(([, prefix]) => prefix ?? '')),
  ];
  // A datatype follows its text, which has been taken out above.
  const typed = [...body.matchAll(/"\^\^([a-zA-Z][\w-]*):/g)].map(([, prefix]) => prefix ?? '');
  const declared = [...new Set([...used, ...typed])].filter((prefix) => prefixes[prefix] !== undefined).sort();
  const head = declared.map((prefix) => `@prefix ${prefix}: <${prefixes[prefix] ?? ''}> .`);
  const lines = body.split('\n');
  const text = lines.length === 1 ? `${subject} ${body} .` : `${subject}\n${lines.map((line) => `  ${line}`).join('\n')} .`;
  return [...head, ...(head.length === 0 ? [] : ['']), text].join('\n');
}
