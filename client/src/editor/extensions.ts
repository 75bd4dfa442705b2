import { textRoot } from '@filiera/shared/plan/layout.ts';
import type { AnyExtension } from '@tiptap/core';
import Collaboration from '@tiptap/extension-collaboration';
import CollaborationCaret from '@tiptap/extension-collaboration-caret';
import Link from '@tiptap/extension-link';
import { Placeholder } from '@tiptap/extensions';
import StarterKit from '@tiptap/starter-kit';
import type { PlanConnection } from '../collab/connection.ts';

/** What people type for an address, as an address that everybody can follow; `null` where it is none of ours. */
export function linkAddress(typed: string): string | null {
  const text = typed.trim();
  if (/^(?:https?:\/\/|mailto:)\S+$/i.test(text)) return text;
  if (/^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/.test(text)) return `mailto:${text}`;
  if (/^[\p{L}\d-]+(?:\.[\p{L}\d-]+)+(?:[/?#:]\S*)?$/u.test(text)) return `https://${text}`;
  return null;
}

/** A link knows the addresses that the plan keeps, whichever way it is made: typed, pasted or through the toolbar. */
const PlanLink = Link.extend({
  addCommands() {
    const parent = this.parent?.();
    return {
      ...parent,
      setLink: (attributes) => (props) => {
        const href = linkAddress(attributes.href);
        return href !== null && (parent?.setLink?.({ href, target: null })(props) ?? false);
      },
    };
  },
}).configure({
  openOnClick: false,
  linkOnPaste: true,
  defaultProtocol: 'https',
  isAllowedUri: (uri) => linkAddress(uri) !== null,
  HTMLAttributes: { rel: 'noopener noreferrer nofollow', target: null, class: null },
});

interface BlockOptions {
  readonly connection: PlanConnection;
  /** The block's key in the Plan. */
  readonly blockKey: string;
  readonly user: { readonly id: string; readonly name: string; readonly color: string };
  readonly placeholder: string;
}

/**
 * What a rich-text block is made of: the nodes and marks that `plan/rich-text.ts` reads and every export sets, bound
 * to the block's part of the document, with the others' carets. This file alone knows both the editor and Yjs.
 */
export function blockExtensions({ connection, blockKey, user, placeholder }: BlockOptions): AnyExtension[] {
  return [
    StarterKit.configure({
      blockquote: false,
      code: false,
      codeBlock: false,
      heading: false,
      horizontalRule: false,
      link: false,
      // A last empty paragraph would be an edit that nobody made.
      trailingNode: false,
      // Collaboration undoes one's own edits only.
      undoRedo: false,
    }),
    PlanLink,
    Placeholder.configure({ placeholder, showOnlyCurrent: false }),
    Collaboration.configure({ fragment: connection.doc.getXmlFragment(textRoot(blockKey)) }),
    CollaborationCaret.configure({
      provider: connection.provider,
      user: { id: user.id, name: user.name, color: user.color },
      render: drawCaret,
      selectionRender: ({ color }) => ({ nodeName: 'span', style: `background-color: ${color}33` }),
    }),
  ];
}

/** A bar in the member's colour with their name on a flag, which shows when they arrive and again on hover. */
function drawCaret(user: Record<string, unknown>): HTMLElement {
  const caret = document.createElement('span');
  caret.className = 'filiera-caret';
  caret.style.setProperty('--fil-presence', String(user.color));
  const flag = document.createElement('span');
  flag.className = 'filiera-caret-flag';
  flag.textContent = String(user.name ?? '');
  // Zero-width characters keep the line's height and let the caret be passed by the arrow keys.
  caret.append('\u2060', flag, '\u2060');
  return caret;
}
