// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.pabal.message.Domain;
import org.pabal.message.mime.AddressList;
import org.pabal.message.mime.HeaderField;
import org.pabal.message.mime.HeaderText;
import org.pabal.spam.ReadingLimits;

/// An address of From, Reply-To and their like.
///
/// @param name decoded as people see it, bidi controls and all; empty without one
/// @param localPart as written
/// @param domain in ASCII and lower case; as written, lower case, where it is none
public record NamedAddress(String name, String localPart, String domain) {
    /// The mailboxes of all fields of this name.
    static List<NamedAddress> all(List<HeaderField> fields, String fieldName) {
        List<NamedAddress> addresses = new ArrayList<>();
        for (HeaderField field : fields) {
            if (!field.name().equalsIgnoreCase(fieldName)) {
                continue;
            }
            for (AddressList.Mailbox mailbox : AddressList.mailboxes(field)) {
                if (addresses.size() == ReadingLimits.ADDRESSES) {
                    return addresses;
                }
                addresses.add(of(mailbox));
            }
        }
        return addresses;
    }

    private static NamedAddress of(AddressList.Mailbox mailbox) {
        String name = mailbox.displayName().map(NamedAddress::decoded).orElse("");
        return new NamedAddress(name, mailbox.localPart(), ascii(mailbox.domain()));
    }

    static String decoded(String raw) {
        int length = Math.min(raw.length(), ReadingLimits.HEADER_TEXT_CHARS);
        return HeaderText.decode(raw.substring(0, length));
    }

    private static String ascii(String domain) {
        if (domain.chars().allMatch(c -> c < 0x80) && !domain.contains("xn--")) {
            return domain.toLowerCase(Locale.ROOT);
        }
        String decoded = decoded(domain);
        return Domain.parse(decoded)
                .map(Domain::toAscii)
                .orElseGet(() -> decoded.toLowerCase(Locale.ROOT));
    }

    /// `local-part@domain`; the domain may be missing.
    public String address() {
        return domain.isEmpty() ? localPart : localPart + "@" + domain;
    }
}
