import { describe, expect, it } from 'vitest';
import { ProgressBoard } from '../../src/cli/progress.js';
import { noCounts, type RunOutcome, type RunProgressEvent, type RunSummary } from '../../src/domain/harvest.js';

const clear = '\r\u001b[2K';

/** A board on a terminal of that many columns (null: no terminal), by a clock that the test moves. */
function boardOf(
  total: number,
  columns: number | null | undefined,
): { board: ProgressBoard; text: () => string; line: () => string; move: (ms: number) => void } {
  let at = 1_000_000;
  let text = '';
  const out = { isTTY: columns !== null, ...(columns == null ? {} : { columns }), write: (part: string) => ((text += part), true) };
  return {
    board: new ProgressBoard(out as ConstructorParameters<typeof ProgressBoard>[0], total, () => at),
    text: () => text,
    line: () => text.slice(text.lastIndexOf(clear) + clear.length),
    move: (ms) => {
      at += ms;
    },
  };
}

const event = (fields: Partial<RunProgressEvent> = {}): RunProgressEvent => ({
  station: 'umc',
  run: 7,
  phase: 'gather',
  detail: '',
  done: 0,
  expected: null,
  ...fields,
});
const summary = (station: string, outcome: RunOutcome = 'complete', detail: string | null = null): RunSummary => ({
  station,
  run: 7,
  outcome,
  detail,
  counts: { ...noCounts, added: 3 },
});

