import { describe, expect, it } from 'vitest';
import type { RequestError } from '../../src/domain/errors.js';
import type { Station } from '../../src/domain/station.js';
import { inTurn, Line, type InLine, type TurnNeeds } from '../../src/harvest/line.js';
import type { StationStatus } from '../../src/ports/ledger.js';
import { stationOf } from '../support/house.js';

const provider = (id: string) => ({ iri: `https://provider.example/${id}`, name: {} });
const declared: readonly Station[] = [
  stationOf({ id: 'a', endpoint: 'https://shared.example/a' }),
  stationOf({ id: 'b', endpoint: 'https://shared.example/b' }),
  stationOf({ id: 'c', endpoint: 'https://c.example/', serviceProvider: provider('one') }),
  stationOf({ id: 'd', endpoint: 'https://d.example/', serviceProvider: provider('one') }),
  stationOf({ id: 'e', endpoint: 'https://e.example/', serviceProvider: provider('two') }),
  stationOf({ id: 'pushed', endpoint: 'not an address' }),
  stationOf({ id: 'pushed-too', endpoint: 'not an address' }),
];

/** A line whose work ends when the test says so. */
function lineOf(concurrency = 10): {
  line: Line;
  begun: string[];
  join: (name: string, needs: TurnNeeds, station?: string) => InLine<string>;
  end: (name: string) => Promise<void>;
} {
  const begun: string[] = [];
  const open = new Map<string, (value: string) => void>();
  const station = (id: string): StationStatus | undefined => {
    const found = declared.find((known) => known.id === id);
    return found === undefined ? undefined : ({ station: found } as StationStatus);
  };
  const line = new Line({ reader: { station }, concurrency, onEnd: () => undefined });
  return {
    line,
    begun,
    join: (name, needs, of = name) =>
      line.join(of, needs, () => {
        begun.push(name);
        return new Promise<string>((resolve) => open.set(name, resolve));
      }),
    end: async (name) => {
      open.get(name)?.(name);
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

describe('the line in which visits and deeds wait', () => {
  it('HTTP-11: lets one at a time to a host and a service provider, and says which one it waits for', async () => {
    const { join, begun, end } = lineOf();
    const waits = Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((id) => [id, join(id, 'host')]));
    expect(begun).toEqual(['a', 'c', 'e']);
    expect(waits['a']?.waitsFor()).toBeNull();
    expect(waits['b']?.waitsFor()).toEqual({ kind: 'host', host: 'shared.example', station: 'a' });
    expect(waits['d']?.waitsFor()).toEqual({ kind: 'provider', provider: 'https://provider.example/one', station: 'c' });
    await end('a');
    expect(begun).toEqual(['a', 'c', 'e', 'b']);
    expect(await waits['a']?.ended).toBe('a');
  });

  it('has one thing at a time done with a station, in the order in which it was asked for', async () => {
    const { line, join, begun, end } = lineOf();
    join('visit', 'host', 'a');
    const push = join('push', 'station', 'a');
    join('deed', 'station', 'a');
    expect([begun, push.waitsFor(), line.waitsFor('a')]).toEqual([['visit'], { kind: 'station', station: 'a' }, { kind: 'station', station: 'a' }]);
    await end('visit');
    expect(begun).toEqual(['visit', 'push']);
    await end('push');
    expect(begun).toEqual(['visit', 'push', 'deed']);
    await end('deed');
    expect([line.holds('a'), line.waitsFor('a')]).toEqual([false, null]);
  });

  it('keeps a visit that comes while something is pushed, and lets a push past a visit that waits for its host', async () => {
    const { join, begun, end } = lineOf();
    join('push', 'station', 'a');
    join('visit', 'host', 'a');
    expect(begun).toEqual(['push']);
    join('other', 'host', 'b');
    await end('push');
    expect(begun).toEqual(['push', 'other']);
    join('again', 'station', 'a');
    expect(begun).toEqual(['push', 'other', 'again']);
    await end('again');
    await end('other');
    expect(begun).toEqual(['push', 'other', 'again', 'visit']);
  });

  it('counts what reads kept bytes among the places, and neither pushes nor deeds', async () => {
    const { join, begun, end } = lineOf(1);
    join('a', 'host');
    const reading = join('b', 'place');
    join('pushed', 'station');
    join('pushed-too', 'station');
    expect([begun, reading.waitsFor()]).toEqual([['a', 'pushed', 'pushed-too'], { kind: 'place', running: 1 }]);
    await end('a');
    expect(begun).toEqual(['a', 'pushed', 'pushed-too', 'b']);
    // It asks nothing of the host, so a visit there need not wait for it.
    const { join: joinMore, begun: begunMore } = lineOf(2);
    joinMore('b', 'place');
    joinMore('a', 'host');
    expect(begunMore).toEqual(['b', 'a']);
  });

  it('goes on after work that fails at once or later', async () => {
    const { line, join, begun } = lineOf();
    const failed = line.join('a', 'host', () => {
      throw new Error('at once');
    });
    const late = line.join('a', 'host', () => Promise.reject(new Error('later')));
    join('a', 'host');
    await expect(failed.ended).rejects.toThrow('at once');
    await expect(late.ended).rejects.toThrow('later');
    await new Promise((resolve) => setImmediate(resolve));
    expect(begun).toEqual(['a']);
  });

  it('lets out of the line what has not begun, and nothing else', async () => {
    const { join, begun, end } = lineOf();
    const first = join('a', 'host');
    const second = join('b', 'host');
    expect([first.leave(), second.leave(), second.leave()]).toEqual([false, true, false]);
    await expect(second.ended).rejects.toMatchObject({ code: 'request/conflict' });
    await end('a');
    expect(begun).toEqual(['a']);
  });

  it('tells everybody who waits that it closes, and who names no station that there is none', async () => {
    const { line, join } = lineOf();
    join('a', 'host');
    const waiting = join('b', 'host');
    const lost = join('nowhere', 'station');
    const code = (error: RequestError): string => error.code;
    await expect(lost.ended.catch(code)).resolves.toBe('request/not-found');
    line.close();
    await expect(waiting.ended.catch(code)).resolves.toBe('request/unavailable');
    await expect(join('c', 'host').ended.catch(code)).resolves.toBe('request/unavailable');
  });

  it('tells the number of a run when its turn has come, and none when it never came', async () => {
    const { line, join, end } = lineOf();
    join('visit', 'host', 'a');
    const begin = () => ({ run: Promise.resolve(7), ended: Promise.resolve('done') });
    const turn = inTurn(line, 'a', 'station', begin);
    const left = inTurn(line, 'a', 'station', begin);
    expect([turn.waitsFor(), left.leave(), await left.run]).toEqual([{ kind: 'station', station: 'a' }, true, null]);
    await end('visit');
    expect([await turn.run, await turn.ended, turn.waitsFor()]).toEqual([7, 'done', null]);
    await left.ended.catch(() => undefined);
  });
});
