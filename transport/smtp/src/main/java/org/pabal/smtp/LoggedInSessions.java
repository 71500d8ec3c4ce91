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
    @FunctionalInterface
    interface Entry {
        void leave();

        /// False when the account has as many sessions as it may: then there is nothing to leave.
        default boolean isAdmitted() {
            return true;
        }
    }

    /// Of an account that has as many sessions as it may.
    Entry REFUSED =
            new Entry() {
                @Override
                public void leave() {}

                @Override
                public boolean isAdmitted() {
                    return false;
                }
            };
}
