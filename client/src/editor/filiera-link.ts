import Link from '@tiptap/extension-link';
import { linkAddress } from './link-address.ts';

/** A link knows the addresses that are kept, whichever way it is made: typed, pasted or through the toolbar. */
export const FilieraLink = Link.extend({
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
