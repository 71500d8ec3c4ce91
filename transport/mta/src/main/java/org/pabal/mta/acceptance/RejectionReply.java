// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.message.EnhancedStatus;
import org.pabal.smtp.SmtpReply;

/// A script's refusal as a reply. RFC 5429 §2.1.
final class RejectionReply {
    /// RFC 5321 §4.5.3.1.5: 512 octets with code, status and line end.
    private static final int MAX_LINE = 490;

    private static final int MAX_LINES = 20;

    private static final EnhancedStatus REJECTED = EnhancedStatus.of("5.7.1");

    private RejectionReply() {}

    /// True for what a reply can say: it is ASCII (RFC 5321 §4.2) and not too long.
    static boolean fits(String text) {
        List<String> lines = text.lines().toList();
        return lines.size() <= MAX_LINES
                && lines.stream().allMatch(line -> line.length() <= MAX_LINE)
                && text.chars()
                        .allMatch(
                                c -> c >= 0x20 && c < 0x7F || c == '\r' || c == '\n' || c == '\t');
    }

    /// In the owner's words, or in ours where the reply cannot say them.
    static SmtpReply of(String text) {
        List<String> lines = new ArrayList<>();
        if (fits(text)) {
            text.lines().map(line -> line.replace('\t', ' ').strip()).forEach(lines::add);
            lines.removeIf(String::isEmpty);
        }
        return new SmtpReply(
                550,
                Optional.of(REJECTED),
                lines.isEmpty() ? List.of("The recipient does not accept this mail") : lines);
    }
}
