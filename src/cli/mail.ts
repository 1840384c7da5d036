import { readConfig } from '../config.js';
import { mailDelivery } from '../feedback/mailer.js';
import { SqliteDeliveryReader } from '../ledger/delivery-book.js';
import { print, readWords, type Command } from './command.js';

const shown = 100;

export const mailCommand: Command = {
  name: 'mail',
  usage: 'mail [--station ID] [--json]',
  summary: 'The latest messages to contacts of stations, with what the mail server said. "rejected" means that the address in the stations file is wrong.',
  run(words) {
    const { values } = readWords(words, { station: { type: 'string' }, json: { type: 'boolean' } });
    const reader = SqliteDeliveryReader.open(readConfig().dataDir);
    try {
      const messages = reader.deliveryMessages(mailDelivery, shown, values.station === undefined ? {} : { scope: values.station });
      if (values.json === true)
        print(
          JSON.stringify(
            messages.map(({ content: _content, ...message }) => message),
            null,
            2,
          ),
        );
      else
        for (const { createdAt, scope, kind, state, outcome, attempts } of messages)
          print(
            `${createdAt}  ${scope.padEnd(24)} ${kind.padEnd(16)} ${state.padEnd(9)} ${outcome ?? '-'}${attempts > 1 ? ` (${String(attempts)} tries)` : ''}`,
          );
      if (messages.length === 0 && values.json !== true) print('No messages.');
      return Promise.resolve(0);
    } finally {
      reader.close();
    }
  },
};
