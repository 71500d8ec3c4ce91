// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.relay;

import java.time.Instant;
import org.pabal.message.Address;

/// What a smarthost said of one of our senders.
///
/// @param text the smarthost's own words where it said something, else what happened
public record Finding(String relay, Address sender, Kind kind, String text, Instant at) {

    public enum Kind {
        ACCEPTED("accepted"),
        SENDER_REFUSED("sender-refused"),
        LOGIN_FAILED("login-failed"),
        TLS_NOT_VERIFIED("tls-not-verified"),
        TIMED_OUT("timed-out"),
        CONNECTION_REFUSED("connection-refused"),
        NO_ROUTE("no-route"),
        /// Trouble that may pass, on its side or ours.
        NOT_NOW("not-now");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /// For people, JSON and metrics.
        public String text() {
            return text;
        }

        static Kind of(Contact contact) {
            return switch (contact) {
                case TIMED_OUT -> TIMED_OUT;
                case REFUSED -> CONNECTION_REFUSED;
                case NO_ROUTE, NO_ADDRESS -> NO_ROUTE;
                case GREETED, SILENT, UNCLEAR -> NOT_NOW;
            };
        }

        /// True when only somebody who changes something can help.
        public boolean isRefusal() {
            return this == SENDER_REFUSED || this == LOGIN_FAILED || this == TLS_NOT_VERIFIED;
        }
    }
}
