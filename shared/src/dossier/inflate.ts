/**
 * Undoes DEFLATE, bare or in a zlib envelope. `null` where the data is damaged or would take more than `most` bytes:
 * never a part of it. The readers of this folder are given one, since they do nothing but read.
 */
export type Inflate = (data: Uint8Array, envelope: 'none' | 'zlib', most: number) => Uint8Array | null;
