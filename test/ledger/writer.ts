import { systemClock } from '../../src/ports/clock.js';
import { SqliteLedger } from '../../src/ledger/sqlite-ledger.js';
import { publish, staged } from '../support/ledger.js';

/** A process of its own that publishes a number of records of one station. */
const [folder = '', station = '', count = '0'] = process.argv.slice(2);
const ledger = SqliteLedger.open(folder, systemClock);
for (let n = 0; n < Number(count); n++) await publish(ledger, station, [staged(`https://${station}.example/${String(n)}`)]);
ledger.close();
