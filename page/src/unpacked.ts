/** The parts that the page carries: gzip, written as base64. */

/** Return the bytes of base64. */
function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const reader = Uint8Array as unknown as { fromBase64?: (text: string) => Uint8Array<ArrayBuffer> };
  if (reader.fromBase64) return reader.fromBase64(base64);
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}

/** Return a part as it was before it was packed. */
export async function unpacked(base64: string): Promise<ArrayBuffer> {
  const packed = new Blob([bytesOf(base64)]).stream();
  return new Response(packed.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}
