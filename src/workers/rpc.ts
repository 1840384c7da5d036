import type { MessagePort, Worker } from 'node:worker_threads';
import { CatalogueError, ConfigurationError, InternalError, RequestError, StationError, type ErrorCode, type ErrorDetails } from '../domain/errors.js';

/** The two ends of a channel between threads: a message port, or a worker and its parent. */
export type Channel = Pick<MessagePort, 'postMessage'> & { on(event: 'message', listener: (message: unknown) => void): unknown };

interface Call {
  readonly call: number;
  readonly method: string;
  readonly values: readonly unknown[];
}

interface Answer {
  readonly answer: number;
  readonly value?: unknown;
  readonly error?: WireError;
}

interface WireError {
  readonly kind: string;
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: ErrorDetails;
}

type Methods<T> = { readonly [K in keyof T as T[K] extends (...values: never[]) => Promise<unknown> ? K : never]: T[K] };

/** Answers calls on a channel with the methods of an object; each call is answered by its own result or error. */
export function serve(channel: Channel, target: object, prepare: (values: readonly unknown[]) => readonly unknown[] = (values) => values): void {
  channel.on('message', (message) => {
    if (!isCall(message)) return;
    void answer(channel, target, { ...message, values: prepare(message.values) });
  });
}

async function answer(channel: Channel, target: object, call: Call): Promise<void> {
  try {
    const method = (target as Record<string, unknown>)[call.method];
    if (typeof method !== 'function') throw new InternalError('internal/error', `no method ${call.method}`);
    const value: unknown = await (method as (...values: readonly unknown[]) => unknown).apply(target, [...call.values]);
    channel.postMessage({ answer: call.call, value } satisfies Answer);
  } catch (error) {
    channel.postMessage({ answer: call.call, error: toWire(error) } satisfies Answer);
  }
}

/** Calls over a channel as if the object were here. Calls that are open when the other side ends are rejected. */
export class RemoteCalls {
  private next = 1;
  private readonly open = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  private ended: Error | null = null;

  constructor(private readonly channel: Channel) {
    channel.on('message', (message) => {
      if (!isAnswer(message)) return;
      const waiting = this.open.get(message.answer);
      this.open.delete(message.answer);
      if (message.error === undefined) waiting?.resolve(message.value);
      else waiting?.reject(fromWire(message.error));
    });
  }

  call(method: string, values: readonly unknown[]): Promise<unknown> {
    if (this.ended !== null) return Promise.reject(this.ended);
    const call = this.next++;
    return new Promise((resolve, reject) => {
      this.open.set(call, { resolve, reject });
      this.channel.postMessage({ call, method, values } satisfies Call);
    });
  }

  end(error: Error): void {
    this.ended = error;
    for (const { reject } of this.open.values()) reject(error);
    this.open.clear();
  }

  proxy<T extends object>(): Methods<T> {
    return new Proxy({} as Methods<T>, {
      get: (_target, method) => (method === 'then' ? undefined : (...values: readonly unknown[]) => this.call(String(method), values)),
    });
  }
}

/** Calls to a worker; they fail when it ends. */
export function callsTo(worker: Worker, name: string): RemoteCalls {
  const calls = new RemoteCalls(worker);
  worker.on('exit', (code) => {
    calls.end(new InternalError('internal/worker-ended', `The ${name} worker ended (code ${String(code)}).`));
  });
  worker.on('error', (error) => {
    calls.end(
      new InternalError('internal/worker-ended', `The ${name} worker failed: ${error instanceof Error ? error.message : String(error)}`, {}, { cause: error }),
    );
  });
  return calls;
}

function isCall(message: unknown): message is Call {
  return typeof message === 'object' && message !== null && 'call' in message;
}

function isAnswer(message: unknown): message is Answer {
  return typeof message === 'object' && message !== null && 'answer' in message;
}

const kinds: Readonly<Record<string, new (code: ErrorCode, message: string, details: ErrorDetails) => CatalogueError>> = {
  StationError,
  RequestError,
  ConfigurationError,
  InternalError,
};

export function toWire(error: unknown): WireError {
  if (error instanceof CatalogueError) return { kind: error.name, code: error.code, message: error.message, details: { ...error.details } };
  return {
    kind: 'InternalError',
    code: 'internal/error',
    message: error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error),
    details: {},
  };
}

export function fromWire(wire: WireError): CatalogueError {
  return new (kinds[wire.kind] ?? InternalError)(wire.code, wire.message, wire.details);
}
