// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.util.List;
import java.util.Optional;
import org.pabal.message.EnhancedStatus;

/// The replies that are always the same. RFC 5321 §4.2.3, RFC 3463.
final class Answers {
    // Lines outside the grammar.
    static final SmtpReply BARE_LINE_END =
            SmtpReply.of(500, "5.5.2", "Bare CR or LF in a command; lines end with CRLF");
    static final SmtpReply LINE_TOO_LONG = SmtpReply.of(500, "5.5.2", "Command line too long");
    static final SmtpReply UNKNOWN_COMMAND = SmtpReply.of(500, "5.5.1", "Command not recognized");
    static final SmtpReply BAD_SYNTAX = SmtpReply.of(501, "5.5.2", "Syntax error");
    static final SmtpReply BAD_GREETING_NAME =
            SmtpReply.of(501, "5.5.2", "A domain or address literal is needed");
    static final SmtpReply NO_ARGUMENT_ALLOWED =
            SmtpReply.of(501, "5.5.4", "This command takes no argument");
    static final SmtpReply BAD_ARGUMENT = SmtpReply.of(501, "5.5.4", "Bad or missing argument");
    static final SmtpReply BAD_PARAMETER = SmtpReply.of(501, "5.5.4", "Bad or doubled parameter");
    static final SmtpReply UNKNOWN_PARAMETER =
            SmtpReply.of(555, "5.5.4", "Parameter not recognized");
    static final SmtpReply NEEDS_SMTPUTF8 =
            SmtpReply.of(553, "5.6.7", "Non-ASCII address needs SMTPUTF8");
    static final SmtpReply NOT_UTF8 = SmtpReply.of(553, "5.6.7", "Address is not valid UTF-8");

    // Commands that are not welcome.
    static final SmtpReply OUT_OF_ORDER = SmtpReply.of(503, "5.5.1", "Bad sequence of commands");
    static final SmtpReply GREETING_FIRST = SmtpReply.of(503, "5.5.1", "Say EHLO first");
    static final SmtpReply MAIL_FIRST = SmtpReply.of(503, "5.5.1", "MAIL is needed first");
    static final SmtpReply RCPT_FIRST = SmtpReply.of(503, "5.5.1", "RCPT is needed first");
    static final SmtpReply BINARY_NEEDS_BDAT =
            SmtpReply.of(503, "5.5.1", "BODY=BINARYMIME needs BDAT");
    static final SmtpReply NO_VALID_RECIPIENTS = SmtpReply.of(554, "5.5.1", "No valid recipients");
    static final SmtpReply NOT_FOR_STRANGERS =
            SmtpReply.of(554, "5.7.1", "LMTP is for hosts of ours, and yours is none of them");
    static final SmtpReply NOT_IMPLEMENTED = SmtpReply.of(502, "5.5.1", "Command not implemented");
    static final SmtpReply NOT_HTTP =
            SmtpReply.of(
                    554, "5.5.1", "This is a mail server; web servers are at ports 80 and 443");

    static final SmtpReply EARLY_TALKER =
            SmtpReply.of(554, "5.5.1", "Wait for the greeting before you speak");

    // Going well.
    static final SmtpReply OK = SmtpReply.of(250, "2.0.0", "Ok");
    static final SmtpReply SENDER_OK = SmtpReply.of(250, "2.1.0", "Sender ok");
    static final SmtpReply PRIORITY_LOWERED =
            SmtpReply.of(250, "2.3.6", "0 is the new priority; sender ok");
    static final SmtpReply RECIPIENT_OK = SmtpReply.of(250, "2.1.5", "Recipient ok");
    static final SmtpReply SEND_CONTENT = SmtpReply.of(354, "Send the message, end with CRLF.CRLF");
    static final SmtpReply CANNOT_VERIFY =
            SmtpReply.of(252, "2.1.5", "Cannot verify; send mail and it is tried");
    static final SmtpReply HELP =
            new SmtpReply(
                    214,
                    Optional.of(EnhancedStatus.of("2.0.0")),
                    List.of(
                            "Commands:",
                            "EHLO HELO LHLO MAIL RCPT DATA BDAT RSET NOOP",
                            "VRFY HELP QUIT STARTTLS AUTH ETRN"));
    static final SmtpReply READY_FOR_TLS = SmtpReply.of(220, "2.0.0", "Ready to start TLS");

    // Mail that is refused.
    static final SmtpReply TOO_MANY_RECIPIENTS =
            SmtpReply.of(452, "4.5.3", "Too many recipients; send them in another mail");
    static final SmtpReply RELEASE_TOO_FAR =
            SmtpReply.of(501, "5.5.4", "That is longer than mail is held here; see FUTURERELEASE");
    static final SmtpReply DELIVERY_TOO_SOON =
            SmtpReply.of(550, "5.4.7", "That is sooner than can be promised here; see DELIVERBY");
    static final SmtpReply TOO_LARGE =
            SmtpReply.of(552, "5.3.4", "Message is larger than this server takes");
    static final SmtpReply BAD_LINE_ENDS =
            SmtpReply.of(550, "5.6.0", "Message holds a bare CR, a bare LF or NUL");

    // AUTH and STARTTLS.
    static final SmtpReply AUTHENTICATION_REQUIRED =
            SmtpReply.of(530, "5.7.0", "Authentication required");
    static final SmtpReply STARTTLS_FIRST =
            SmtpReply.of(530, "5.7.0", "Must issue a STARTTLS command first");
    static final SmtpReply ENCRYPTION_REQUIRED =
            SmtpReply.of(538, "5.7.11", "Encryption is required for authentication");
    static final SmtpReply UNKNOWN_MECHANISM =
            SmtpReply.of(504, "5.5.4", "Authentication mechanism not supported");
    static final SmtpReply NOT_BASE64 = SmtpReply.of(501, "5.5.2", "Response is not base64");
    static final SmtpReply RESPONSE_TOO_LONG =
            SmtpReply.of(500, "5.5.6", "Authentication response is too long");
    static final SmtpReply AUTH_CANCELLED = SmtpReply.of(501, "5.7.0", "Authentication cancelled");
    static final SmtpReply AUTHENTICATED = SmtpReply.of(235, "2.7.0", "Authentication successful");

    /// One text for all reasons (THREATS A02).
    static final SmtpReply BAD_CREDENTIALS =
            SmtpReply.of(535, "5.7.8", "Authentication credentials invalid");

    static final SmtpReply AUTH_UNAVAILABLE =
            SmtpReply.of(454, "4.7.0", "Temporary authentication failure; try again later");

    /// Whether the mail system has refused to relay. RFC 3463 §3.8 has one status for that and more;
    /// these are the words for it.
    static boolean isRelayDenied(SmtpReply reply) {
        return reply.code() == 554 && reply.lines().getFirst().endsWith("Relay access denied");
    }

    private Answers() {}
}
