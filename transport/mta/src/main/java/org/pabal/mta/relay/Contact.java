// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.relay;

import java.io.IOException;
import java.net.BindException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.util.Locale;
import java.util.Optional;

/// How far an attempt to speak with a host came.
public enum Contact {
    /// It has said something: the way is open.
    GREETED("answered"),
    /// It took the connection and did not greet.
    SILENT("took the connection and said nothing"),
    /// Nobody answered: a host that is off, or a provider that drops what goes to the port.
    TIMED_OUT("timed out"),
    /// Somebody said no: nothing listens there, or a firewall answers in its place.
    REFUSED("refused the connection"),
    /// Our own network, or one on the way, knows no way there.
    NO_ROUTE("could not be reached: no route"),
    /// We have no address of the family.
    NO_ADDRESS("could not be reached: this host has no address of that family"),
    /// Anything else: it tells nothing of the way.
    UNCLEAR("could not be reached");

    private final String text;

    Contact(String text) {
        this.text = text;
    }

    /// Completes the sentence "the host …".
    public String text() {
        return text;
    }

    /// What a failed connection means. The system tells the cases apart by its text only.
    public static Contact of(IOException noConnection) {
        String text =
                Optional.ofNullable(noConnection.getMessage()).orElse("").toLowerCase(Locale.ROOT);
        if (noConnection instanceof SocketTimeoutException || text.contains("timed out")) {
            return TIMED_OUT;
        }
        if (text.contains("cannot assign") || text.contains("family")) {
            return NO_ADDRESS;
        }
        if (noConnection instanceof NoRouteToHostException || text.contains("unreachable")) {
            return NO_ROUTE;
        }
        if (noConnection instanceof BindException) {
            return NO_ADDRESS;
        }
        return text.contains("refused") ? REFUSED : UNCLEAR;
    }
}
