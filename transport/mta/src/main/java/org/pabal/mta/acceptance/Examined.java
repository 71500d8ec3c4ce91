// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import java.util.Map;
import org.pabal.mta.ledger.Fact;
import org.pabal.smtp.Verdict;

/// What an examination of a mail's content has found.
///
/// @param aboveReceived whole header fields that stand above our Received field
/// @param belowReceived whole header fields that stand between our Received field and what the
///     client sent
/// @param facts for the ledger; told of a mail that is refused, too
/// @param authentication what is kept with the message for those who read it, see {@link
///     org.pabal.mailbox.StoredMessage#authentication}; empty when nothing is, cut at
///     {@value #MAX_AUTHENTICATION_CHARS} characters
/// @param assessments of its copies by the spam filter
public record Examined(
        Verdict verdict,
        byte[] aboveReceived,
        byte[] belowReceived,
        Map<Fact, String> facts,
        String authentication,
        Assessments assessments) {
    /// It is kept with each message, and read with each.
    static final int MAX_AUTHENTICATION_CHARS = 1_000;

    private static final byte[] NO_FIELDS = {};

    public static final Examined PASSED =
            new Examined(Verdict.ACCEPT, NO_FIELDS, NO_FIELDS, Map.of(), "");

    public Examined {
        int length = Math.min(authentication.length(), MAX_AUTHENTICATION_CHARS);
        authentication = authentication.substring(0, length);
    }

    /// By an examination that looks for no spam.
    public Examined(
            Verdict verdict,
            byte[] aboveReceived,
            byte[] belowReceived,
            Map<Fact, String> facts,
            String authentication) {
        this(verdict, aboveReceived, belowReceived, facts, authentication, Assessments.NONE);
    }

    /// The mail is not taken.
    public static Examined refused(Verdict.Refuse verdict, Map<Fact, String> facts) {
        return new Examined(verdict, NO_FIELDS, NO_FIELDS, facts, "");
    }
}
