import { readConfig } from '../config.js';
import { mailDelivery } from '../feedback/mailer.js';
import { SqliteDeliveryReader } from '../ledger/delivery-book.js';
import { SqliteLedgerReader } from '../ledger/sqlite-reader.js';
import { print, readWords, RefusedError, remark, UsageError, type Command } from './command.js';

export const mailCommand: Command = {
  name: 'mail',
  usage: 'mail [--station ID] [--limit N] [--json]',
  summary: 'The latest messages to contacts of stations, with what the mail server said. "rejected" means that the address in the stations file is wrong.',
  details: '  --station ID  those of one station\n  --limit N     so many messages (100)',
  run(words) {
    const { values, positionals } = readWords(words, { station: { type: 'string' }, limit: { type: 'string' }, json: { type: 'boolean' } });
    if (positionals.length > 0) throw new UsageError(`what is "${positionals.join(' ')}"? A station is named by --station ID`);
    if (values.limit !== undefined && !/^[1-9]\d{0,3}$/.test(values.limit)) throw new UsageError('--limit is a number from 1 to 9999');
    const limit = Number(values.limit ?? 100);
    const { dataDir, NDC_SMTP_URL } = readConfig();
    if (values.station !== undefined) refuseUnknown(dataDir, values.station);
    const reader = SqliteDeliveryReader.open(dataDir);
    try {
      const messages = reader.deliveryMessages(mailDelivery, limit, values.station === undefined ? {} : { scope: values.station });
      if (values.json === true) {
        const told = messages.map(({ content: _content, ...message }) => message);
        print(JSON.stringify(told, null, 2));
        return Promise.resolve(0);
      }
      for (const { createdAt, scope, kind, state, outcome, attempts } of messages)
        print(`${createdAt}  ${scope.padEnd(24)} ${kind.padEnd(16)} ${state.padEnd(9)} ${outcome ?? '-'}${attempts > 1 ? ` (${String(attempts)} tries)` : ''}`);
      if (messages.length === 0) print('No messages.');
      if (messages.length === limit) remark(`The latest ${String(limit)}; there may be older ones (--limit N).`);
      if (NDC_SMTP_URL === undefined) remark('Mail is not set up here: without NDC_SMTP_URL and NDC_MAIL_FROM nothing is sent.');
      return Promise.resolve(0);
    } finally {
      reader.close();
    }
  },
};

function refuseUnknown(dataDir: string, station: string): void {
  const reader = SqliteLedgerReader.open(dataDir);
  try {
    if (reader.station(station) === undefined) throw new RefusedError(`there is no station ${station}; "ndc stations list" shows them`);
  } finally {
    reader.close();
  }
}
