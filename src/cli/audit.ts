import { auditActions, type AuditAction, type AuditEntry } from '../domain/audit.js';
import { readConfig } from '../config.js';
import { readMoment } from '../domain/moment.js';
import { SqliteLedgerReader } from '../ledger/sqlite-reader.js';
import { cell } from '../report/csv.js';
import { print, readWords, UsageError, type Command } from './command.js';
import { plain } from './run-words.js';

/** Entries are read in pages: the log is never short of them again. */
const pageSize = 500;

export const auditCommand: Command = {
  name: 'audit',
  usage: 'audit [--by NAME] [--action ACTION] [--target ID] [--since DATE] [--limit N|--all] [--json|--csv]',
  summary: 'Who did what: deeds of operators by name, over HTTP and on the command line, the latest first. Entries are never changed and never go.',
  details: `  --by NAME        of one person (the name in NDC_OPERATORS, or of the account on this machine)
  --action ACTION  one kind of deed: ${auditActions.join(', ')}
  --target ID      about one station, record, profile, list or operator
  --since DATE     from a date (YYYY-MM-DD) or an instant on
  --limit N        so many entries (50); --all for every one
  --json, --csv    for software; every entry carries a hash over itself and the one before, which "ndc check" follows`,
  run(words) {
    const { values, positionals } = readWords(words, {
      by: { type: 'string' },
      action: { type: 'string' },
      target: { type: 'string' },
      since: { type: 'string' },
      limit: { type: 'string' },
      all: { type: 'boolean' },
      json: { type: 'boolean' },
      csv: { type: 'boolean' },
    });
    if (positionals.length > 0) throw new UsageError('audit takes no names; --by and --target choose');
    if (values.json === true && values.csv === true) throw new UsageError('--json or --csv, not both');
    if (values.limit !== undefined && !/^[1-9]\d{0,5}$/.test(values.limit)) throw new UsageError('--limit is a number from 1 to 999999');
    const asked = { by: values.by, action: actionNamed(values.action), target: values.target, since: instantOf(values.since) };
    const most = values.all === true ? Infinity : Number(values.limit ?? 50);
    const reader = SqliteLedgerReader.open(readConfig().dataDir);
    try {
      const entries = pages(reader, asked, most);
      if (values.json === true) print(JSON.stringify([...entries], null, 2));
      else if (values.csv === true) printCsv(entries);
      else printText(entries);
      return Promise.resolve(0);
    } finally {
      reader.close();
    }
  },
};

type Asked = Omit<Parameters<SqliteLedgerReader['audit']>[0], 'limit' | 'before'>;

function* pages(reader: SqliteLedgerReader, asked: Asked, most: number): Generator<AuditEntry> {
  for (let [before, left] = [Infinity, most]; left > 0;) {
    const page = reader.audit({ ...asked, ...(before === Infinity ? {} : { before }), limit: Math.min(pageSize, left) });
    yield* page;
    if (page.length < pageSize) return;
    [before, left] = [page.at(-1)?.n ?? 0, left - page.length];
  }
}

/** @throws UsageError */
function actionNamed(name: string | undefined): AuditAction | undefined {
  const action = auditActions.find((known) => known === name);
  if (name !== undefined && action === undefined) throw new UsageError(`--action is one of ${auditActions.join(', ')}`);
  return action;
}

/** @throws UsageError */
function instantOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : readMoment(text) === null ? new Date(NaN) : new Date(text);
  if (Number.isNaN(at.getTime())) throw new UsageError('--since is a date (YYYY-MM-DD, from midnight UTC) or an instant (2026-01-31T12:00:00Z)');
  return at.toISOString();
}

function printText(entries: Iterable<AuditEntry>): void {
  let count = 0;
  for (const { at, by, via, action, target, detail } of entries) {
    const more = Object.entries(detail).map(([name, value]) => `${name} ${String(value)}`);
    const who = by === null ? '(files)' : plain(by);
    print(`${at}  ${who.padEnd(16)} ${via.padEnd(13)} ${action.padEnd(20)} ${plain(target ?? '-')}${more.length === 0 ? '' : `  (${plain(more.join(', '))})`}`);
    count++;
  }
  if (count === 0) print('No such deeds.');
}

function printCsv(entries: Iterable<AuditEntry>): void {
  print('n,at,by,via,action,target,detail,hash');
  for (const { n, at, by, via, action, target, detail, hash } of entries)
    print([n, at, by, via, action, target, JSON.stringify(detail), hash].map(cell).join(','));
}
