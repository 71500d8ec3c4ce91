// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

/// Counts what sessions do, for metrics. Called by many threads; must not block or throw.
public interface SmtpObserver {
    SmtpObserver NONE = new SmtpObserver() {};

    default void sessionOpened() {}

    default void sessionClosed() {}

    /// A mail was taken over with a positive reply, under LMTP for at least one recipient.
    default void mailAccepted(long octets) {}

    /// A command or a mail was refused with this reply.
    default void refused(SmtpReply reply) {}

    default void authenticated() {}

    default void authenticationFailed() {}

    default void tolerated(Leniency leniency) {}
}
