import { readConfig } from '../config.js';
import { startServer } from '../server.js';
import { print, type Command } from './command.js';

export const serveCommand: Command = {
  name: 'serve',
  usage: 'serve',
  summary: 'Serves the catalogue and harvests its stations by their schedules. SIGTERM stops it within 10 s.',
  async run() {
    const server = await startServer(readConfig(), { pinBase: true, schedule: true });
    print(`The catalogue listens on ${server.url}`);
    try {
      await Promise.race([stopSignal(), server.failed]);
    } finally {
      await server.close();
    }
    return 0;
  },
};

/** Waits for SIGTERM or SIGINT; after ten seconds of stopping the process ends by itself. */
export function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      setTimeout(() => process.exit(1), 9500).unref();
      resolve();
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
  });
}
