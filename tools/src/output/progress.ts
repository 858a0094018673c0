import { SingleBar } from 'cli-progress';

/** How far a command has come; shown on standard error, where that is a terminal, from the third second on. */
export interface Progress {
  /** One more is done. */
  step(): void;
  /** What is being done, or what came of it so far. */
  say(what: string): void;
  stop(): void;
}

/** `total`: how many steps there are at most; without it the time that has passed is shown. `quiet`: show nothing. */
export function progress(what: string, total?: number, quiet = false): Progress {
  const format = total === undefined ? '  {what} · {duration_formatted}' : '  {bar} {value}/{total} {what}';
  const bar = new SingleBar({ format, hideCursor: true, etaBuffer: 1 });
  let [done, text] = [0, what];
  let shown = false;
  const timer = setTimeout(() => {
    if (quiet || !process.stderr.isTTY) return;
    shown = true;
    bar.start(total ?? 0, done, { what: text });
  }, 2_000);
  timer.unref();
  return {
    step: () => void (shown ? bar.update(++done) : done++),
    say: (said) => {
      text = said;
      if (shown) bar.update(done, { what: text });
    },
    stop: () => {
      clearTimeout(timer);
      if (shown) bar.stop();
    },
  };
}

/** Does some work, and says what on a terminal where it takes its time. */
export async function waiting<T>(what: string, work: () => Promise<T>): Promise<T> {
  const shown = progress(what);
  try {
    return await work();
  } finally {
    shown.stop();
  }
}
