// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

/// Knows the sessions that have logged in, so that they can be ended when their account's secret
/// changes or it is let in no more (THREATS A09). Called by many threads.
public interface LoggedInSessions {
    LoggedInSessions NONE = (_, _) -> () -> {};

    /// @param end ends the session at its next pause between two commands; may be called by any
    ///     thread, does not block
    Entry enter(ClientFacts client, Runnable end);

    /// A session's place.
    interface Entry {
        void leave();
    }
}
