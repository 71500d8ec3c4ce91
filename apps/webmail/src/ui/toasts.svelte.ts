// SPDX-License-Identifier: Apache-2.0

export interface Toast {
  id: number;
  text: string;
  kind: 'done' | 'problem';
  action?: { label: string; act: () => void };
}

/** As long as something can be undone. */
const SHOWN_MILLIS = 10_000;
const MOST = 3;

/** What has just happened, at the lower edge; a list of its own, so that it is one for all screens. */
class Toasts {
  all = $state.raw<Toast[]>([]);
  private serial = 0;

  show(text: string, action?: Toast['action'], kind: Toast['kind'] = 'done', millis = SHOWN_MILLIS): number {
    const id = ++this.serial;
    this.all = [...this.all.slice(1 - MOST), { id, text, kind, ...(action && { action }) }];
    setTimeout(() => this.close(id), millis);
    return id;
  }

  problem(text: string, action?: Toast['action']): void {
    this.show(text, action, 'problem');
  }

  close(id: number): void {
    this.all = this.all.filter((toast) => toast.id !== id);
  }
}

export const toasts = new Toasts();
