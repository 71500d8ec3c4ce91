// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.util.List;
import java.util.Optional;
import org.pabal.message.EnhancedStatus;

/// A reply. RFC 5321 §4.2, RFC 2034.
///
/// @param code 200 to 599
/// @param status of the same class as the code; empty where RFC 2034 has none (greeting, EHLO, 3yz)
/// @param lines at least one; text without CR and LF
public record SmtpReply(int code, Optional<EnhancedStatus> status, List<String> lines) {
    public SmtpReply {
        lines = List.copyOf(lines);
        if (code < 200 || code > 599 || lines.isEmpty()) {
            throw new IllegalArgumentException("not a reply: " + code + " " + lines);
        }
        if (status.isPresent() && status.get().statusClass() != code / 100) {
            throw new IllegalArgumentException(
                    "status " + status.get() + " contradicts reply code " + code);
        }
    }

    public static SmtpReply of(int code, String status, String text) {
        return new SmtpReply(code, Optional.of(EnhancedStatus.of(status)), List.of(text));
    }

    public static SmtpReply of(int code, String text) {
        return new SmtpReply(code, Optional.empty(), List.of(text));
    }

    /// As it was said, in one line: `550 5.1.1 No such user`.
    public String inOneLine() {
        StringBuilder line = new StringBuilder().append(code).append(' ');
        status.ifPresent(given -> line.append(given).append(' '));
        return line.append(String.join(" ", lines)).toString();
    }

    public boolean isPositive() {
        return code < 400;
    }

    public boolean isTransient() {
        return code / 100 == 4;
    }

    public boolean isPermanent() {
        return code / 100 == 5;
    }
}
