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
        QRESYNC("QRESYNC");

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

    public boolean showsVanished() {
        return enabled.contains(Feature.QRESYNC);
    }
}
