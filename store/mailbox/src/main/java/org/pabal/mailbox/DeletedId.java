// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names one deletion of one message: a message that is restored and deleted again has another.
///
/// @param modSeq of the change that deleted it
/// @param chunk of the messages that the change deleted
public record DeletedId(long modSeq, int chunk, EmailId email) {
    private static final Pattern FORM =
            Pattern.compile("X([0-9]{1,18})-([0-9]{1,9})-([1-9][0-9]{0,17})");

    /// Empty for what no {@link #toString} gives.
    public static Optional<DeletedId> parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? Optional.of(
                                new DeletedId(
                                        Long.parseLong(form.group(1)),
                                        Integer.parseInt(form.group(2)),
                                        new EmailId(Long.parseLong(form.group(3)))))
                        .filter(id -> id.toString().equals(text))
                : Optional.empty();
    }

    /// Letters, digits and hyphens. RFC 8620 §1.2.
    @Override
    public String toString() {
        return "X" + modSeq + "-" + chunk + "-" + email.value();
    }
}
