// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter;

import java.util.List;
import org.pabal.spam.Finding;

/// What an adviser says of a mail.
///
/// @param least what becomes of the mail at least, whatever the score: {@link Outcome#DELIVER} from
///     those who only add to it
/// @param said to the client when that is a refusal, without a code, such as `virus Eicar found`;
///     printable ASCII; empty for the customary words
public record Advice(List<Finding> findings, Outcome least, String said) {
    public static final Advice NONE = of(List.of());

    private static final int MAX_SAID_CHARS = 200;

    public Advice {
        findings = List.copyOf(findings);
        said = said.replaceAll("[^ -~]", "?");
        said = said.substring(0, Math.min(said.length(), MAX_SAID_CHARS));
    }

    /// Adds to the score and leaves the rest to it.
    public static Advice of(List<Finding> findings) {
        return new Advice(findings, Outcome.DELIVER, "");
    }
}
