import { mayEdit, type PlanRole, type PlanStatus } from '@filiera/shared/permissions.ts';
import type { Plan } from '@filiera/shared/plan/plan.ts';
import { readPlan } from '@filiera/shared/plan/read.ts';
import { type CellEdit, CLOSE, type Notice } from '@filiera/shared/protocol/protocol.ts';
import type { Place } from '@filiera/shared/rules/issue.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import * as Y from 'yjs';
import { api } from '../api/client.ts';
import { forgetCopy } from '../offline/keeping.ts';
import { PlanCopy } from '../offline/plan-copy.ts';
import { PlanConnection, type Remains, type SaveState } from './connection.ts';
import { lateEditsOf, lateKeysOf } from './late-edits.ts';
import { type NotTaken, notTaken } from './not-taken.ts';
import { type Presence, type PresencesAt, presencesByElement, presencesOf } from './presence.ts';
import { type Refusal, type RefusalReason, refusalOf } from './refusal.ts';
import { shareStructure } from './share-structure.ts';
import type { KeptEdit } from './unconfirmed.ts';
import { type PlanView, viewOf } from './view.ts';

/** What passed between this page and the server when they found each other again: how many places of the plan. */
export interface Returned {
  readonly sent: number;
  readonly received: number;
}

export interface Access {
  readonly role: PlanRole;
  readonly status: PlanStatus;
}

/** Who edited each cell last, by root and key as in `plan/layout.ts`. */
export type CellEdits = ReadonlyMap<string, ReadonlyMap<string, CellEdit>>;

export interface PlanState {
  /** Another connection, and another document, whenever edits were refused. */
  readonly connection: PlanConnection;
  readonly save: SaveState;
  readonly access: Access;
  /** May this member type, here and now? */
  readonly editable: boolean;
  /** `null` until the document came from the server. */
  readonly view: PlanView | null;
  readonly presences: readonly Presence[];
  /** Those who are in each block, table or field. */
  readonly presencesAt: PresencesAt;
  readonly edits: CellEdits;
  readonly refusals: readonly Refusal[];
  /** What is not saved and will not be without help: filled once the server closed the connection for good. */
  readonly stranded: readonly NotTaken[];
  /** The last return from being offline, if it moved anything. */
  readonly returned: Returned | null;
}

export interface SessionUser {
  readonly id: string;
  readonly name: string;
  readonly color: string;
}

/** Closures after which edits will never be taken, and why. */
const LOST: Readonly<Record<number, RefusalReason>> = {
  [CLOSE.forbidden]: 'forbidden',
  [CLOSE.badFrame]: 'rejected',
  [CLOSE.forgedClient]: 'rejected',
};

/**
 * A plan as this window has it open: the connection, what is shown of the document, who else is here, what is saved.
 * A small store for `useSyncExternalStore`: `state` is replaced as a whole, its unchanged parts keep their identity.
 */
export class PlanSession {
  readonly planId: string;
  readonly template: Template;
  readonly #user: SessionUser;
  readonly #listeners = new Set<() => void>();
  readonly #hearers = new Set<(notice: Notice) => void>();
  #state: PlanState;
  #viewDue = false;
  #copy: PlanCopy | null = null;
  #gone = false;
  #isSendingLate = false;
  /** While this page is away from the server: the plan as the server held it, and as it was here on the return. */
  #away: { readonly theirs: Plan; mine: Plan | null } | null = null;

  constructor(planId: string, template: Template, user: SessionUser, access: Access) {
    this.planId = planId;
    this.template = template;
    this.#user = user;
    const connection = this.#connect();
    this.#state = {
      connection,
      save: connection.save,
      access,
      editable: false,
      view: null,
      presences: [],
      presencesAt: {},
      edits: new Map(),
      refusals: [],
      stranded: [],
      returned: null,
    };
    window.addEventListener('beforeunload', this.#beforeUnload);
    void this.#begin(connection);
  }

  /** Takes in what this browser kept of the plan, then connects: the server is only asked for what is new. */
  async #begin(connection: PlanConnection): Promise<void> {
    const copy = await PlanCopy.open(this.#user.id, this.planId, connection.confirmed);
    if (this.#gone) {
      copy?.close();
      return;
    }
    if (copy) {
      this.#copy = copy;
      connection.restore(copy);
      if (copy.kept.refusals.length > 0) this.#set({ refusals: copy.kept.refusals });
      if (connection.unsaved) this.#leave();
    }
    connection.connect();
  }

