// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.signing;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pabal.mailauth.MessageHeader;
import org.pabal.mailauth.RawField;
import org.pabal.message.Domain;
import org.pabal.message.mime.AddressList;

/// The domain that a message's From field speaks for. RFC 5322 §3.6.2.
final class AuthorDomain {
    private AuthorDomain() {}

    /// Empty when there is no From field or several, one that cannot be read, or one with authors of
    /// several domains: nobody could say for whom to sign.
    static Optional<Domain> of(MessageHeader header) {
        List<RawField> from = header.all("From");
        return from.size() == 1 ? of(from.getFirst().value()) : Optional.empty();
    }

    private static Optional<Domain> of(String value) {
        Set<Optional<Domain>> domains = new HashSet<>();
        for (AddressList.Entry entry : AddressList.parse(value)) {
            domains.add(
                    entry instanceof AddressList.Mailbox mailbox
                            ? Domain.parse(utf8(mailbox.domain()))
                            : Optional.empty());
        }
        return domains.size() == 1 ? domains.iterator().next() : Optional.empty();
    }

    private static String utf8(String octets) {
        return new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
