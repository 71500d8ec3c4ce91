// SPDX-License-Identifier: Apache-2.0
// Light, dark, or as the system says. Kept per browser: it belongs to the eyes before it.

export type Theme = 'system' | 'light' | 'dark';
const KEY = 'pabal-theme';

class ThemeChoice {
  chosen = $state<Theme>('system');
  private systemDark = $state(false);
  readonly dark = $derived(this.chosen === 'dark' || (this.chosen === 'system' && this.systemDark));

  begin(): void {
    const kept = localStorage.getItem(KEY);
    if (kept === 'light' || kept === 'dark') this.chosen = kept;
    const query = matchMedia('(prefers-color-scheme: dark)');
    this.systemDark = query.matches;
    query.addEventListener('change', () => (this.systemDark = query.matches));
  }

  choose(theme: Theme): void {
    this.chosen = theme;
    localStorage.setItem(KEY, theme);
  }
}

export const theme = new ThemeChoice();
