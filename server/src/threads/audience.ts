import { effectivePlanRole, planAllows } from '@filiera/shared/permissions.ts';
import {
  type CommentBlock,
  type CommentInline,
  type CommentText,
  commentTextSchema,
  type Mention,
} from '@filiera/shared/threads/api.ts';
import type { PlanRecord, Store } from '../store/store.ts';

interface Commenter {
  readonly id: string;
  readonly name: string;
  readonly organisation: string | null;
  readonly valueChain: string | null;
}

const keyOf = ({ of, id }: Mention): string => `${of} ${id}`;

/** The words of a comment, in order. */
export function inlinesOf(text: CommentText): CommentInline[] {
  return text.blocks.flatMap((block) =>
    (block.kind === 'paragraph' ? [block] : block.items.flat()).flatMap(({ inlines }) => inlines),
  );
}

/** Whom a comment names, each once. */
export function mentionsIn(text: CommentText | null): Mention[] {
  const mentions = text === null ? [] : inlinesOf(text).filter((inline) => inline.kind === 'mention');
  return [...new Map(mentions.map((mention) => [keyOf(mention), mention])).values()];
}

/** Those who may comment on a plan at present, and whom a comment may name. */
export class ThreadAudience {
  private readonly commenters: ReadonlyMap<string, Commenter>;
  private readonly organisations: ReadonlySet<string>;
  private readonly valueChains: ReadonlySet<string>;

  private constructor(
    commenters: ReadonlyMap<string, Commenter>,
    organisations: readonly string[],
    valueChains: readonly string[],
  ) {
    this.commenters = commenters;
    this.organisations = new Set(organisations);
    this.valueChains = new Set(valueChains);
  }

  static async of(store: Store, { id, associationId }: PlanRecord): Promise<ThreadAudience> {
    const [members, roles, organisations, valueChains] = await Promise.all([
      store.listMembers(associationId),
      store.listPlanRoles(id),
      store.listOrganisations(associationId),
      store.listValueChains(associationId),
    ]);
    const roleOf = new Map(roles.map(({ userId, role }) => [userId, role]));
    const may = members.filter(({ userId, role }) => {
      const onPlan = effectivePlanRole(role, roleOf.get(userId) ?? null);
      return onPlan !== null && planAllows(onPlan, 'comment');
    });
    const users = await store.listUsers(may.map(({ userId }) => userId));
    const names = new Map(users.map(({ id: userId, name }) => [userId, name]));
    const commenters = may.map(({ userId, organisation, valueChain }): [string, Commenter] => [
      userId,
      { id: userId, name: names.get(userId) ?? '', organisation, valueChain },
    ]);
    return new ThreadAudience(new Map(commenters), organisations, valueChains);
  }

  has(userId: string): boolean {
    return this.commenters.has(userId);
  }

  /**
   * The text with every mention called by its own name, whatever the page wrote there, since a name that is not that of
   * whoever is told would deceive. `unknown`: it names somebody who cannot read it, or nobody; whom the text named
   * `before` stays named, also where they have gone since. `long`: with those names it is longer than it may be.
   */
  named(text: CommentText, before: CommentText | null): CommentText | 'unknown' | 'long' {
    const labels = new Map(mentionsIn(before).map((mention) => [keyOf(mention), mention.label]));
    for (const mention of mentionsIn(text)) {
      const name = this.nameOf(mention);
      if (name !== null) labels.set(keyOf(mention), name);
      else if (!labels.has(keyOf(mention))) return 'unknown';
    }
    const name = (inline: CommentInline): CommentInline =>
      inline.kind === 'mention' ? { ...inline, label: labels.get(keyOf(inline))! } : inline;
    const paragraph = <P extends { readonly inlines: CommentInline[] }>(one: P): P => ({
      ...one,
      inlines: one.inlines.map(name),
    });
    const blocks = text.blocks.map(
      (block): CommentBlock =>
        block.kind === 'paragraph'
          ? paragraph(block)
          : { ...block, items: block.items.map((item) => item.map(paragraph)) },
    );
    return commentTextSchema.safeParse({ blocks }).data ?? 'long';
  }

  /** Everyone whom a text names, by themselves or with their organisation or value chain. */
  mentioned(text: CommentText): string[] {
    const everyone = [...this.commenters.values()];
    const of = ({ of: kind, id }: Mention): readonly Commenter[] => {
      if (kind === 'member') return everyone.filter((one) => one.id === id);
      return everyone.filter((one) => (kind === 'organisation' ? one.organisation : one.valueChain) === id);
    };
    return [
      ...new Set(
        mentionsIn(text)
          .flatMap(of)
          .map(({ id }) => id),
      ),
    ];
  }

  private nameOf({ of, id }: Mention): string | null {
    if (of === 'member') return this.commenters.get(id)?.name ?? null;
    return (of === 'organisation' ? this.organisations : this.valueChains).has(id) ? id : null;
  }
}
