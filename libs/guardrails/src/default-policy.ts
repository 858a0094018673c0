/**
 * The policy of a workspace that has none of its own: careful, and true for any shop. It leaves out `allowedDomains`, so
 * people's links are not looked at, and lists no contacts, so a telephone number in an agent's reply goes to a person.
 */
export const defaultPolicySource = `# Throughline's default guardrail policy. Copy it to workspaces/<yours>/policy.yaml and make it your own.

# Below these, an agent's reply goes to a person. confidence: how sure triage is of the intent (a calibrated
# probability); grounding: how well the cited passages hold the answer. Both from 0 to 1.
thresholds:
  confidence: 0.7
  grounding: 0.75

limits:
  amount: 100 # money that a customer may mention before a person looks, in whatever currency they name
  repeatContacts: 2 # the second contact about one matter goes to a person
  repeatDays: 14 # for so long an answer counts as recent
  repliesPerTicket: 3 # so many automatic replies to one ticket, and to one customer, within replyHours
  repliesPerCustomer: 20
  replyHours: 24

humanQueues:
  default: general
  others: []

# Always to a person, most serious first. Intents that the taxonomy marks as high-stakes count without being named.
highStakes:
  intents: {}
  signals:
    self_harm: general
    safety_incident: general
    security_incident: general
    legal_threat: general
    privacy_request: general
    press: general
    prompt_injection: general
    possible_high_stakes: general
    chargeback: general
    abuse: general

# Signs that need nobody's care, or have a rule of their own. Any other unknown sign goes to a person.
routineSignals: [repeat_contact, money, anger, personal_data]

vipTiers: [vip]

# What an agent must not say, unless a cited passage says it.
forbidden:
  - { phrase: guarantee }
  - { phrase: we promise }
  - { phrase: full refund }
  - { phrase: compensation }
  - { phrase: free of charge }
  - { phrase: legal advice, unlessCited: false }
  - { phrase: medical advice, unlessCited: false }
  - { phrase: as an ai, unlessCited: false }

# The library's own rules, tuned: the VIP rule only watches.
builtIn:
  vip: observe

# Rules of one's own: CEL over the facts.
rules: []
`;
