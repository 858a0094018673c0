import { SingleBar } from 'cli-progress';

/** How far a command has come; shown on standard error, where that is a terminal, from the third second on. */
export interface Progress {
  /** One more was read. */
  read(): void;
  /** What came of them, e.g. `12 redriven`. */
  say(what: string): void;
  stop(): void;
}

/** `total`: how many are to be read at most; `quiet`: show nothing. */
export function progress(total: number, quiet = false): Progress {
  const bar = new SingleBar({ format: '  {bar} {value}/{total} read · {what}', hideCursor: true, etaBuffer: 1 });
  let [done, what] = [0, ''];
  let shown = false;
  const timer = setTimeout(() => {
    if (quiet || !process.stderr.isTTY) return;
    shown = true;
    bar.start(total, done, { what });
  }, 2_000);
  timer.unref();
  return {
    read: () => void (shown ? bar.update(++done) : done++),
    say: (text) => {
      what = text;
      if (shown) bar.update(done, { what });
    },
    stop: () => {
      clearTimeout(timer);
      if (shown) bar.stop();
    },
  };
}
