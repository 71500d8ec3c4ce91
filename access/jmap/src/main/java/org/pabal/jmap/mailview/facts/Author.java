// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview.facts;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pabal.message.mime.AddressList;
import org.pabal.message.mime.HeaderSection;

/// Whom a mail names as its author, and where answers go.
///
/// @param addresses of From, in lower case
/// @param replyTo the first address of Reply-To that is not among them
public record Author(List<String> addresses, Optional<String> replyTo) {
    private static final int MAX = 50;

    public Author {
        addresses = List.copyOf(addresses);
    }

    public static Author of(HeaderSection header) {
        List<String> from = addresses(header, "From");
        return new Author(
                from,
                addresses(header, "Reply-To").stream()
                        .filter(each -> !from.contains(each))
                        .findFirst());
    }

    private static List<String> addresses(HeaderSection header, String field) {
        return header.first(field).map(AddressList::mailboxes).orElse(List.of()).stream()
                .filter(mailbox -> !mailbox.domain().isEmpty())
                .map(mailbox -> mailbox.address().toLowerCase(Locale.ROOT))
                .distinct()
                .limit(MAX)
                .toList();
    }

    /// The only one; empty where From names none or several.
    public Optional<String> address() {
        return addresses.size() == 1 ? Optional.of(addresses.getFirst()) : Optional.empty();
    }

    public List<String> domains() {
        return addresses.stream()
                .map(address -> address.substring(address.lastIndexOf('@') + 1))
                .distinct()
                .toList();
    }
}
