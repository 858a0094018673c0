import { metrics } from '@opentelemetry/api';

const meter = metrics.getMeter('@throughline/webhooks');

/** Posts, by endpoint and outcome (`accepted`, `failed`, `refused`). */
export const posts = meter.createCounter('throughline.webhooks.posts', { unit: '{post}' });
/** Deliveries that were given up, by endpoint and event. Let an alert watch it: docs/runbooks/webhooks.md. */
export const died = meter.createCounter('throughline.webhooks.dead', { unit: '{delivery}' });
