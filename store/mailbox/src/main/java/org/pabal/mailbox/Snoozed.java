// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

/// A message that is set aside, or that has come back and lies where it came back to. As soon as it
/// leaves that place nothing is known of it any more.
///
/// @param mailbox in which it lies
/// @param uid there
/// @param woken it has come back, at the time that the snooze says
public record Snoozed(EmailId email, MailboxId mailbox, long uid, Snooze snooze, boolean woken) {

    /// At most so many messages of an account are set aside.
    public static final int MAX_AWAY = 10_000;

    /// Of those that have come back so many are remembered, the newest: as many as can come back at once.
    public static final int MAX_WOKEN = MAX_AWAY;
}
