// SPDX-License-Identifier: Apache-2.0
package org.pabal.pop3;

import java.util.Optional;
import org.pabal.wire.Connection;

/// What the session knows. Each state holds only what is true in it. RFC 1939 §3.
///
/// ```
/// Authorization --PASS, APOP, AUTH--> Transaction
/// either --QUIT, limits, failures, the client gone--> Closed
/// ```
///
/// RFC 1939's UPDATE state is what QUIT does on its way from Transaction to Closed.
sealed interface Pop3State {

    /// @param user that USER named, until PASS follows
    record Authorization(Optional<String> user) implements Pop3State {
        static final Authorization NOBODY = new Authorization(Optional.empty());
    }

    record Transaction(Maildrop maildrop) implements Pop3State {
        @Override
        public void leave() {
            maildrop.close();
        }
    }

    /// The client has logged in and goes on with the host that holds its account.
    ///
    /// @param release gives the account's place back
    record WithHost(Connection host, Runnable release) implements Pop3State {
        @Override
        public void leave() {
            host.close();
            release.run();
        }
    }

    record Closed() implements Pop3State {}

    default void leave() {}
}
