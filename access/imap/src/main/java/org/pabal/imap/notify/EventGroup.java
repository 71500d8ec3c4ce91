// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.notify;

import java.util.List;
import java.util.Set;
import org.pabal.imap.fetch.FetchItem;

/// Some events of some mailboxes. RFC 5465 §8 `event-group`.
///
/// @param events none for `NONE`
/// @param items what is fetched of each new message of the selected mailbox
public record EventGroup(MailboxFilter filter, Set<NotifyEvent> events, List<FetchItem> items) {}
