// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup.proof;

import java.util.Locale;

/// What can cost points, and the most that it costs. The page words it.
enum Why {
    PTR(2),
    HELO(2),
    SPF(2),
    DKIM(2),
    DMARC(1),
    ALIGNMENT(1),
    TLS(1),
    CERTIFICATE(1),
    IPV6(1),
    BLOCKLIST(2),
    RELAY(3),
    OUTSIDE(2),

    /// Costs nothing: what could not be asked.
    DNS(0),

    /// Mail for the domain does not lead here.
    MX(2),

    /// The mail to oneself did not come through.
    MAIL(5);

    private final int points;

    Why(int points) {
        this.points = points;
    }

    int points() {
        return points;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
