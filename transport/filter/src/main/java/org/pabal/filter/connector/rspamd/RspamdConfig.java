// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.connector.rspamd;

import java.time.Duration;
import java.util.Optional;
import org.pabal.filter.connector.WhenDown;
import org.pabal.wire.ServiceAddress;

/// @param address of its normal worker, or of its proxy
/// @param password of the worker; empty when it wants none
/// @param timeout from the first octet sent to the last received
/// @param weight by which its score is multiplied: 15 of its points refuse a mail as 15 of ours do
/// @param obedience what its action counts for
public record RspamdConfig(
        ServiceAddress address,
        Optional<String> password,
        Duration timeout,
        double weight,
        Obedience obedience,
        WhenDown whenDown) {

    public enum Obedience {
        /// Its score is added to ours.
        SCORE,
        /// And what it wants to become of the mail does at least.
        ACTION
    }
}
