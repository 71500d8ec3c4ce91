// SPDX-License-Identifier: Apache-2.0
package org.pabal.milter;

import java.util.List;
import java.util.OptionalInt;

/// The events of an SMTP session, with what the negotiation says about each.
public enum MilterStage {
    CONNECT('C', 0x1, 0x1000, 0),
    HELO('H', 0x2, 0x2000, 1),
    MAIL('M', 0x4, 0x4000, 2),
    RCPT('R', 0x8, 0x8000, 3),
    DATA('T', 0x200, 0x10000, 4),
    HEADER('L', 0x20, 0x80, -1),
    END_OF_HEADER('N', 0x40, 0x40000, 6),
    BODY('B', 0x10, 0x80000, -1),
    END_OF_BODY('E', 0, 0, 5),
    UNKNOWN('U', 0x100, 0x20000, -1);

    private final char letter;
    private final int left;
    private final int unanswered;
    private final int macroList;

    /// @param left the protocol bit by which a milter does not want the event (`SMFIP_NO…`)
    /// @param unanswered the bit by which it does not answer it (`SMFIP_NR_…`)
    /// @param macroList its number where a milter names the macros it wants (`SMFIM_…`)
    MilterStage(char letter, int left, int unanswered, int macroList) {
        this.letter = letter;
        this.left = left;
        this.unanswered = unanswered;
        this.macroList = macroList;
    }

    char letter() {
        return letter;
    }

    boolean isLeftOut(int protocol) {
        return (protocol & left) != 0;
    }

    boolean isUnanswered(int protocol) {
        return (protocol & unanswered) != 0;
    }

    /// The protocol bits of all events.
    static int allBits() {
        int bits = 0;
        for (MilterStage stage : values()) {
            bits |= stage.left | stage.unanswered;
        }
        return bits;
    }

    OptionalInt macroList() {
        return macroList < 0 ? OptionalInt.empty() : OptionalInt.of(macroList);
    }

    /// What is sent with the event to a milter that names nothing: what Postfix sends, and the
    /// client's address where the sender is told of.
    List<String> usualMacros() {
        return switch (this) {
            case CONNECT ->
                    List.of(
                            "j",
                            "_",
                            "v",
                            "{daemon_name}",
                            "{daemon_addr}",
                            "{daemon_port}",
                            "{client_addr}",
                            "{client_name}",
                            "{client_port}");
            case HELO ->
                    List.of(
                            "{tls_version}",
                            "{cipher}",
                            "{cipher_bits}",
                            "{cert_subject}",
                            "{cert_issuer}");
            case MAIL ->
                    List.of(
                            "i",
                            "{auth_type}",
                            "{auth_authen}",
                            "{auth_author}",
                            "{mail_addr}",
                            "{mail_host}",
                            "{mail_mailer}",
                            "{client_addr}",
                            "{client_name}");
            case RCPT -> List.of("i", "{rcpt_addr}", "{rcpt_host}", "{rcpt_mailer}");
            case DATA, END_OF_HEADER, END_OF_BODY -> List.of("i");
            case HEADER, BODY, UNKNOWN -> List.of();
        };
    }
}
