import { type Assurance, type Classification, isAssured } from '@throughline/models';

/** What an event says of a stated bound: whether it was shown for messages like this, and the score that it goes by. */
export function assured(
  assurance: Assurance | undefined,
  intent: string | undefined,
  { score }: Classification,
): { assured?: boolean; score?: number } {
  return {
    ...(assurance && { assured: intent !== undefined && isAssured(assurance, intent, score) }),
    ...(score !== undefined && { score }),
  };
}
