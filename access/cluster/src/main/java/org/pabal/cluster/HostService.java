// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster;

import java.util.Locale;
import java.util.Optional;

/// What one host may ask of another, and the port at which it is found when nobody says another.
public enum HostService {
    SMTP(25),
    LMTP(24),
    SUBMISSION(587),
    SUBMISSIONS(465),
    IMAP(143),
    IMAPS(993),
    POP3(110),
    POP3S(995),
    SIEVE(4190),
    /// Our own: what hosts ask of each other beside mail.
    CLUSTER(6424);

    private final int port;

    HostService(int port) {
        this.port = port;
    }

    public int port() {
        return port;
    }

    /// As the settings write it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<HostService> parse(String word) {
        for (HostService service : values()) {
            if (service.word().equals(word)) {
                return Optional.of(service);
            }
        }
        return Optional.empty();
    }
}
