/** What strangers write who want to sell or to cheat, and customers don't. */
const OFFERS = [
  /\b(?:seo(?: (?:services?|expert|agency|company|audit|packages?))?|search engine optimi[sz]ation|back-?links?|guest posts?|link building|domain authority|(?:rank|ranking|page one|first page|top) (?:\w+ ){0,3}(?:on|of|in) (?:google|the search results?)|google rankings?)\b/i,
  /\b(?:double|triple|grow|boost|multiply|skyrocket) (?:your|their) (?:online )?(?:sales|revenue|business|traffic|shop|store|profits?|customers)\b/i,
  /\b(?:web(?:site)? (?:design|development|redesign) (?:services?|company|agency)|mobile app development|digital marketing (?:services?|agency)|lead generation|social media followers|increase (?:your )?(?:website )?traffic)\b/i,
  /\b(?:e-?mail (?:list|database)s? of|decision[- ]makers|verified contacts|bulk (?:e-?mail|sms))\b/i,
  /\b(?:bitcoin|crypto(?:currency)?|forex|binary options?)\b.{0,80}\b(?:invest\w*|profits?|trading|returns?|earn)\b/is,
  /\b(?:invest\w*|profits?|trading|earn)\b.{0,80}\b(?:bitcoin|crypto(?:currency)?|forex|binary options?)\b/is,
  /\b(?:you (?:have )?won|lottery|winning (?:number|notification)|unclaimed (?:funds?|inheritance)|next of kin|beneficiary|million (?:us ?d|dollars|euros?|pounds))\b/i,
  /\b(?:online casino|sports? betting|free spins|jackpot)\b/i,
  /\b(?:viagra|cialis|weight[- ]loss (?:pills?|supplements?)|male enhancement|online pharmacy)\b/i,
  /\b(?:(?:business|personal|quick|instant) loans?|loan offer|funding for your business|merchant cash advance|no credit checks?|pre-?approved for)\b/i,
  /\b(?:earn|make) (?:up to )?[$€£]?\s?\d[\d,.]*\s?(?:[$€£]|usd|eur|dollars|euros)? ?(?:per|a|every|each) (?:day|week|month|hour)\b/i,
];
const SIGNS = [
  /\bhttps?:\/\/\S+/i,
  /\bclick (?:here|below|the link|on the link)\b/i,
  /\b(?:dear|hello|hi) (?:sir or madam|sir\/madam|webmaster|(?:(?:business|website|site|shop|store) )?owner|friend|beneficiary|winner|ceo|manager)\b/i,
  /\b(?:limited[- ]time|act now|100 ?%|guaranteed|risk[- ]free|no obligation|special offer|free (?:trial|quote|audit|consultation)|affordable|lowest price|packages (?:from|start\w*))\b/i,
  /\b(?:unsubscribe|opt[- ]out|remove you from|reply (?:stop|no|yes))\b/i,
  /\bcongratulations\b.{0,40}\byou\b|\bclaim (?:yours|your (?:prize|reward|money|loan|bonus))\b|\bbefore midnight\b/is,
  /\b(?:whatsapp|telegram|skype) ?(?:me|us|number|:|\+)/i,
  /\b(?:our (?:team|company|agency) (?:of|offers?|provides?|specializes?|specialises?)|we (?:offer|provide|are offering)|i (?:came across|visited|was on|found|noticed) your (?:web ?)?site|are you interested|would you be interested|kindly reply|interested\?)/i,
];
/** Who writes of these is, or may be, a customer. */
const CUSTOMER =
  /\b(?:my|the|an|this|our|last|recent) (?:\w+ ){0,2}(?:orders?|purchases?|parcel|package|delivery|shipment|refund|return|invoice|receipt|subscription|account|warranty|payment|password|login|booking|item|product)\b|\bi (?:bought|ordered|paid|purchased|received|returned|cancelled|canceled)\b|\border (?:no|number|#)|\bhelp me with my\b/i;

/**
 * The signs of an unasked offer, if there are enough of them to be very sure: an offer and three other signs, or two offers
 * and one; and not a word of somebody who has bought something.
 */
export function spamCues(text: string, headers: Readonly<Record<string, string>>): string[] | undefined {
  if (CUSTOMER.test(text)) return undefined;
  const offers = OFFERS.flatMap((pattern) => pattern.exec(text)?.[0] ?? []);
  const signs = SIGNS.flatMap((pattern) => pattern.exec(text)?.[0] ?? []);
  const flagged = /^yes\b/i.test(headers['x-spam-flag'] ?? headers['x-spam-status'] ?? '');
  const weight = offers.length * 2 + signs.length + (flagged ? 1 : 0);
  if (offers.length === 0 || weight < 5) return undefined;
  return [...offers, ...signs, ...(flagged ? ['spam header'] : [])].map((cue) => cue.replace(/\s+/g, ' ').slice(0, 60));
}
