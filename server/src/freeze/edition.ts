/** What a paper says of itself: which frozen version it is, or that it is none. */

/** A thread of comments that stopped the freeze until a manager gave a reason. */
export interface OverriddenThread {
  /** Where it stands, in the form's words. */
  readonly where: string;
  /** Its first comment, as plain text. */
  readonly text: string;
  readonly author: string;
}

/** What says which frozen version a document shows. */
export interface Seal {
  readonly association: string;
  readonly planTitle: string;
  readonly version: number;
  /** Milliseconds since 1970. */
  readonly frozenAt: number;
  readonly frozenBy: string;
  /** SHA-256 of the canonical JSON, lower-case hex. */
  readonly digest: string;
  /** Why the plan was frozen over its errors or blocking threads; `null` where it had none. */
  readonly reason: string | null;
  /** The blocking threads that it was frozen over. */
  readonly blocking: readonly OverriddenThread[];
}

/** A copy of a plan that goes on being written: every page of it says that it is a draft. */
export interface Draft {
  readonly association: string;
  readonly planTitle: string;
  /** When the copy was made, milliseconds since 1970. */
  readonly at: number;
  /** The name of the member who asked for it. */
  readonly by: string;
}

export type Edition = (Seal & { readonly kind: 'final' }) | (Draft & { readonly kind: 'draft' });
