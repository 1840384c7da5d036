import type { ReportSummary } from '../catalogue/document-report.js';
import type { ParseTrouble } from '../rdf/parse-trouble.js';
import type { ReportFormat, ReportRecord, ReportWriter, Settings, TextSpool } from './report-writer.js';

export const jsonFormat: ReportFormat = {
  id: 'json',
  mediaType: 'application/json',
  extension: 'json',
  open: (settings) => new JsonWriter(settings),
};

/** What the EU and DCAT-AP-NL lists are headed by; the same as in `documentReport`. */
const euProfile = 'healthdcat-ap-r8';
const nlProfile = 'dcat-ap-nl-3.0';

/** Items of one list of the report: written out as they come, with nothing kept but whether there was one. */
class ListSpool {
  private isEmpty = true;

  constructor(
    private readonly text: TextSpool,
    private readonly indent: string,
  ) {}

  add(item: unknown): void {
    this.text.write(`${this.isEmpty ? '' : ','}\n${this.indent}  ${indented(item, `${this.indent}  `)}`);
    this.isEmpty = false;
  }

  *drain(): Iterable<string> {
    yield '[';
    yield* this.text.drain();
    yield this.isEmpty ? ']' : `\n${this.indent}]`;
  }
}

function indented(value: unknown, indent: string): string {
  return JSON.stringify(value, null, 2).replaceAll('\n', `\n${indent}`);
}

/** One `DocumentReport`, to the byte what `JSON.stringify(report, null, 2)` gives; of several documents an array with `file`. */
class JsonWriter implements ReportWriter {
  private readonly indent: string;
  private name = '';
  private isFirst = true;
  private lists: Readonly<Record<'datasets' | 'results' | 'eu' | 'nl' | 'repairs', ListSpool>>;

  constructor(private readonly settings: Settings) {
    this.indent = settings.several ? '    ' : '  ';
    this.lists = this.newLists();
  }

  private newLists(): JsonWriter['lists'] {
    const { spool } = this.settings;
    const of = (more = ''): ListSpool => new ListSpool(spool(), this.indent + more);
    return { datasets: of(), results: of(), eu: of('  '), nl: of('  '), repairs: of() };
  }

  begin(): string {
    return this.settings.several ? '[' : '';
  }

  file(name: string): string {
    this.name = name;
    this.lists = this.newLists();
    return '';
  }

  record(record: ReportRecord): string {
    const { lists } = this;
    lists.datasets.add(record.subject);
    for (const result of record.results) lists.results.add(result);
    for (const result of record.eu?.results ?? []) lists.eu.add(result);
    for (const result of record.nl?.results ?? []) lists.nl.add(result);
    for (const repair of record.repairs) lists.repairs.add(repair);
    return '';
  }

  *endFile(summary: ReportSummary): Iterable<string> {
    const { lists, indent } = this;
    const head = Object.entries({ ...(this.settings.several ? { file: this.name } : {}), ...summary }).map(
      ([key, value]) => `\n${indent}${JSON.stringify(key)}: ${indented(value, indent)},`,
    );
    yield `${this.separator()}{${head.join('')}\n${indent}"datasets": `;
    yield* lists.datasets.drain();
    yield `,\n${indent}"results": `;
    yield* lists.results.drain();
    yield `,\n${indent}"eu": {\n${indent}  "profile": ${JSON.stringify(euProfile)},\n${indent}  "results": `;
    yield* lists.eu.drain();
    yield `\n${indent}},\n${indent}"dcat-ap-nl": {\n${indent}  "profile": ${JSON.stringify(nlProfile)},\n${indent}  "results": `;
    yield* lists.nl.drain();
    yield `\n${indent}},\n${indent}"repairs": `;
    yield* lists.repairs.drain();
    yield `\n${indent.slice(2)}}`;
  }

  unreadable(name: string, trouble: ParseTrouble): string {
    return this.separator() + indented({ file: name, error: trouble }, this.indent.slice(2));
  }

  private separator(): string {
    const { isFirst } = this;
    this.isFirst = false;
    return this.settings.several ? `${isFirst ? '' : ','}\n  ` : '';
  }

  *end(): Iterable<string> {
    yield this.settings.several ? (this.isFirst ? ']\n' : '\n]\n') : '\n';
  }
}
