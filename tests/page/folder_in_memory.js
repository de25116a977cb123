// A folder as File System Access gives one, in the page's memory: `files` are base64 by path.
// No test can answer the browser's own dialog; this stands in its place.
((files) => {
  const missing = () => new DOMException("not there", "NotFoundError");
  class InMemory {
    constructor(name) { Object.assign(this, { kind: "file", name, bytes: new Uint8Array(), time: 1000 }); }
    async getFile() { return new File([this.bytes], this.name, { lastModified: this.time }); }
    async createWritable() {
      if (this.locked) throw new DOMException("open elsewhere", "NoModificationAllowedError");
      let written;
      return {
        write: async (bytes) => { written = new Uint8Array(bytes); },
        close: async () => {
          if (this.heldInTheEnd) throw new DOMException("open elsewhere", "InvalidStateError");
          [this.bytes, this.time] = [written, this.time + 1000];
        },
        abort: async () => undefined,
      };
    }
  }
  class FolderInMemory {
    constructor(name) { Object.assign(this, { kind: "directory", name, kids: new Map() }); }
    async *values() { yield* this.kids.values(); }
    get(name, create, kind) {
      if (!this.kids.has(name) && !create) throw missing();
      if (!this.kids.has(name)) this.kids.set(name, new kind(name));
      return this.kids.get(name);
    }
    async getFileHandle(name, { create } = {}) { return this.get(name, create, InMemory); }
    async getDirectoryHandle(name, { create } = {}) { return this.get(name, create, FolderInMemory); }
    async removeEntry(name) { this.kids.delete(name); }
  }
  window.folder = new FolderInMemory("reports");
  for (const [name, base64] of Object.entries(files))
    window.folder.get(name, true, InMemory).bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  window.showDirectoryPicker = async () => window.folder;
  window.inFolder = (folder = window.folder, above = "") => [...folder.kids.values()].flatMap((kid) =>
    kid.kind === "file" ? [above + kid.name] : window.inFolder(kid, `${above}${kid.name}/`)).sort();
  window.sha256 = async (name) => [...new Uint8Array(await crypto.subtle.digest("SHA-256", window.folder.kids.get(name).bytes))]
    .map((byte) => byte.toString(16).padStart(2, "0")).join("");
})