describe('the progress board on a terminal', () => {
  it('shows the bar of the stations, and of a run its own with rate and remaining time', () => {
    const { board, line, move } = boardOf(4, 200);
    board.progress(event({ expected: 300 }));
    move(10_000);
    board.progress(event({ done: 120, expected: 300 }));
    expect(line()).toBe('[....................] 0/4 umc: gather [####......] 120/300, 12 a second, 15 s left');
    board.end(summary('other'));
    expect(line()).toMatch(/^\[#{5}\.{15}\] 1\/4 umc: gather /);
  });

  it.each([
    [6, 606, ', 1.0 a second, 10 min left'],
    [6, 9006, ', 1.0 a second, 2 h 30 min left'],
    [3, 8, ', 0.5 a second, 10 s left'],
    [600, 600, '600/600, 100 a second'],
  ])('tells of %i done in six seconds and %i expected: %s', (done, expected, ending) => {
    const { board, line, move } = boardOf(1, 200);
    board.progress(event({ expected }));
    move(6000);
    board.progress(event({ done, expected }));
    expect(line().slice(-ending.length)).toBe(ending);
  });

  it('measures the rate from where the phase began, so that a run that goes on where it was cut off does not boast', () => {
    const { board, line, move } = boardOf(1, 200);
    board.progress(event({ done: 1000, expected: 1100 }));
    move(10_000);
    board.progress(event({ done: 1050, expected: 1100 }));
    expect(line()).toContain('1050/1100, 5.0 a second, 10 s left');
    board.progress(event({ phase: 'publish', done: 0, expected: 50 }));
    move(2000);
    board.progress(event({ phase: 'publish', done: 40, expected: 50 }));
    expect(line()).toContain('publish [########..] 40/50, 20 a second, 1 s left');
  });

  it.each([
    ['is not known', null],
    ['is nothing', 0],
    ['was guessed too low', 20],
  ])('tells only count and rate where the end %s', (_name, expected) => {
    const { board, line, move } = boardOf(1, 200);
    board.progress(event({ expected }));
    move(2000);
    board.progress(event({ detail: '30 documents, 28 records', done: 30, expected }));
    expect(line()).toBe('[....................] 0/1 umc: gather 30 documents, 28 records, 15 a second');
  });

  it('promises nothing before a second has passed, or when nothing has come', () => {
    const { board, line, move } = boardOf(1, 200);
    board.progress(event({ expected: 10 }));
    move(900);
    board.progress(event({ done: 5, expected: 10 }));
    expect(line()).toMatch(/5\/10$/);
    const idle = boardOf(1, 200);
    idle.board.progress(event({ expected: 10 }));
    idle.move(60_000);
    idle.board.progress(event({ expected: 10 }));
    expect(idle.line()).toMatch(/0\/10$/);
  });

  it('shows several runs side by side, as many as there is room for, and says how many more there are', () => {
    for (const [columns, shown] of [
      [200, ['a: gather x', 'b: gather x', 'c: gather x']],
      [66, ['a: gather x', 'b: gather x', '+1 more']],
      [50, ['a: gather x', '+2 more']],
    ] as const) {
      const { board, line, move } = boardOf(9, columns);
      for (const [run, station] of ['a', 'b', 'c'].entries()) board.progress(event({ station, run, detail: 'x' }));
      move(100);
      board.progress(event({ station: 'c', run: 2, detail: 'x' }));
      expect(line()).toBe(`[....................] 0/9 ${shown.join(' | ')}`);
    }
  });

  it.each([60, 20, 5, 1])('never writes beyond a terminal of %i columns, nor into its last one', (columns) => {
    const { board, line, move } = boardOf(9, columns);
    board.progress(event({ station: 'a-station-with-a-long-name', detail: 'y'.repeat(300) }));
    move(100);
    board.progress(event({ station: 'another', run: 8, detail: 'z'.repeat(300) }));
    expect(line().length).toBe(columns - 1);
  });

  it.each([0, undefined])('takes 80 columns for a terminal that tells %s', (columns) => {
    const { board, line, move } = boardOf(1, columns);
    move(100);
    board.progress(event({ detail: 'y'.repeat(300) }));
    expect(line()).toHaveLength(79);
  });

  it('redraws at most ten times a second', () => {
    const { board, text, move } = boardOf(1, 80);
    for (let done = 0; done < 1000; done++) {
      board.progress(event({ done, expected: 1000 }));
      move(1);
    }
    expect(text().split(clear).length - 1).toBe(9);
  });

  it('ends each run with a line of its own, what to do about it below, and clears what was drawn', () => {
    const { board, text } = boardOf(2, 80);
    board.end(summary('umc', 'on-hold', 'Too \u001b[31mmuch\u0007'), ['ndc harvest --release 7']);
    expect(
      text().startsWith(
        `${clear}  !! umc                    on-hold     3 added, 0 updated, 0 unchanged, 0 withdrawn, 0 held; run 7 (Too  [31mmuch)\n     ndc harvest --release 7\n`,
      ),
    ).toBe(true);
    board.end({ ...summary('zmc', 'postponed'), run: null });
    expect(text()).toContain('  .. zmc                    postponed   3 added, 0 updated, 0 unchanged, 0 withdrawn, 0 held\n');
    board.close();
    expect(text().endsWith(`${clear}2 of 2 stations in 0.0 s\n`)).toBe(true);
  });

  it('knows which runs are under way', () => {
    const { board } = boardOf(3, 80);
    board.progress(event({ station: 'a', run: 1 }));
    board.progress(event({ station: 'b', run: 2, phase: 'publish' }));
    board.progress(event({ station: 'c', run: 3 }));
    board.progress(event({ station: 'c', run: 3, phase: 'done' }));
    board.end(summary('a'));
    expect(board.underWay().map(({ run, phase }) => [run, phase])).toEqual([[2, 'publish']]);
  });
});

describe('the progress board where there is no terminal', () => {
  it('writes one plain line for each run every ten seconds, and nothing that moves a cursor', () => {
    const { board, text, move } = boardOf(2, null);
    for (let second = 0; second < 25; second++) {
      board.progress(event({ station: 'a', run: 1, done: second, expected: 100 }));
      board.progress(event({ station: 'b', run: 2, detail: `${String(second)} documents`, done: second }));
      move(1000);
    }
    board.end(summary('a'));
    board.end(summary('b', 'failed'));
    board.close();
    expect(text().split('\n')).toEqual([
      '  .. a: gather [#.........] 10/100, 1.0 a second, 2 min left',
      '  .. b: gather 9 documents, 0.9 a second',
      '  .. a: gather [##........] 20/100, 1.0 a second, 80 s left',
      '  .. b: gather 19 documents, 0.9 a second',
      '  ok a                      complete    3 added, 0 updated, 0 unchanged, 0 withdrawn, 0 held; run 7',
      '  !! b                      failed      3 added, 0 updated, 0 unchanged, 0 withdrawn, 0 held; run 7',
      '2 of 2 stations in 25.0 s',
      '',
    ]);
    expect(text()).not.toContain('\u001b');
  });

  it('says nothing of the number of stations when there is one, and nothing at all for JSON', () => {
    const { board, text } = boardOf(1, null);
    board.end(summary('a'));
    board.close();
    expect(text().split('\n')).toHaveLength(2);
    const silent = new ProgressBoard(null, 3, () => 0);
    silent.progress(event());
    silent.end(summary('a'), ['x']);
    silent.close();
    expect(silent.underWay()).toHaveLength(1);
  });
});
