// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.nio.charset.StandardCharsets;
import org.pabal.message.Domain;
import org.pabal.message.ForwardPath;
import org.pabal.message.ReversePath;

/// The paths of MAIL and RCPT, and what is said when one is outside the grammar of RFC 5321 §4.1.2.
///
/// @param badAddress the path as a whole is malformed
/// @param badCharacter the local-part holds what is no atext
record PathSyntax(SmtpReply badAddress, SmtpReply badCharacter, SmtpReply badDomain) {
    static final PathSyntax REVERSE =
            new PathSyntax(
                    SmtpReply.of(501, "5.1.7", "Bad sender address syntax"),
                    SmtpReply.of(553, "5.1.7", "Bad character in the sender address"),
                    SmtpReply.of(501, "5.1.7", "Bad domain in the sender address"));
    static final PathSyntax FORWARD =
            new PathSyntax(
                    SmtpReply.of(501, "5.1.3", "Bad recipient address syntax"),
                    SmtpReply.of(550, "5.1.1", "No such recipient here"), // as THREATS S11 has it
                    SmtpReply.of(501, "5.1.2", "Bad domain in the recipient address"));

    private static final int MAX_LOCAL_PART_OCTETS = 64; // RFC 5321 §4.5.3.1.1
    private static final String ATEXT_SYMBOLS = "!#$%&'*+-/=?^_`{|}~"; // RFC 5322 §3.2.3

    static ReversePath reversePath(String bracketed) {
        return ReversePath.parse(bracketed).orElseThrow(() -> REVERSE.refuse(bracketed));
    }

    static ForwardPath forwardPath(String bracketed) {
        return ForwardPath.parse(bracketed).orElseThrow(() -> FORWARD.refuse(bracketed));
    }

    /// Says what is wrong with a path that the address grammar refused.
    private OutsideGrammar refuse(String bracketed) {
        int at = bracketed.lastIndexOf('@');
        if (at < 2) {
            return new OutsideGrammar(badAddress);
        }
        String localPart = bracketed.substring(1, at);
        String domain = bracketed.substring(at + 1, bracketed.length() - 1);
        if (localPart.getBytes(StandardCharsets.UTF_8).length > MAX_LOCAL_PART_OCTETS) {
            return new OutsideGrammar(badAddress);
        }
        if (Domain.parse(domain).isEmpty()) {
            return new OutsideGrammar(badDomain);
        }
        return new OutsideGrammar(holdsForeignCharacter(localPart) ? badCharacter : badAddress);
    }

    private static boolean holdsForeignCharacter(String localPart) {
        return !localPart.startsWith("\"")
                && localPart.chars().anyMatch(c -> c != '.' && c < 0x80 && !isAtext(c));
    }

    private static boolean isAtext(int c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || ATEXT_SYMBOLS.indexOf(c) >= 0;
    }
}
