const NEGATIVE = new Set(
  `angry annoyed annoying awful bad broken complain complaint cracked damaged defective delayed disappointed disappointing
  disappointment disgusted disgusting dreadful error fail failed fails faulty frustrated frustrating furious hate horrible
  incorrect late lost mess missing mistake never nightmare nobody nothing outrageous pathetic poor problem problems
  rubbish rude scam shocking slow smashed terrible torn ugly unacceptable unfair unhappy unprofessional upset useless waste
  worse worst wrong`.split(/\s+/),
);
const POSITIVE = new Set(
  `amazing appreciate awesome beautiful brilliant delighted excellent fantastic fast friendly glad good grateful great
  happy helpful impressed kind love loved lovely nice perfect perfectly pleasant pleased quick recommend satisfied super
  superb thrilled wonderful`.split(/\s+/),
);
const NOT = new Set(
  `not no never n't don't doesn't didn't isn't wasn't can't won't cannot hardly without`.split(/\s+/),
);

/**
 * The mood of a message by its words: those of two small lists, turned round behind a negation. Polite formulas
 * (`thank you`, `kind regards`) don't count; one word is no mood unless it is all there is.
 */
export function sentiment(text: string): 'negative' | 'neutral' | 'positive' {
  const tokens = text
    .toLowerCase()
    .replace(/\b(?:kind|best|warm) (?:regards|wishes)\b|\bgood (?:morning|afternoon|evening|day)\b/g, ' ')
    .replace(/’/g, "'")
    .match(/[a-z']+/g);
  let score = 0;
  for (const [i, token] of (tokens ?? []).entries()) {
    const turned = (tokens ?? []).slice(Math.max(0, i - 2), i).some((before) => NOT.has(before)) ? -1 : 1;
    if (NEGATIVE.has(token)) score -= turned;
    else if (POSITIVE.has(token)) score += turned;
  }
  const needed = (tokens ?? []).length > 30 ? 2 : 1;
  if (score <= -needed) return 'negative';
  return score >= needed ? 'positive' : 'neutral';
}
