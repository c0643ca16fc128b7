/** The peers are installed only when the bench runs, so the type check does not look into them. */

declare module '@jax-js/jax';
declare module '@tensorflow/tfjs';
declare module '@tensorflow/tfjs-backend-wasm';
