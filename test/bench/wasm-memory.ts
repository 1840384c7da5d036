/** Memories of the WebAssembly modules that were loaded after this one; import it first. */
const memories: WebAssembly.Memory[] = [];

WebAssembly.Instance = class extends WebAssembly.Instance {
  constructor(module: WebAssembly.Module, imports?: WebAssembly.Imports) {
    super(module, imports);
    memories.push(...Object.values(this.exports).filter((value) => value instanceof WebAssembly.Memory));
  }
};

/** Bytes that WebAssembly holds; they never become fewer. */
export function wasmBytes(): number {
  return memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
}
