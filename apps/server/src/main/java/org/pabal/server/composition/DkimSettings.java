// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.time.Duration;
import java.util.Optional;
import org.pabal.mailauth.dkim.Canonicalization;
import org.pabal.mailauth.dkim.signing.SigningRules;
import org.pabal.mta.signing.KeyRules;
import org.pabal.server.settings.QueueTable;
import org.pabal.server.settings.ReceptionTable;
import org.pabal.server.settings.Settings;
import org.pabal.server.settings.SigningTable;

/// What the settings say of signing.
final class DkimSettings {
    /// For clocks that are off, and resolvers that remember.
    private static final Duration MARGIN = Duration.ofDays(1);

    private DkimSettings() {}

    static SigningRules rules(Settings settings) {
        String[] forms = settings.get(SigningTable.DKIM_CANONICALIZATION).split("/", 2);
        return new SigningRules(
                Canonicalization.of(forms[0]).orElseThrow(),
                Canonicalization.of(forms[1]).orElseThrow(),
                unlessZero(settings.get(SigningTable.DKIM_EXPIRY)));
    }

    static KeyRules keys(Settings settings) throws StartFailure {
        Duration settle = settings.get(SigningTable.DKIM_SETTLE);
        if (settle.compareTo(KeyRules.LEAST_SETTLE) < 0) {
            throw new StartFailure(
                    "dkim.settle must be at least 1h: receivers remember for that long that a key"
                            + " was not there");
        }
        return new KeyRules(
                settle,
                longer(settings.get(SigningTable.DKIM_KEEP_RETIRED), longestWay(settings)),
                unlessZero(settings.get(SigningTable.DKIM_ROTATE_EVERY)));
    }

    /// From the moment when a mail is signed until nobody looks at its signature any more, as far as
    /// that is up to us; another server may let it wait for as long as ours does.
    private static Duration longestWay(Settings settings) {
        return settings.get(ReceptionTable.MAX_HOLD)
                .plus(settings.get(QueueTable.QUEUE_EXPIRY).multipliedBy(2))
                .plus(MARGIN);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    private static Optional<Duration> unlessZero(Duration time) {
        return time.isZero() ? Optional.empty() : Optional.of(time);
    }
}
