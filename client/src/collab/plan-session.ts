import { mayEdit, type PlanRole, type PlanStatus } from '@filiera/shared/permissions.ts';
import { readPlan } from '@filiera/shared/plan/read.ts';
import { type CellEdit, CLOSE, type Notice } from '@filiera/shared/protocol/protocol.ts';
import type { Place } from '@filiera/shared/rules/issue.ts';
import type { Template } from '@filiera/shared/template/template.ts';
import * as Y from 'yjs';
import { PlanConnection, type SaveState } from './connection.ts';
import { type NotTaken, notTaken } from './not-taken.ts';
import { type Presence, type PresencesAt, presencesByElement, presencesOf } from './presence.ts';
import { shareStructure } from './share-structure.ts';
import { type PlanView, viewOf } from './view.ts';

/** Why edits were not taken. */
export type RefusalReason = Extract<Notice, { kind: 'refused' }>['reason'] | 'too-large';

/** What was typed here and not taken, until somebody says that it was read. */
export interface Refusal {
  readonly id: number;
  readonly reason: RefusalReason;
  /** Milliseconds since 1970, this machine's clock. */
  readonly at: number;
  readonly items: readonly NotTaken[];
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
}

export interface SessionUser {
  readonly id: string;
  readonly name: string;
  readonly color: string;
}

/**
 * A plan as this window has it open: the connection, what is shown of the document, who else is here, what is saved.
 * A small store for `useSyncExternalStore`: `state` is replaced as a whole, its unchanged parts keep their identity.
 */
export class PlanSession {
  readonly planId: string;
  readonly template: Template;
  readonly #user: SessionUser;
  readonly #listeners = new Set<() => void>();
  #state: PlanState;
  #viewDue = false;

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
    };
    window.addEventListener('beforeunload', this.#beforeUnload);
    connection.connect();
  }

  get state(): PlanState {
    return this.#state;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Is there anything here that closing this window would lose? */
  get holdsUnsaved(): boolean {
    return this.#state.connection.unsaved || this.#state.refusals.length > 0;
  }

  /** Tells the others where this member is. */
  setPlace(place: Place | null): void {
    const { awareness } = this.#state.connection.provider;
    const local = awareness.getLocalState();
    if (JSON.stringify(local?.place ?? null) === JSON.stringify(place)) return;
    awareness.setLocalState({ ...local, place: place ?? undefined });
  }

  /** Somebody read what was not taken, and took what they want to keep. */
  dismissRefusal(id: number): void {
    this.#set({ refusals: this.#state.refusals.filter((refusal) => refusal.id !== id) });
  }

  /** Connects again after the server closed for good and its reason was mended (signed in again). */
  retry(): void {
    this.#state.connection.retry();
  }

  destroy(): void {
    window.removeEventListener('beforeunload', this.#beforeUnload);
    this.#state.connection.destroy();
    this.#listeners.clear();
  }

  #set(change: Partial<PlanState>): void {
    const next = { ...this.#state, ...change };
    const { role, status } = next.access;
    const editable = next.view !== null && next.save.kind !== 'stopped' && mayEdit(role, status);
    this.#state = { ...next, editable };
    for (const listener of [...this.#listeners]) listener();
  }

  #connect(from?: Uint8Array): PlanConnection {
    const connection: PlanConnection = new PlanConnection(
      this.planId,
      {
        changed: () => {
          if (this.#state.connection === connection) this.#connectionChanged();
        },
        notice: (notice) => {
          if (this.#state.connection === connection) this.#receive(notice);
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
      else this.#set({ save, stranded: this.#unsaved() });
      return;
    }
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
        this.#startAfresh(notice.reason);
        break;
    }
  }

  #unsaved(): NotTaken[] {
    const { doc, confirmed } = this.#state.connection;
    return notTaken(this.template, readPlan(confirmed, this.template), readPlan(doc, this.template));
  }

  /**
   * The server will never take what this document holds beyond its own, and everything typed later would build on
   * it: go on with what the server is known to hold, and show what was typed until its author has read it.
   */
  #startAfresh(reason: RefusalReason): void {
    const items = this.#unsaved();
    const old = this.#state.connection;
    const connection = this.#connect(Y.encodeStateAsUpdate(old.confirmed));
    old.destroy();
    const at = Date.now();
    const refusal: Refusal = { id: (this.#state.refusals.at(-1)?.id ?? 0) + 1, reason, at, items };
    this.#set({
      connection,
      save: connection.save,
      presences: [],
      presencesAt: {},
      refusals: items.length > 0 ? [...this.#state.refusals, refusal] : this.#state.refusals,
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
