import type { OpenPlan, PlanState } from './plan-session.ts';
import type { PlanView } from './view.ts';

const NOBODY: Pick<PlanState, 'presences' | 'presencesAt' | 'edits'> = {
  presences: [],
  presencesAt: {},
  edits: new Map(),
};

/**
 * A plan as it once was, for everything that shows a plan: the session's state with another view in it, in which nobody
 * is and nothing can be written. What is done to the plan as a whole is done to the session.
 */
export class PastPlan implements OpenPlan {
  readonly #live: OpenPlan;
  readonly #listeners = new Set<() => void>();
  #shown: PlanView | 'now' | null = null;
  #from: PlanState | null = null;
  #state: PlanState;

  constructor(live: OpenPlan) {
    this.#live = live;
    this.#state = live.state;
  }

  /** Shows the plan like this; as it is, and goes on being, with `now`. */
  show(view: PlanView | 'now'): void {
    if (view === this.#shown) return;
    this.#shown = view;
    this.#from = null;
    for (const listener of [...this.#listeners]) listener();
  }

  get state(): PlanState {
    const { state } = this.#live;
    if (state !== this.#from) {
      this.#from = state;
      this.#state = {
        ...state,
        ...NOBODY,
        view: this.#shown === 'now' ? state.view : this.#shown,
        editable: false,
      };
    }
    return this.#state;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    const unsubscribe = this.#live.subscribe(listener);
    return () => {
      this.#listeners.delete(listener);
      unsubscribe();
    };
  };

  readonly onNotice: OpenPlan['onNotice'] = (hear) => this.#live.onNotice(hear);

  get planId() {
    return this.#live.planId;
  }

  get template() {
    return this.#live.template;
  }

  get holdsUnsaved(): boolean {
    return this.#live.holdsUnsaved;
  }

  /** Whoever reads the past is nowhere in the plan. */
  setPlace(): void {}

  dismissRefusal(id: string): void {
    this.#live.dismissRefusal(id);
  }

  retry(): void {
    this.#live.retry();
  }

  resume(): void {
    this.#live.resume();
  }

  destroy(): void {
    this.#listeners.clear();
  }
}