  get state(): PlanState {
    return this.#state;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Calls back with everything that the server tells this page, once the state says so as well. */
  readonly onNotice = (hear: (notice: Notice) => void): (() => void) => {
    this.#hearers.add(hear);
    return () => this.#hearers.delete(hear);
  };

  /** Is there anything here that closing this window would lose? */
  get holdsUnsaved(): boolean {
    return this.#state.connection.unsaved || (!this.#copy && this.#state.refusals.length > 0);
  }

  /** Tells the others where this member is. */
  setPlace(place: Place | null): void {
    const { awareness } = this.#state.connection.provider;
    const local = awareness.getLocalState();
    if (JSON.stringify(local?.place ?? null) === JSON.stringify(place)) return;
    awareness.setLocalState({ ...local, place: place ?? undefined });
  }

  /** Somebody read what was not taken, and took what they want to keep. */
  dismissRefusal(id: string): void {
    this.#copy?.dismissed(id);
    const refusal = this.#state.refusals.find((one) => one.id === id);
    // Where the server cannot be asked now, its author finds it there once more.
    if (refusal?.sent)
      for (const key of lateKeysOf(refusal)) api.dropLateEdits(this.planId, key).catch(() => {});
    this.#set({ refusals: this.#state.refusals.filter((refusal) => refusal.id !== id) });
  }

  /** Connects again after the server closed for good and its reason was mended (signed in again). */
  retry(): void {
    this.#state.connection.retry();
  }

  /** Somebody comes back to the page: who had to sign in first has done so. */
  resume(): void {
    const { save } = this.#state;
    if (save.kind === 'stopped' && save.code === CLOSE.signedOut) this.retry();
  }

  destroy(): void {
    this.#gone = true;
    window.removeEventListener('beforeunload', this.#beforeUnload);
    this.#state.connection.destroy();
    this.#copy?.close();
    this.#listeners.clear();
    this.#hearers.clear();
  }

  #set(change: Partial<PlanState>): void {
    const next = { ...this.#state, ...change };
    const { role, status } = next.access;
    const editable = next.view !== null && next.save.kind !== 'stopped' && mayEdit(role, status);
    this.#state = { ...next, editable };
    for (const listener of [...this.#listeners]) listener();
  }

  #connect(from?: Remains): PlanConnection {
    const connection: PlanConnection = new PlanConnection(
      this.planId,
      {
        changed: () => {
          if (this.#state.connection === connection) this.#connectionChanged();
        },
        notice: (notice) => {
          if (this.#state.connection !== connection) return;
          this.#receive(notice);
          for (const hear of [...this.#hearers]) hear(notice);
        },
      },
      from,
    );
    connection.doc.on('update', () => {
      if (this.#state.connection === connection) this.#scheduleView();
    });
    const { awareness } = connection.provider;
    const { id, name, color } = this.#user;
    awareness.setLocalState({ user: { id, name, color } });
    awareness.on('change', () => {
      if (this.#state.connection !== connection) return;
      const presences = presencesOf(awareness.getStates(), awareness.clientID);
      const shared = shareStructure(this.#state.presences, presences);
      if (shared === this.#state.presences) return;
      const presencesAt = shareStructure(this.#state.presencesAt, presencesByElement(shared));
      this.#set({ presences: shared, presencesAt });
    });
    return connection;
  }

  #connectionChanged(): void {
    const { connection, view } = this.#state;
    const save = shareStructure(this.#state.save, connection.save);
    if (save.kind === 'stopped' && this.#state.save.kind !== 'stopped') {
      if (save.code === CLOSE.tooLarge) this.#startAfresh('too-large');
      else this.#stop(save);
      return;
    }
    this.#followAbsence(save);
    if (save.kind === 'saved' && this.#state.save.kind !== 'saved') void this.#sendLate();
    if (connection.synced && !view) this.#set({ save, view: viewOf(connection.doc, this.template, null) });
    else if (save !== this.#state.save)
      this.#set({ save, ...(save.kind === 'stopped' ? {} : { stranded: [] }) });
  }

  #receive(notice: Notice): void {
    switch (notice.kind) {
      case 'access':
        this.#set({ access: { role: notice.role, status: notice.status } });
        break;
      case 'cells': {
        const edits = new Map<string, Map<string, CellEdit>>();
        for (const [root, cells] of this.#state.edits) edits.set(root, new Map(cells));
        for (const edit of notice.edits) {
          edits.set(edit.root, (edits.get(edit.root) ?? new Map<string, CellEdit>()).set(edit.key, edit));
        }
        this.#set({ edits });
        break;
      }
      case 'refused':
        this.#startAfresh(notice.reason, notice.version);
        break;
      // What is no part of the document has a store of its own, which hears of it.
      case 'threads':
        break;
    }
  }

  /** What is unsaved as text, but for edits that are still to be sent. */
  #unsaved(besides: readonly KeptEdit[] = []): NotTaken[] {
    const { doc, confirmed } = this.#state.connection;
    let theirs = confirmed;
    if (besides.length > 0) {
      theirs = new Y.Doc();
      Y.applyUpdate(theirs, Y.encodeStateAsUpdate(confirmed));
      for (const { update } of besides) Y.applyUpdate(theirs, update);
    }
    return notTaken(this.template, readPlan(theirs, this.template), readPlan(doc, this.template));
  }

  /** Gives the server what came too late, so that its author finds it on other devices as well. */
  async #sendLate(): Promise<void> {
    if (this.#isSendingLate) return;
    this.#isSendingLate = true;
    try {
      for (const refusal of this.#state.refusals) {
        const bodies = refusal.sent ? [] : lateEditsOf(refusal);
        if (bodies.length === 0) continue;
        for (const body of bodies) await api.keepLateEdits(this.planId, body);
        const sent = { ...refusal, sent: true };
        const { refusals } = this.#state;
        // Whoever closed it meanwhile has done with it there too.
        if (!refusals.includes(refusal)) {
          for (const { key } of bodies) await api.dropLateEdits(this.planId, key);
          continue;
        }
        this.#copy?.sentLate(sent);
        this.#set({ refusals: refusals.map((one) => (one === refusal ? sent : one)) });
      }
    } catch {
      // It stays here, and is tried again when the page finds the server again.
    } finally {
      this.#isSendingLate = false;
    }
  }

  /** The server closed the connection for good. What it will never take is kept as text until it was read. */
  #stop(save: Extract<SaveState, { kind: 'stopped' }>): void {
    const items = this.#unsaved();
    const reason = LOST[save.code];
    if (!reason) {
      this.#set({ save, stranded: items });
      return;
    }
    const { connection } = this.#state;
    const refusal = items.length > 0 ? refusalOf(reason, items) : null;
    void this.#copy?.refused(connection.unsavedIds, refusal);
    connection.forgetUnsaved();
    if (reason === 'rejected') this.#copy?.discard();
    else void forgetCopy(this.#user.id, this.planId);
    this.#set({
      save: connection.save,
      refusals: refusal ? [...this.#state.refusals, refusal] : this.#state.refusals,
    });
  }

  /** From here on: what is written here, and there, is told apart when they meet again. */
  #leave(): void {
    this.#away ??= { theirs: readPlan(this.#state.connection.confirmed, this.template), mine: null };
  }

  #followAbsence(save: SaveState): void {
    const { connection } = this.#state;
    if (save.kind === 'offline') this.#leave();
    if (!this.#away) return;
    // Connected, and nothing exchanged yet: what is here now is what this page brings.
    if (save.kind !== 'offline' && !connection.provider.synced)
      this.#away.mine = readPlan(connection.doc, this.template);
    if (save.kind !== 'saved') return;
    const { theirs, mine } = this.#away;
    this.#away = null;
    const after = readPlan(connection.doc, this.template);
    const sent = notTaken(this.template, theirs, mine ?? after).length;
    const received = mine ? notTaken(this.template, mine, after).length : 0;
    if (sent + received > 0) this.#set({ returned: { sent, received } });
  }

  /**
   * The server will never take what this document holds beyond its own, and everything typed later would build on
   * it: go on with what the server is known to hold, and show what was typed until its author has read it.
   */
  #startAfresh(reason: RefusalReason, version: number | null = null): void {
    const old = this.#state.connection;
    const { remains } = old;
    const items = this.#unsaved(remains.unsent);
    const ids = old.unsavedIds.filter((id) => !remains.unsent.some((edit) => edit.id === id));
    const connection = this.#connect(remains);
    old.destroy();
    const refusal = items.length > 0 ? refusalOf(reason, items, version) : null;
    void this.#copy?.refused(ids, refusal);
    connection.keepIn(this.#copy);
    this.#away = null;
    this.#set({
      connection,
      save: connection.save,
      presences: [],
      presencesAt: {},
      refusals: refusal ? [...this.#state.refusals, refusal] : this.#state.refusals,
      stranded: [],
      view: viewOf(connection.doc, this.template, this.#state.view),
    });
    connection.connect();
  }

  /** Works the view out at most once a frame, however many updates come. A hidden window has no frames. */
  #scheduleView(): void {
    if (this.#viewDue || !this.#state.view) return;
    this.#viewDue = true;
    const run = (): void => {
      this.#viewDue = false;
      const view = viewOf(this.#state.connection.doc, this.template, this.#state.view);
      if (view !== this.#state.view) this.#set({ view });
    };
    if (document.hidden) setTimeout(run, 100);
    else requestAnimationFrame(run);
  }

  readonly #beforeUnload = (event: BeforeUnloadEvent): void => {
    if (this.holdsUnsaved) event.preventDefault();
  };
}

/** What shows a plan sees of its session; a plan as it once was can stand for it. */
export type OpenPlan = Pick<PlanSession, keyof PlanSession>;
