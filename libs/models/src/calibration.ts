/** A prediction for a text whose class is known. */
export interface Prediction {
  readonly probabilities: Float32Array;
  readonly label: number;
}

/** Probabilities made sharper (temperature below 1) or flatter (above 1): pᵢ^(1/T) over their sum. */
export function withTemperature(probabilities: Float32Array, temperature: number): Float32Array {
  const powers = probabilities.map((p) => p ** (1 / temperature));
  const sum = powers.reduce((total, power) => total + power, 0);
  return sum > 0 ? powers.map((power) => power / sum) : powers;
}

/**
 * The temperature at which probabilities mean what they say: the one with the least negative log-likelihood on predictions
 * for texts that the model was not trained on (temperature scaling: Guo et al. 2017, "On Calibration of Modern Neural
 * Networks"). One number, so a handful of examples is enough to find it. 1 without predictions.
 */
export function fitTemperature(predictions: readonly Prediction[]): number {
  if (predictions.length === 0) return 1;
  const loss = (temperature: number): number =>
    predictions.reduce(
      (sum, { probabilities, label }) =>
        sum - Math.log(Math.max(withTemperature(probabilities, temperature)[label]!, 1e-6)),
      0,
    );
  // Even steps of 4 % from 0.2 to 2: the curve has one valley, and nothing finer shows in a confidence of two digits.
  let best = { temperature: 1, loss: loss(1) };
  for (let temperature = 0.2; temperature <= 2; temperature *= 1.04) {
    const here = loss(temperature);
    if (here < best.loss) best = { temperature, loss: here };
  }
  return best.temperature;
}
