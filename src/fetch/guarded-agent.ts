import { isIP, type LookupFunction } from 'node:net';
import { rootCertificates } from 'node:tls';
import { Agent, buildConnector } from 'undici';
import { mayConnect, type AddressPolicy } from './address-guard.js';
import type { FetchSettings } from './fetch-settings.js';
import type { Surroundings } from './surroundings.js';

export class RefusedAddress extends Error {}

export interface AgentOptions {
  /** Null: an address of the operator's own configuration, trusted as given (DESIGN section 1). */
  readonly policy: AddressPolicy | null;
  readonly settings: FetchSettings;
  readonly surroundings: Surroundings;
  /** Whether `connectTo` counts. */
  readonly isMapped: boolean;
  /** A client certificate, and the one authority (`host:port`) that gets to see it. */
  readonly certificate?: { readonly authority: string; readonly read: () => { readonly cert: string; readonly key: string } } | undefined;
}

/**
 * An undici agent that resolves a name once, checks every address, and connects to what was checked (SSRF-2): the check
 * happens in the socket's own `lookup`, so that there is no second resolution which could answer otherwise.
 */
export function guardedAgent(options: AgentOptions): Agent {
  const { settings } = options;
  return new Agent({
    connect: connectorOf(options),
    headersTimeout: settings.headersTimeoutMs,
    bodyTimeout: settings.bodyTimeoutMs,
    maxHeaderSize: settings.maxHeaderBytes,
    connections: 2,
    pipelining: 1,
  });
}

function connectorOf({ policy, settings, surroundings, isMapped, certificate }: AgentOptions): buildConnector.connector {
  const basics = {
    timeout: settings.connectTimeoutMs,
    lookup: checkedLookup(policy, surroundings),
    ...(settings.extraAuthorities === null ? {} : { ca: [...rootCertificates, settings.extraAuthorities] }),
  };
  const plain = buildConnector(basics);
  let certified: buildConnector.connector | null = null;
  return (options, callback) => {
    try {
      let connect = plain;
      if (certificate !== undefined && options.protocol === 'https:' && options.host === certificate.authority)
        connect = certified ??= buildConnector({ ...basics, ...certificate.read(), maxCachedSessions: 0 });
      const mapped = isMapped ? settings.connectTo[options.hostname] : undefined;
      if (mapped !== undefined) {
        const [hostname = '127.0.0.1', port = '80'] = mapped.split(':');
        connect({ ...options, servername: options.servername ?? options.hostname, hostname, port }, callback);
        return;
      }
      const name = options.hostname.replace(/^\[|\]$/g, '');
      if (policy !== null && isIP(name) !== 0 && !mayConnect(name, policy)) callback(new RefusedAddress('it is private or reserved'), null);
      else connect(options, policy === null ? callback : checkedAfterwards(policy, callback));
    } catch (error) {
      callback(error instanceof Error ? error : new Error('no connection'), null);
    }
  };
}

function checkedLookup(policy: AddressPolicy | null, surroundings: Surroundings): LookupFunction {
  return (hostname, options, callback) => {
    surroundings.resolveName(hostname).then(
      (addresses) => {
        const [first] = addresses;
        if (policy !== null && addresses.some(({ address }) => !mayConnect(address, policy)))
          callback(new RefusedAddress('it resolves to a private or reserved address'), '', 4);
        else if (first === undefined) callback(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), '', 4);
        else if (options.all === true) callback(null, [...addresses]);
        else callback(null, first.address, first.family);
      },
      (error: unknown) => {
        callback(error instanceof Error ? error : new Error('no address'), '', 4);
      },
    );
  };
}

/** The other end is looked at once more when the connection stands: a second lock on the same door. */
function checkedAfterwards(policy: AddressPolicy, callback: buildConnector.Callback): buildConnector.Callback {
  return (...result) => {
    const [error, socket] = result;
    if (error === null && (socket.remoteAddress === undefined || !mayConnect(socket.remoteAddress, policy))) {
      socket.destroy();
      callback(new RefusedAddress('the connection ended at a private or reserved address'), null);
    } else callback(...result);
  };
}
