/**
 * Why a store could not be opened or used. The message is one sentence for whoever runs the server.
 *   unwritable  the folder or file cannot be made or written
 *   newer       a later version of Filiera wrote it
 *   foreign     the file is not a store of Filiera, or is damaged
 *   busy        another process holds it for longer than a request may wait
 */
export type StoreErrorKind = 'unwritable' | 'newer' | 'foreign' | 'busy';

export class StoreError extends Error {
  readonly kind: StoreErrorKind;

  constructor(kind: StoreErrorKind, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'StoreError';
    this.kind = kind;
  }
}
