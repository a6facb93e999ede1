/**
 * The few names of the WebAssembly JavaScript API (https://www.w3.org/TR/wasm-js-api-2/) that we use. TypeScript
 * keeps them in its DOM library, which the server does without.
 */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array)
    static exports(
      module: Module,
    ): { name: string; kind: 'function' | 'table' | 'memory' | 'global' | 'tag' }[]
  }
  class Instance {
    constructor(module: Module, imports: Record<string, Record<string, () => void>>)
    readonly exports: Record<string, unknown>
  }
  class Memory {
    readonly buffer: ArrayBuffer
  }
}
