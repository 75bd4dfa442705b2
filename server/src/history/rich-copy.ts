import * as Y from 'yjs';

type Node = Y.XmlElement | Y.XmlText | Y.XmlHook;
interface Run {
  readonly insert: unknown;
  readonly attributes?: Readonly<Record<string, unknown>>;
}
/** One UTF-16 unit or embedded thing of a text, with its marks. */
interface Unit {
  readonly what: string | object;
  readonly marks: Readonly<Record<string, unknown>>;
  /** Equal for units that look the same. */
  readonly form: string;
}

/** A value as a text that is the same for equal values, whatever order their keys were written in. */
function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_key, part: unknown) =>
      typeof part === 'object' && part !== null && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
        : part,
    ) ?? ''
  );
}

const runsOf = (text: Y.XmlText): Run[] => text.toDelta() as Run[];
const attributesOf = (element: Y.XmlElement): Record<string, unknown> => element.getAttributes();

/** What a node looks like, as a text that is the same for nodes that look the same. */
export function formOfNode(node: Node): string {
  if (node instanceof Y.XmlText) return canonical(runsOf(node).map(plainRun));
  if (node instanceof Y.XmlElement) {
    const children = node.toArray().map((child) => formOfNode(child as Node));
    return canonical([node.nodeName, attributesOf(node), children]);
  }
  return canonical(node.toJSON());
}

/** Embedded types say nothing that an editor shows. */
function plainRun({ insert, attributes = {} }: Run): unknown {
  return [insert instanceof Y.AbstractType ? null : insert, attributes];
}

/** A copy that is part of no document yet, with all that the node holds, its marks and links. */
export function copyOf(node: Node): Y.XmlElement | Y.XmlText {
  if (node instanceof Y.XmlText) {
    const copy = new Y.XmlText();
    copy.applyDelta(runsOf(node).filter(({ insert }) => !(insert instanceof Y.AbstractType)));
    return copy;
  }
  const copy = new Y.XmlElement(node instanceof Y.XmlElement ? String(node.nodeName) : 'paragraph');
  if (!(node instanceof Y.XmlElement)) return copy;
  for (const [name, value] of Object.entries(attributesOf(node))) copy.setAttribute(name, value as string);
  copy.insert(
    0,
    node.toArray().map((child) => copyOf(child as Node)),
  );
  return copy;
}

function onlyTextOf(node: Node): Y.XmlText | null {
  if (!(node instanceof Y.XmlElement) || node.length !== 1) return null;
  const [child] = node.toArray();
  return child instanceof Y.XmlText ? child : null;
}

/** Are both the same kind of paragraph, with one run of text each? */
export function isOnlyTextOther(one: Node, other: Node): boolean {
  return (
    one instanceof Y.XmlElement &&
    other instanceof Y.XmlElement &&
    onlyTextOf(one) !== null &&
    onlyTextOf(other) !== null &&
    one.nodeName === other.nodeName &&
    canonical(attributesOf(one)) === canonical(attributesOf(other))
  );
}

/** Gives `is` the text of `was`; both as `isOnlyTextOther` wants them. Replaces what lies between equal ends. */
export function takeText(was: Node, is: Node): void {
  const [past, present] = [onlyTextOf(was), onlyTextOf(is)];
  if (!past || !present) return;
  const [then, now] = [unitsOf(past), unitsOf(present)];
  const shorter = Math.min(then.length, now.length);
  let head = 0;
  while (head < shorter && then[head]!.form === now[head]!.form) head += 1;
  let tail = 0;
  while (tail < shorter - head && then.at(-1 - tail)!.form === now.at(-1 - tail)!.form) tail += 1;
  // Between the halves of a character nothing is cut.
  if (head > 0 && isHigh(then[head - 1]!)) head -= 1;
  if (tail > 0 && isLow(then.at(-tail)!)) tail -= 1;
  present.applyDelta([
    ...(head > 0 ? [{ retain: head }] : []),
    ...(now.length > head + tail ? [{ delete: now.length - head - tail }] : []),
    ...runsFrom(then.slice(head, then.length - tail)),
  ]);
}

function unitsOf(text: Y.XmlText): Unit[] {
  return runsOf(text).flatMap(({ insert, attributes: marks = {} }): Unit[] => {
    const looks = canonical(marks);
    if (typeof insert !== 'string') {
      return [{ what: insert as object, marks, form: `${canonical(plainRun({ insert }))} ${looks}` }];
    }
    return insert.split('').map((what) => ({ what, marks, form: `${what} ${looks}` }));
  });
}

function runsFrom(units: readonly Unit[]): { insert: string | object; attributes: object }[] {
  const runs: { insert: string | object; attributes: object; looks: string }[] = [];
  for (const { what, marks, form } of units) {
    if (what instanceof Y.AbstractType) continue;
    const looks = typeof what === 'string' ? form.slice(what.length) : '';
    const last = runs.at(-1);
    if (typeof what === 'string' && typeof last?.insert === 'string' && last.looks === looks)
      last.insert += what;
    else runs.push({ insert: what, attributes: { ...marks }, looks });
  }
  return runs.map(({ insert, attributes }) => ({ insert, attributes }));
}

const isHigh = ({ what }: Unit): boolean => typeof what === 'string' && /^[\uD800-\uDBFF]$/.test(what);
const isLow = ({ what }: Unit): boolean => typeof what === 'string' && /^[\uDC00-\uDFFF]$/.test(what);
