// SPDX-License-Identifier: Apache-2.0
import type { Component } from 'svelte';
import Archive from '@lucide/svelte/icons/archive';
import Clock from '@lucide/svelte/icons/clock';
import FileText from '@lucide/svelte/icons/file-text';
import Folder from '@lucide/svelte/icons/folder';
import Inbox from '@lucide/svelte/icons/inbox';
import OctagonAlert from '@lucide/svelte/icons/octagon-alert';
import Send from '@lucide/svelte/icons/send';
import Star from '@lucide/svelte/icons/star';
import Trash2 from '@lucide/svelte/icons/trash-2';
import type { Mailbox } from '../../core/jmap/types';

const ICONS: Record<string, unknown> = {
  inbox: Inbox, flagged: Star, snoozed: Clock, sent: Send, drafts: FileText, archive: Archive, junk: OctagonAlert, trash: Trash2,
};

export function iconOf(mailbox: Mailbox): Component<{ size?: number }> {
  return (ICONS[mailbox.role ?? ''] ?? Folder) as Component<{ size?: number }>;
}
