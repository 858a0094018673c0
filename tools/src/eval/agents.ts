import { Knowledge, loadKnowledge } from '@throughline/drafter/knowledge';
import { defaultPolicySource, parsePolicy, type Policy } from '@throughline/guardrails';
import type { Classification, Classifier, ClassifyOptions } from '@throughline/models';
import { Brain, loadBrain } from '@throughline/triage/brain';
import type { Tone, Workspace } from '@throughline/workspace';

/** What the three agents know, as their services load it. */
export interface Agents {
  readonly brain: Brain;
  /** What the classifier said last. */
  readonly heard: Heard;
  readonly knowledge: Knowledge;
  readonly tone: Tone;
  readonly policy: Policy;
  /** Seconds until triage had learned, and until the articles could be searched. */
  readonly seconds: { readonly triage: number; readonly knowledge: number };
}

/** Passes everything on, and remembers the last answer: an event does not carry all of it. */
export class Heard implements Classifier {
  readonly model: string;
  last: Classification | undefined;

  constructor(private readonly classifier: Classifier) {
    this.model = classifier.model;
  }

  async classify(text: string, options?: ClassifyOptions): Promise<Classification> {
    return (this.last = await this.classifier.classify(text, options));
  }
}

/** Loads models, articles and policy of a workspace. @throws where a model is missing, or PolicyError with its mistakes */
export async function loadAgents(dir: string, modelDir: string, workspace: Workspace): Promise<Agents> {
  const policy = parsePolicy(workspace.policySource ?? defaultPolicySource);
  const started = performance.now();
  const { classifier, intents, evidence } = await loadBrain({ WORKSPACE: dir, MODEL_DIR: modelDir });
  const learned = performance.now();
  const knowledge = await loadKnowledge({ MODEL_DIR: modelDir });
  for (const { articleId, title, intents: answers, questions, body } of workspace.articles) {
    const article = {
      articleId,
      revision: 1,
      title,
      intents: answers,
      questions,
      body,
      status: 'active',
      origin: { kind: 'workspace' },
      updatedAt: '1970-01-01T00:00:00.000Z',
    } as const;
    await knowledge.apply({ key: articleId, data: article });
  }
  const heard = new Heard(classifier);
  return {
    brain: new Brain(heard, intents, evidence),
    heard,
    knowledge,
    tone: workspace.tone,
    policy,
    seconds: { triage: (learned - started) / 1000, knowledge: (performance.now() - learned) / 1000 },
  };
}
