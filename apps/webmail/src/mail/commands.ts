// SPDX-License-Identifier: Apache-2.0
// The keys of the mail screen. The list of them is also what the help shows.
import type { Key } from '../core/i18n/words.svelte';
import { type Liking, USUAL_LIKING } from '../core/store/preferences.svelte';

export type Command =
  | 'next' | 'previous' | 'nextMail' | 'previousMail' | 'open' | 'back' | 'select' | 'extendNext' | 'extendPrevious' | 'selectAll'
  | 'reply' | 'replyAll' | 'forward' | 'compose' | 'composeWindow' | 'archive' | 'trash' | 'spam' | 'later' | 'move' | 'label' | 'star' | 'read' | 'unread' | 'undo'
  | 'goInbox' | 'goSent' | 'goDrafts' | 'goArchive' | 'goFolder' | 'goSettings' | 'palette' | 'search' | 'help';

export const KEYS: [Command, Key, string[]][] = [
  ['next', 'key.next', ['j', 'ArrowDown']],
  ['previous', 'key.previous', ['k', 'ArrowUp']],
  ['open', 'key.open', ['Enter', 'o']],
  ['back', 'key.back', ['u', 'Escape']],
  ['nextMail', 'key.nextmail', ['n']],
  ['previousMail', 'key.previousmail', ['p']],
  ['select', 'key.select', ['x']],
  ['extendNext', 'key.extendnext', ['Shift+j', 'Shift+ArrowDown']],
  ['extendPrevious', 'key.extendprevious', ['Shift+k', 'Shift+ArrowUp']],
  ['selectAll', 'key.selectall', ['* a']],
  ['archive', 'archive', ['e']],
  ['trash', 'trash', ['#', 'Delete']],
  ['spam', 'key.spam', ['!']],
  ['later', 'folder.snoozed', ['b']],
  ['move', 'move', ['v']],
  ['label', 'label', ['l']],
  ['star', 'star', ['s']],
  ['read', 'read', ['Shift+i']],
  ['unread', 'unread', ['Shift+u']],
  ['undo', 'undo', ['z']],
  ['reply', 'reply', ['r']],
  ['replyAll', 'replyall', ['a']],
  ['forward', 'forward', ['f']],
  ['compose', 'compose', ['c']],
  ['composeWindow', 'key.composewindow', ['Shift+c']],
  ['goInbox', 'key.goinbox', ['g i']],
  ['goSent', 'key.gosent', ['g s']],
  ['goDrafts', 'key.godrafts', ['g d']],
  ['goArchive', 'key.goarchive', ['g a']],
  ['goFolder', 'key.gofolder', ['g l']],
  ['goSettings', 'settings', ['g ,']],
  ['palette', 'key.palette', ['Ctrl+k']],
  ['search', 'search', ['/']],
  ['help', 'key.help', ['?']],
];

/** The keys of each command as a person likes them. */
export function keysOf({ keys, singleKeys }: Pick<Liking, 'keys' | 'singleKeys'>): [Command, Key, string[]][] {
  return KEYS.map(([command, label, usual]) => [command, label, (keys[command] ?? usual).filter((combination) => singleKeys || !isSingle(combination))]);
}

/** One character, or several after each other, as somebody may type or say by mistake (WCAG 2.2, 2.1.4). */
export function isSingle(combination: string): boolean {
  return combination.split(' ').some((key) => /^(?:Shift\+)?[^+]$/.test(key) || key === '+');
}

export function commandsOf(liking: Pick<Liking, 'keys' | 'singleKeys'>): Map<string, Command> {
  return new Map(keysOf(liking).flatMap(([command, , combinations]) => combinations.map((combination): [string, Command] => [combination, command])));
}

export const COMMANDS = commandsOf(USUAL_LIKING);

const SIGNS: Record<string, string> = { ArrowDown: '↓', ArrowUp: '↑', Escape: 'Esc' };

/** A combination as it is printed. */
export function shown(combination: string): string {
  return combination.replace(/Arrow\w+|Escape/, (name) => SIGNS[name] ?? name);
}

/** What can be done where no mail is shown. */
export const ANYWHERE = new Set<Command>(['back', 'compose', 'composeWindow', 'goInbox', 'goSent', 'goDrafts', 'goArchive', 'goFolder', 'goSettings', 'palette', 'search', 'help']);
