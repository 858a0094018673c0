import { execFile } from 'node:child_process';
import { type EventOf, PolicyChanged, TicketResolved } from '@throughline/contracts';
import { Agent, Consumes, type Followed, Follows, type IncomingRecord, TerminalError } from '@throughline/messaging';
import { survey, SurveyDue } from './survey.ts';

/** The same step, done by a program that existed before; and none while the kill switch is on. */
@Agent({ ...survey, follows: [PolicyChanged] })
export class PluggedInAgent {
  private stopped = false;

  /** `command`: the program and its arguments. */
  constructor(private readonly command: readonly [string, ...string[]]) {}

  @Consumes(TicketResolved, { emits: [SurveyDue] })
  async resolved({ data }: EventOf<typeof TicketResolved>, { signal }: IncomingRecord & { signal: AbortSignal }) {
    if (this.stopped) return undefined;
    const { ticketId, customerId, turn, reply } = data;
    // What it says is checked against the contract before it is sent, like what anybody says.
    const said = await run(this.command, reply.author.kind, signal);
    return SurveyDue.of({ ticketId, customerId, turn, survey: said as 'short' });
  }

  @Follows(PolicyChanged)
  policy({ data }: Followed<typeof PolicyChanged>): void {
    if (data?.kind === 'kill_switch') this.stopped = data.on;
  }
}

function run([file, ...args]: readonly [string, ...string[]], input: string, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(file, args, { signal }, (error, stdout) => {
      // This program's code for an input that it can't read; what else goes wrong may go right another time.
      if (error?.code === 2) reject(new TerminalError(`${file} can't read '${input}'.`));
      else if (error) reject(error);
      else resolve(stdout);
    });
    child.stdin?.on('error', () => undefined).end(input); // it may have ended without reading
  });
}
