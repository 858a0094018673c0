import {
  defineEvent,
  type EventOf,
  KbArticle,
  ReplyApproved,
  services,
  TicketClosed,
  TicketOpened,
  TicketTriaged,
} from '@throughline/contracts';
import {
  Agent,
  Consumes,
  type Followed,
  Follows,
  type IncomingRecord,
  RetryableError,
  TerminalError,
} from '@throughline/messaging';
import { given, partly } from '@throughline/messaging/testing';

const triaged = (event: EventOf<typeof TicketOpened>) =>
  TicketTriaged.of({ ...TicketTriaged.example, ticketId: event.data.ticketId, turn: event.data.turn });

@Agent({ ...services.triage, follows: [KbArticle] })
class Triage {
  private seen = 0;
  private articles: string[] = [];
  constructor(private readonly rule: () => void = () => undefined) {}

  @Consumes(TicketOpened, { emits: [TicketTriaged] })
  async handle(event: EventOf<typeof TicketOpened>, { signal }: IncomingRecord & { signal: AbortSignal }) {
    signal.throwIfAborted();
    this.rule();
    this.seen++;
    return this.seen + this.articles.length > 1 ? [triaged(event), triaged(event)] : triaged(event);
  }

  @Follows(KbArticle)
  article({ key, data }: Followed<typeof KbArticle>): void {
    if (data?.title) this.articles.push(key);
  }
}

const example = TicketTriaged.of(TicketTriaged.example);
const failing = (error: Error) =>
  new Triage(() => {
    throw error;
  });

describe('an agent', () => {
  it('is given the example of a contract, changed, and says what follows, all of it', () =>
    given(TicketOpened, { turn: 2 })
      .when(new Triage())
      .then(TicketTriaged.of({ ...TicketTriaged.example, turn: 2 })));

  it('may have handled and followed others before', async () => {
    await given(TicketOpened).after(TicketOpened.of(TicketOpened.example)).when(new Triage()).then(example, example);
    await given(TicketOpened).after(KbArticle.of(KbArticle.example)).when(new Triage()).then(example, example);
  });

  it('fails as it would in production', async () => {
    await given(TicketOpened)
      .when(failing(new TerminalError('Not one of ours.')))
      .thenFailsTerminally('one of ours');
    await given(TicketOpened)
      .when(failing(new RetryableError('Away.')))
      .thenFailsRetryably(/^Away/);
  });

  it('is not asked about an event that its contract refuses', () =>
    given(TicketOpened, { turn: 0 }).when(new Triage()).thenFailsTerminally('ticket.opened: turn: Too small'));

  it('is refused where its service does not declare what the method does', () => {
    @Agent(services.audit)
    class Elsewhere {
      @Consumes(TicketOpened, { emits: [TicketTriaged] })
      handle(event: EventOf<typeof TicketOpened>) {
        return triaged(event);
      }
    }
    expect(() => given(TicketOpened).when(new Elsewhere())).toThrow(/which is not declared: add it to services.audit/);
  });
});

describe('a plain function', () => {
  it('declares what it emits', async () => {
    await given(TicketOpened)
      .when(triaged, { emits: [TicketTriaged] })
      .then(example);
    await given(TicketOpened)
      .when(() => undefined)
      .thenNothing();
  });

  it('sees headers that the test gives, and hands them on', () =>
    given(TicketOpened, {}, { policyVersion: 'p1' })
      .when(triaged, { emits: [TicketTriaged] })
      .then(TicketTriaged.of(TicketTriaged.example, { policyVersion: 'p1' })));

  it('fails for an emit that the compiler did not see', async () => {
    const sly = { when: triaged as never, emits: [TicketClosed] };
    await given(TicketOpened).when(sly.when, sly).thenFailsTerminally('emits ticket.triaged without declaring it');
    const wrong = () => TicketTriaged.of({ ...TicketTriaged.example, turn: 0 });
    await given(TicketOpened)
      .when(wrong, { emits: [TicketTriaged] })
      .thenFailsTerminally('emits a wrong ticket.triaged: turn');
    await given(TicketOpened)
      .when((() => 'text') as never)
      .thenFailsTerminally('returned something that is no event');
  });
});

