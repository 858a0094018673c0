import { SingleBar } from 'cli-progress';
import { pc } from '../output/colours.ts';
import type { Listener } from './run.ts';
import { verdictSummary, waveSummary } from './summary.ts';

/** Tells the demo's progress on a terminal; plain lines where there is none. */
export function terminalListener(write: (line: string) => void = (line) => console.log(line)): Listener {
  return {
    step(text) {
      const started = Date.now();
      return (done) =>
        write(
          `${pc.green('✓')} ${text}${done ? `, ${done}` : ''} ${pc.dim(`${((Date.now() - started) / 1000).toFixed(1)} s`)}`,
        );
    },
    wave(wave, of) {
      const bar = process.stderr.isTTY
        ? new SingleBar({ format: `  wave ${wave} {bar} {value}/{total} · {sent} sent`, hideCursor: true })
        : undefined;
      bar?.start(of, 0, { sent: 0 });
      return {
        sent: (n) => bar?.update({ sent: n }),
        settled: (n) => bar?.update(n),
        done: () => bar?.stop(),
      };
    },
    summary: (wave, reports) => write(`\n${waveSummary(wave, reports)}`),
    verdict: (reports, own) => write(`\n${verdictSummary(reports, own)}`),
    note: (text) => write(`  ${text}`),
  };
}
