import { textRoot } from '@filiera/shared/plan/layout.ts';
import type { AnyExtension } from '@tiptap/core';
import Collaboration from '@tiptap/extension-collaboration';
import CollaborationCaret from '@tiptap/extension-collaboration-caret';
import { Placeholder } from '@tiptap/extensions';
import type { Plugin } from '@tiptap/pm/state';
import StarterKit from '@tiptap/starter-kit';
import { yUndoPluginKey } from '@tiptap/y-tiptap';
import type { PlanConnection } from '../collab/connection.ts';
import { authorsPlugin } from './authors-plugin.ts';
import { FilieraLink } from './filiera-link.ts';
import { ownHandPlugin } from './own-hand-plugin.ts';
import { planUndoPlugin } from './plan-undo-plugin.ts';
import { threadsPlugin } from './threads-plugin.ts';

/**
 * The text in step with the document, and its edits in the plan's own undo: the one that comes with the extension would
 * be another for each block, and go with its editor. The keys are the page's.
 */
function planCollaboration({ undo, doc }: PlanConnection, root: string) {
  const fragment = doc.getXmlFragment(root);
  return Collaboration.extend({
    addKeyboardShortcuts() {
      return {};
    },
    addCommands() {
      return {};
    },
    addProseMirrorPlugins() {
      // The types of an extension leave out what it extends.
      const { parent } = this as unknown as { readonly parent?: () => Plugin[] };
      const plugins = parent?.() ?? [];
      return [
        ...plugins.filter((plugin) => plugin.spec.key !== yUndoPluginKey),
        planUndoPlugin(undo, root),
        authorsPlugin(fragment),
        threadsPlugin(fragment),
        ownHandPlugin(),
      ];
    },
  }).configure({ fragment });
}

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
  const root = textRoot(blockKey);
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
      // One's own edits only, and in one order with tables: see `planCollaboration`.
      undoRedo: false,
    }),
    FilieraLink,
    Placeholder.configure({ placeholder, showOnlyCurrent: false }),
    planCollaboration(connection, root),
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
