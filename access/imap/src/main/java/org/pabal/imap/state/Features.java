// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.state;

import java.util.EnumSet;

/// What a client switched on: by ENABLE (RFC 9051 §6.3.1) or by using CONDSTORE (RFC 7162 §3.1).
/// Nothing is ever switched off.
public final class Features {
    /// What can be enabled, and the name under which.
    public enum Feature {
        CONDSTORE("CONDSTORE"),
        IMAP4REV2("IMAP4rev2"),
        QRESYNC("QRESYNC"),
        UIDONLY("UIDONLY"),
        UTF8_ACCEPT("UTF8=ACCEPT");

        private final String token;

        Feature(String token) {
            this.token = token;
        }

        public String token() {
            return token;
        }
    }

    private final EnumSet<Feature> enabled = EnumSet.noneOf(Feature.class);

    /// @return true when it was off before
    public boolean enable(Feature feature) {
        if (feature == Feature.QRESYNC) {
            enabled.add(Feature.CONDSTORE); // RFC 7162 §3.2.3
        }
        return enabled.add(feature);
    }

    public boolean isRev2() {
        return enabled.contains(Feature.IMAP4REV2);
    }

    public boolean showsModSeq() {
        return enabled.contains(Feature.CONDSTORE);
    }

    public boolean isQuickResync() {
        return enabled.contains(Feature.QRESYNC);
    }

    /// VANISHED instead of EXPUNGE. RFC 7162 §3.2.10, RFC 9586 §3.4.
    public boolean showsVanished() {
        return isQuickResync() || isUidOnly();
    }

    /// Message numbers are neither taken nor told. RFC 9586 §3.
    public boolean isUidOnly() {
        return enabled.contains(Feature.UIDONLY);
    }

    /// The client said UTF8=ACCEPT itself; what that forbids is not forbidden by IMAP4rev2.
    public boolean isUtf8Accepted() {
        return enabled.contains(Feature.UTF8_ACCEPT);
    }

    /// Names and quoted strings are UTF-8 both ways. RFC 9755 §3, RFC 9051 §5.1.
    public boolean isUtf8() {
        return isRev2() || isUtf8Accepted();
    }
}
