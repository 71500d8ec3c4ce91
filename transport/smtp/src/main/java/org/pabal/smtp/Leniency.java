// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// Deviations from the grammar that a listener may tolerate. Each is counted when it is used, see
/// {@link SmtpObserver#tolerated}.
public enum Leniency {
    /// `MAIL FROM: <x>`: RFC 5321 §3.3 and §4.1.1.2 allow no space behind the colon, but people who
    /// type a dialogue by hand, and some devices, put one there.
    SPACE_AFTER_COLON,

    /// `MAIL FROM:x` without the angle brackets that RFC 5321 §4.1.1.2 asks for.
    MISSING_ANGLE_BRACKETS,

    /// MAIL without EHLO or HELO before, against RFC 5321 §4.1.4, as in many a hand-typed dialogue.
    MAIL_BEFORE_GREETING,

    /// A bare CR or LF in a message is made CRLF instead of being refused, RFC 5321 §2.3.8: for
    /// devices that know no better. The end of a message is not concerned: it is CRLF . CRLF for
    /// everybody, so that nothing can be smuggled (THREATS S01 to S03).
    BARE_LINE_ENDS;

    /// What is tolerated of our own machines and devices.
    public static final Set<Leniency> ALL =
            Collections.unmodifiableSet(EnumSet.allOf(Leniency.class));

    /// What a listener tolerates when its settings say nothing.
    public static final Set<Leniency> DEFAULTS =
            Collections.unmodifiableSet(EnumSet.of(SPACE_AFTER_COLON));
}