describe('what is expected', () => {
  const spec = () => given(TicketOpened).when(new Triage());

  it('may be a part, where the test says so', () =>
    spec().then(partly(TicketTriaged, { turn: 1, triage: { language: expect.stringMatching(/^..$/) } })));

  it.each([
    ['other data', () => spec().then(TicketTriaged.of({ ...TicketTriaged.example, turn: 2 })), /turn/],
    ['another part', () => spec().then(partly(TicketTriaged, { triage: { language: 'xx' } })), /xx/],
    [
      'a list of another length',
      () => spec().then(partly(TicketTriaged, { triage: { candidates: [] } })),
      /candidates/,
    ],
    [
      'a matcher that does not match',
      () => spec().then(partly(TicketTriaged, { ticketId: expect.stringMatching(/no/) })),
      /ticketId/,
    ],
    ['another event', () => spec().then(TicketClosed.of(TicketClosed.example) as never), /ticket\.closed/],
    ['one more', () => spec().then(example, example), /ticket\.triaged/],
    ['nothing', () => spec().thenNothing(), /ticket\.triaged/],
    ['a failure', () => spec().thenFailsTerminally(''), /did not fail, it emitted support\.ticket\.triaged\.v1/],
    [
      'another policy version',
      () => spec().then(TicketTriaged.of(TicketTriaged.example, { policyVersion: 'p2' })),
      /p2/,
    ],
  ])('and is not there fails the test: %s', async (_, run, message) => {
    await expect(run()).rejects.toThrow(message);
  });

  it('fails the test with the other kind of failure, and with another message', async () => {
    const away = () => given(TicketOpened).when(failing(new RetryableError('Away.')));
    await expect(away().thenFailsTerminally('Away')).rejects.toThrow(/failed retryably: Away/);
    await expect(away().thenFailsRetryably('Gone')).rejects.toThrow(/Away/);
    await expect(away().then(example)).rejects.toThrow('Away.');
  });

  it('must be said: a sentence without its end fails', async () => {
    await expect(spec()).rejects.toThrow(/Nothing is expected: end with/);
    await expect(given(TicketOpened) as never).rejects.toThrow(/Nothing is expected/);
  });

  it('does not hide an earlier event that fails', async () => {
    const other = defineEvent({ ...TicketOpened, name: 'never.seen' });
    const late = given(TicketOpened).after(other.of(TicketOpened.example)).when(new Triage());
    await expect(late.thenFailsTerminally('')).rejects.toThrow('Triage has no method for never.seen');
  });
});

// The types are the test here: `tsc -p test` fails where one of these lines compiles that should not.
void (() => {
  // @ts-expect-error the agent takes no such event
  void given(TicketClosed).when(new Triage());
  // @ts-expect-error an event with more fields than the method's is another event
  void given(TicketTriaged).when(new Triage());
  // @ts-expect-error no such field
  void given(TicketOpened, { turns: 2 });
  // @ts-expect-error the field is a number
  void given(TicketOpened, { turn: '2' });
  // @ts-expect-error the method emits no reply.approved
  void given(TicketOpened).when(new Triage()).then(ReplyApproved.of(ReplyApproved.example));
  // @ts-expect-error nor a part of one
  void given(TicketOpened).when(new Triage()).then(partly(ReplyApproved, {}));
  // @ts-expect-error an expectation of nothing has its own word
  void given(TicketOpened).when(new Triage()).then();
  // @ts-expect-error the function takes another event
  void given(TicketClosed).when(triaged, { emits: [TicketTriaged] });
  // @ts-expect-error the function emits what it does not declare
  void given(TicketOpened).when(triaged, { emits: [TicketClosed] });
});
