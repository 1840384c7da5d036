import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';

/** Listens and never accepts: its thread sleeps. Two connections fit into the kernel's queue; whoever comes then waits. */
const source = `const { parentPort } = require('node:worker_threads');
const server = require('node:net').createServer();
server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
  parentPort.postMessage(server.address().port);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});`;

/** An address on 127.0.0.1 at which no connection ever comes about: what a firewall that drops packets looks like. */
export class BlackHole {
  private constructor(
    readonly port: number,
    private readonly worker: Worker,
    private readonly queued: readonly Socket[],
  ) {}

  static async open(): Promise<BlackHole> {
    const worker = new Worker(source, { eval: true });
    const port = await new Promise<number>((resolve, reject) => worker.once('message', resolve).once('error', reject));
    const queued = await Promise.all(
      [1, 2].map(
        () =>
          new Promise<Socket>((resolve, reject) => {
            const socket = connect(port, '127.0.0.1', () => {
              resolve(socket);
            }).on('error', reject);
          }),
      ),
    );
    for (const socket of queued) socket.removeAllListeners('error').on('error', () => undefined);
    return new BlackHole(port, worker, queued);
  }

  async close(): Promise<void> {
    for (const socket of this.queued) socket.destroy();
    await this.worker.terminate();
  }
}
