// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

/// Learns what sessions do, for metrics and logs. Called by many threads; must not block or throw.
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

    // With what was said, for logs of other forms.

    default void connected(ClientFacts client) {}

    default void disconnected(ClientFacts client) {}

    default void refused(Refusal refusal) {}

    /// @param identity that was claimed; empty when it is not known
    default void loginFailed(ClientFacts client, String mechanism, String identity) {}

    default void tolerated(Leniency leniency) {}

    /// Tells both.
    default SmtpObserver and(SmtpObserver other) {
        return other.equals(NONE) ? this : new BothObservers(this, other);
    }
}
