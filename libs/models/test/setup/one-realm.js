// Jest runs tests in a realm of their own, with its own Float32Array; onnxruntime makes its results in Node's realm, and
// then refuses them as 'not a Float32Array'. What looks like one counts as one.
Object.defineProperty(Float32Array, Symbol.hasInstance, {
  value: (value) => ArrayBuffer.isView(value) && value[Symbol.toStringTag] === 'Float32Array',
});
