// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pabal.mailauth.MessageHeader;
import org.pabal.mailauth.RawField;
import org.pabal.message.Address;
import org.pabal.message.ReversePath;
import org.pabal.message.mime.MimeLimits;

/// The header section of a message in a file, with what a server wrote on top of it.
record StoredHeader(MessageHeader fields) {

    /// `from name (reverse-name [address]) …` as we and most others write it. RFC 5321 §4.4.
    private static final Pattern FROM =
            Pattern.compile(
                    "\\s*from\\s+(\\S+)\\s+\\((?:[^\\[\\]()]*\\s)?\\[(?:IPv6:)?([0-9a-fA-F.:]+)\\]",
                    Pattern.CASE_INSENSITIVE);

    /// Reads up to the empty line, which is taken as well.
    ///
    /// @throws IOException also when the section is larger than one of a mail may be
    static StoredHeader read(InputStream in) throws IOException {
        ByteArrayOutputStream section = new ByteArrayOutputStream();
        int inLine = 0;
        int octet;
        while ((octet = in.read()) >= 0) {
            section.write(octet);
            if (octet == '\n') {
                if (inLine == 0) {
                    break;
                }
                inLine = 0;
            } else if (octet != '\r') {
                inLine++;
            }
            if (section.size() > MimeLimits.DEFAULT.maxHeaderOctets()) {
                throw new IOException("the header section is too large");
            }
        }
        return new StoredHeader(MessageHeader.parse(section.toByteArray()));
    }

    /// Of the topmost Received field that names one.
    Optional<String> clientAddress() {
        return client().map(found -> found.group(2));
    }

    /// As it greeted.
    Optional<String> clientName() {
        return client().map(found -> found.group(1));
    }

    private Optional<Matcher> client() {
        for (RawField field : fields.all("Received")) {
            Matcher found = FROM.matcher(field.value());
            if (found.lookingAt()) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    Optional<ReversePath> returnPath() {
        return fields.first("Return-Path").flatMap(field -> reversePath(field.value()));
    }

    /// An address with or without angle brackets; nothing, or nothing in brackets, for the empty
    /// reverse-path.
    static Optional<ReversePath> reversePath(String text) {
        String path = text.strip();
        String address =
                path.startsWith("<") && path.endsWith(">")
                        ? path.substring(1, path.length() - 1)
                        : path;
        return address.isEmpty()
                ? Optional.of(ReversePath.NULL)
                : Address.parse(address).map(ReversePath.To::new);
    }
}
