/** Where the built page serves the audio thread's module: a file of its own, which the page's CSP lets in. */
export { default as soundWorkletUrl } from '../sdk/sound/sound-worklet.ts?worker&url'
