// SPDX-License-Identifier: Apache-2.0
// The sections of the settings, in the order of their list. Each lies in a folder of its own and is
// loaded when it is opened; its component gets the account, and saves by itself.
import ArchiveRestore from '@lucide/svelte/icons/archive-restore';
import ArrowLeftRight from '@lucide/svelte/icons/arrow-left-right';
import AtSign from '@lucide/svelte/icons/at-sign';
import Bell from '@lucide/svelte/icons/bell';
import BookOpen from '@lucide/svelte/icons/book-open';
import CircleUser from '@lucide/svelte/icons/circle-user';
import Database from '@lucide/svelte/icons/database';
import Funnel from '@lucide/svelte/icons/funnel';
import Keyboard from '@lucide/svelte/icons/keyboard';
import Plane from '@lucide/svelte/icons/plane';
import MonitorSmartphone from '@lucide/svelte/icons/monitor-smartphone';
import ShieldCheck from '@lucide/svelte/icons/shield-check';
import type { Component } from 'svelte';
import type { Key } from '../core/i18n/words.svelte';
import type { Account } from '../core/store/account.svelte';

export interface Section {
  /** As the address bar has it: `#/settings/{id}`. */
  id: string;
  labelKey: Key;
  icon: Component;
  load: () => Promise<{ default: Component<{ account: Account }> }>;
  /** A capability of the session without which the section is not there. */
  capability?: string;
}

export const SECTIONS: Section[] = [
  { id: 'account', labelKey: 'settings.account', icon: CircleUser as Component, load: () => import('./overview/Overview.svelte') },
  { id: 'security', labelKey: 'settings.security', icon: ShieldCheck as Component, load: () => import('./security/Security.svelte'), capability: 'urn:pabal:params:jmap:credentials' },
  { id: 'addresses', labelKey: 'settings.addresses', icon: AtSign as Component, load: () => import('./addresses/Addresses.svelte'), capability: 'urn:ietf:params:jmap:submission' },
  { id: 'filters', labelKey: 'settings.filters', icon: Funnel as Component, load: () => import('./filters/Filters.svelte'), capability: 'urn:ietf:params:jmap:sieve' },
  { id: 'away', labelKey: 'settings.away', icon: Plane as Component, load: () => import('./away/Away.svelte'), capability: 'urn:ietf:params:jmap:vacationresponse' },
  { id: 'notifications', labelKey: 'settings.notifications', icon: Bell as Component, load: () => import('./notifications/Notifications.svelte'), capability: 'urn:pabal:params:jmap:webhook' },
  { id: 'reading', labelKey: 'settings.reading', icon: BookOpen as Component, load: () => import('./reading/Reading.svelte') },
  { id: 'keys', labelKey: 'settings.keys', icon: Keyboard as Component, load: () => import('./keys/Keys.svelte') },
  { id: 'devices', labelKey: 'settings.devices', icon: MonitorSmartphone as Component, load: () => import('./devices/Devices.svelte'), capability: 'urn:pabal:params:jmap:credentials' },
  { id: 'transfer', labelKey: 'settings.transfer', icon: ArrowLeftRight as Component, load: () => import('./transfer/Transfer.svelte') },
  { id: 'restore', labelKey: 'settings.restore', icon: ArchiveRestore as Component, load: () => import('./restore/Restore.svelte'), capability: 'urn:pabal:params:jmap:restore' },
  { id: 'data', labelKey: 'settings.data', icon: Database as Component, load: () => import('./data/Data.svelte') },
];

/** Those that this server has something behind. */
export function sectionsFor(account: Account): Section[] {
  return SECTIONS.filter((section) => section.capability === undefined || section.capability in account.session.capabilities);
}
