import * as Y from 'yjs';
import { type Content, isSameId, isSameList, type List, originAt, type Standing } from './standing.ts';
import { isKeepable } from './values.ts';

/** Deeper than this no page nests types; deleting what is nested much deeper overflows the stack. */
export const MAX_NESTING = 256;

/** A place between neighbours is looked up over at most so many structs that were typed there at the same time. */
const MAX_STEPS = 10_000;

/** What has to be known of a document to judge where a struct would go. */
export interface Ground {
  /** Where the struct stands that holds this clock, which is known. */
  standing(client: number, clock: number): Standing;
  /** A root type, made when it is first named. */
  root(name: string): List['container'];
  /** The name of a root type, `null` for any other. */
  rootName(container: List['container']): string | null;
  /** The list in which a type stands; `null` for a root type, and where the list is gone. */
  listOf(container: List['container']): List | null;
  /** Is a type deleted, by what waits to be applied? */
  isDoomed(container: List['container']): boolean;
  /** Does the update itself delete all of this? */
  deletes(client: number, clock: number, length: number): boolean;
}

class Misplaced extends Error {}

function demand(condition: boolean, why: string): asserts condition {
  if (!condition) throw new Misplaced(why);
}

/**
 * Where a struct goes of which everything before `from` is known; throws where no page can have made it. What is let in
 * is what some page could have written who knew the structs that it leans on, so that replicas agree on its place
 * whatever the order in which they hear of it. The rules are those of `Item.getMissing` and `Item.integrate`.
 */
export function place(struct: Y.Item | Y.GC, from: number, ground: Ground): Standing {
  const { client, clock } = struct.id;
  const length = clock + struct.length - from;
  if (!(struct instanceof Y.Item))
    return { clock: from, length, list: null, origin: null, rightOrigin: null, content: null, item: null };
  demand(isKeepable(struct.content), 'content that replicas cannot hand on');
  const origin = from > clock ? Y.createID(client, from - 1) : struct.origin;
  const { rightOrigin, content } = struct;
  const list = listFor(struct, ground);
  // Of a struct that is known in part, the rest goes behind what is known of it.
  if (from > clock) demand(isSame(list, ground.standing(client, from - 1).list), 'known elsewhere');
  if (list) {
    if (rightOrigin) {
      demand(list.sub === null, 'a right neighbour under a key');
      demand(areNeighbours(origin, rightOrigin, ground), 'neighbours that never were');
    }
    demand(fits(list, content, ground), 'content of another kind of list');
    // What follows under a key takes the place of one value; a page has longer ones only when they are deleted.
    if (list.sub !== null && struct.length > 1 && !(content instanceof Y.ContentDeleted))
      demand(ground.deletes(client, from, length), 'several values under a key');
    if (content instanceof Y.ContentType) demand(nesting(list, ground) <= MAX_NESTING, 'nested too deeply');
  }
  return { clock: from, length, list, origin, rightOrigin, content, item: null };
}

const isSame = (one: List | null, other: List | null): boolean =>
  one === null || other === null ? one === other : isSameList(one, other);

/** The list that a struct names by its neighbours or its parent; `null` where that is gone. */
function listFor(struct: Y.Item, ground: Ground): List | null {
  const { origin, rightOrigin, parent, parentSub } = struct;
  if (origin && rightOrigin) {
    const left = ground.standing(origin.client, origin.clock).list;
    const right = ground.standing(rightOrigin.client, rightOrigin.clock).list;
    if (isSame(left, right)) return left;
    // One page has tidied away what another still had in a type that is deleted by what waits here.
    const standing = left ?? right;
    demand((left === null || right === null) && standing !== null, 'neighbours in two lists');
    demand(ground.isDoomed(standing.container), 'a neighbour that is gone');
    return null;
  }
  const neighbour = origin ?? rightOrigin;
  if (neighbour) return ground.standing(neighbour.client, neighbour.clock).list;
  // An update that is only decoded has a root type's name where an applied one has the type.
  const named = parent as unknown;
  if (typeof named === 'string') return { container: ground.root(named), sub: parentSub };
  demand(named instanceof Y.ID, 'no parent');
  const holder = ground.standing(named.client, named.clock);
  if (holder.list === null || holder.content instanceof Y.ContentDeleted) return null;
  demand(holder.content instanceof Y.ContentType, 'a parent that holds nothing');
  return { container: holder.content.type, sub: parentSub };
}

/**
 * Could a page have had nothing between these two of one list? Then the right one was put behind the left one, or behind
 * one behind which the left one was put in turn, or at the start. A page's undo may also name a right neighbour
 * that stands before the left one; on that replicas agree too, unless Yjs has joined the two to one struct, which it would
 * split between looking up the left neighbour and the right one.
 */
function areNeighbours(left: Y.ID | null, right: Y.ID, ground: Ground): boolean {
  const next = ground.standing(right.client, right.clock);
  const behind = originAt(right.client, right.clock, next);
  if (left === null) return behind === null;
  const last = ground.standing(left.client, left.clock);
  if (last.item && last.item.right === next.item && next.clock === right.clock) {
    if (left.clock === last.clock + last.length - 1) return true;
  }
  if (mayBeJoined(right, left, ground)) return false;
  if (behind === null) return true;
  let at: Y.ID | null = left;
  for (let steps = 0; at !== null && steps < MAX_STEPS; steps += 1) {
    const standing = ground.standing(at.client, at.clock);
    if (behind.client === at.client && behind.clock <= at.clock && behind.clock >= standing.clock)
      return true;
    at = standing.origin;
  }
  return false;
}

/** May some replica have all from the clock before `first` up to `last` in one struct? */
function mayBeJoined(first: Y.ID, last: Y.ID, ground: Ground): boolean {
  const { client } = last;
  if (first.client !== client || first.clock > last.clock) return false;
  let steps = 0;
  for (let clock = last.clock; clock >= first.clock && steps < MAX_STEPS; steps += 1) {
    const standing = ground.standing(client, clock);
    if (standing.clock < first.clock) return true;
    const before = standing.origin;
    if (before?.client !== client || before.clock !== standing.clock - 1) return false;
    if (!isSameId(ground.standing(client, before.clock).rightOrigin, standing.rightOrigin)) return false;
    clock = before.clock;
  }
  return true;
}

/** Does Yjs write such content into such a list, and can the page's editor show it there? */
function fits(list: List, content: Content, ground: Ground): boolean {
  if (content instanceof Y.ContentDeleted) return true;
  const { container, sub } = list;
  const isValue =
    content instanceof Y.ContentAny ||
    content instanceof Y.ContentJSON ||
    content instanceof Y.ContentBinary ||
    content instanceof Y.ContentType;
  if (sub !== null) return isValue;
  const type = content instanceof Y.ContentType ? content.type : null;
  if (container instanceof Y.XmlElement) return type instanceof Y.XmlElement || type instanceof Y.Text;
  if (container instanceof Y.Text) {
    if (content instanceof Y.ContentString || content instanceof Y.ContentFormat) return true;
    // Into a text that an editor shows Yjs would put an embed too, which the editor takes for a text of no length.
    return !(container instanceof Y.XmlText) && (type !== null || content instanceof Y.ContentEmbed);
  }
  if (container instanceof Y.Array) return isValue;
  return type instanceof Y.XmlElement || !ground.rootName(container)?.startsWith('text/');
}

/** How many types a list is in. */
function nesting(list: List, ground: Ground): number {
  let depth = 1;
  for (let at = ground.listOf(list.container); at && depth <= MAX_NESTING; depth += 1)
    at = ground.listOf(at.container);
  return depth;
}
