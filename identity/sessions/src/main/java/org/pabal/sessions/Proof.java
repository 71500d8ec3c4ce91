// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions;

import java.util.Locale;

/// By what somebody has shown to be an account's owner.
public enum Proof {
    PASSWORD,

    /// A passkey: something that is had; with a finger, a face or a PIN it stands for itself.
    PASSKEY,

    /// A code of an authenticator. RFC 6238.
    TOTP,

    /// One of the codes for the day on which the telephone is lost.
    RECOVERY_CODE,

    /// A browser in which the second factor was shown before.
    KNOWN_DEVICE;

    /// Whether it is more than the password.
    public boolean isSecond() {
        return this != PASSWORD;
    }

    /// As in JSON and on the command line.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
