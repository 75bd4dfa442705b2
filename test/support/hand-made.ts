import * as encoding from 'lib0/encoding';

/** Updates as somebody writes them by hand: any struct with any neighbours, parent and content. */

export interface Id {
  readonly client: number;
  readonly clock: number;
}

export type HandContent =
  | { readonly kind: 'deleted' | 'gc'; readonly length: number }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'format'; readonly key: string; readonly json: string }
  | { readonly kind: 'embed'; readonly json: string }
  | { readonly kind: 'json'; readonly items: readonly string[] }
  | { readonly kind: 'any'; readonly values: readonly (null | number | string | boolean)[] }
  | { readonly kind: 'binary' }
  /** 0 array, 1 map, 2 text, 3 element, 4 fragment, 5 hook, 6 text of a fragment */
  | { readonly kind: 'type'; readonly type: number; readonly name: string }
  | { readonly kind: 'doc' };

export interface HandStruct {
  readonly origin?: Id | null;
  readonly rightOrigin?: Id | null;
  /** Only written where there are no neighbours. */
  readonly parent?: string | Id;
  readonly sub?: string | null;
  readonly content: HandContent;
}

export interface HandDelete extends Id {
  readonly length: number;
}

const REFS = {
  gc: 0,
  deleted: 1,
  json: 2,
  binary: 3,
  string: 4,
  embed: 5,
  format: 6,
  type: 7,
  any: 8,
  doc: 9,
};

/** One client's structs from a clock on, and what is deleted. */
export function handMade(
  from: Id,
  structs: readonly HandStruct[],
  deletes: readonly HandDelete[] = [],
): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, structs.length > 0 ? 1 : 0);
  if (structs.length > 0) {
    encoding.writeVarUint(encoder, structs.length);
    encoding.writeVarUint(encoder, from.client);
    encoding.writeVarUint(encoder, from.clock);
    for (const struct of structs) writeStruct(encoder, struct);
  }
  encoding.writeVarUint(encoder, deletes.length);
  for (const { client, clock, length } of deletes)
    for (const value of [client, 1, clock, length]) encoding.writeVarUint(encoder, value);
  return encoding.toUint8Array(encoder);
}

function writeStruct(encoder: encoding.Encoder, struct: HandStruct): void {
  const { origin, rightOrigin, parent = 'fields', sub, content } = struct;
  if (content.kind === 'gc') {
    encoding.writeUint8(encoder, 0);
    encoding.writeVarUint(encoder, content.length);
    return;
  }
  const info = REFS[content.kind] | (origin ? 128 : 0) | (rightOrigin ? 64 : 0) | (sub != null ? 32 : 0);
  encoding.writeUint8(encoder, info);
  for (const id of [origin, rightOrigin]) if (id) writeId(encoder, id);
  if (!origin && !rightOrigin) {
    encoding.writeVarUint(encoder, typeof parent === 'string' ? 1 : 0);
    if (typeof parent === 'string') encoding.writeVarString(encoder, parent);
    else writeId(encoder, parent);
    if (sub != null) encoding.writeVarString(encoder, sub);
  }
  writeContent(encoder, content);
}

function writeId(encoder: encoding.Encoder, { client, clock }: Id): void {
  encoding.writeVarUint(encoder, client);
  encoding.writeVarUint(encoder, clock);
}

function writeContent(encoder: encoding.Encoder, content: HandContent): void {
  switch (content.kind) {
    case 'gc':
    case 'deleted':
      encoding.writeVarUint(encoder, content.length);
      break;
    case 'string':
      encoding.writeVarString(encoder, content.text);
      break;
    case 'embed':
      encoding.writeVarString(encoder, content.json);
      break;
    case 'format':
      encoding.writeVarString(encoder, content.key);
      encoding.writeVarString(encoder, content.json);
      break;
    case 'json':
      encoding.writeVarUint(encoder, content.items.length);
      for (const item of content.items) encoding.writeVarString(encoder, item);
      break;
    case 'any':
      encoding.writeVarUint(encoder, content.values.length);
      for (const value of content.values) encoding.writeAny(encoder, value);
      break;
    case 'binary':
      encoding.writeVarUint8Array(encoder, Uint8Array.of(1, 2));
      break;
    case 'type':
      encoding.writeVarUint(encoder, content.type);
      if (content.type === 3 || content.type === 5) encoding.writeVarString(encoder, content.name);
      break;
    case 'doc':
      encoding.writeVarString(encoder, 'g');
      encoding.writeAny(encoder, {});
      break;
  }
}
