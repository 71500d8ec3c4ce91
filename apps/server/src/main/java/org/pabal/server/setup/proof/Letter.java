// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup.proof;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Locale;
import org.pabal.message.Address;
import org.pabal.message.mime.HeaderText;
import org.pabal.message.mime.MailDate;

/// A mail of the proof.
///
/// @param messageId with its angle brackets
record Letter(Address from, Address to, String messageId, Words text) {
    private static final byte[] CRLF = {'\r', '\n'};

    /// RFC 5322; the body in base64, so that no server on the way needs to change what is signed.
    byte[] octets(Locale language, Instant now) {
        String body = text.in(language) + "\r\n";
        String message =
                field("From", "<" + ascii(from) + ">")
                        + field("To", "<" + ascii(to) + ">")
                        + field("Subject", HeaderText.encode(Words.SUBJECT.in(language)))
                        + field("Date", MailDate.format(now.atOffset(ZoneOffset.UTC)))
                        + field("Message-ID", messageId)
                        + field("MIME-Version", "1.0")
                        + field("Content-Type", "text/plain; charset=utf-8")
                        + field("Content-Language", language.getLanguage())
                        + field("Content-Transfer-Encoding", "base64")
                        + "\r\n"
                        + Base64.getMimeEncoder(76, CRLF)
                                .encodeToString(body.getBytes(StandardCharsets.UTF_8))
                        + "\r\n";
        return message.getBytes(StandardCharsets.UTF_8);
    }

    /// Its domain in A-labels.
    static String ascii(Address address) {
        String text = address.toString();
        return text.substring(0, text.lastIndexOf('@') + 1) + address.domain().toAscii();
    }

    private static String field(String name, String value) {
        return name + ": " + value + "\r\n";
    }
}
