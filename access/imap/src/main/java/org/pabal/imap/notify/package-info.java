// SPDX-License-Identifier: Apache-2.0

/// NOTIFY: what a client asked to hear of without asking again, and how that is found out and told.
///
/// RFC 5465. {@link org.pabal.imap.notify.Registration} is what the client said;
/// {@link org.pabal.imap.notify.Notifications} gathers word of changes, from any thread, within
/// bounds, and says on the writer's thread what they come to. When the writer may write is for
/// {@link org.pabal.imap.state.Notifier} to decide. Which mailboxes a client may see is for
/// {@link org.pabal.imap.state.ShownNames}.
@NullMarked
package org.pabal.imap.notify;

import org.jspecify.annotations.NullMarked;
