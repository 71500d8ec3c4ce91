// SPDX-License-Identifier: Apache-2.0
package org.pabal.fetch;

import java.io.IOException;

/// Why a session with another server is over.
public final class FetchException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final String said;

    /// What went wrong; {@link #passes} says what another try may mend.
    public enum Reason {
        /// The server's name has no address.
        NO_SUCH_HOST(false),
        /// DNS does not tell the address now.
        DNS(true),
        /// The address is one that is not dialled from here.
        INSIDE(false),
        /// Nobody answers at the address, or the connection broke.
        UNREACHABLE(true),
        /// The server took too long.
        TIMEOUT(true),
        /// The server said good-bye, or that it cannot now: BYE, RFC 5530 UNAVAILABLE, INUSE, LIMIT.
        UNAVAILABLE(true),
        /// No TLS came about.
        TLS(false),
        /// The certificate does not prove that this is the server.
        CERTIFICATE(false),
        /// The server offers no STARTTLS, and nothing is sent in the clear.
        NO_TLS(false),
        /// The server does not take the name and the password, or the token.
        LOGIN(false),
        /// The server offers no way of logging in that we know.
        NO_MECHANISM(false),
        /// The server refuses a command.
        REFUSED(false),
        /// What the server sends is no IMAP, or more than it may be.
        PROTOCOL(false);

        private final boolean passes;

        Reason(boolean passes) {
            this.passes = passes;
        }

        /// Whether it may be otherwise after a while.
        public boolean passes() {
            return passes;
        }
    }

    /// @param said the words of the other server, or of what failed below; may be empty
    public FetchException(Reason reason, String said) {
        super(reason + (said.isEmpty() ? "" : ": " + said));
        this.reason = reason;
        this.said = said;
    }

    public Reason reason() {
        return reason;
    }

    /// On one line, without control characters, 300 characters at most.
    public String said() {
        return Words.shown(said);
    }

    public boolean passes() {
        return reason.passes();
    }
}
