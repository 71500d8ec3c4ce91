// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dmarc;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pabal.mailauth.MessageHeader;
import org.pabal.mailauth.RawField;
import org.pabal.message.Domain;
import org.pabal.message.mime.AddressList;

/// The domains that the From field shows. RFC 9989 §5.3.1.
///
/// One address list is read here and by all that show mail, so that nobody is shown another author
/// than the one who was judged.
///
/// @param domains in A-labels, each once
/// @param fault why this is not one author's domain; empty when it is
record AuthorDomains(List<String> domains, Optional<String> fault) {
    /// Each costs a walk through the DNS; an honest From field has one.
    private static final int MAX_DOMAINS = 4;

    AuthorDomains {
        domains = List.copyOf(domains);
    }

    static AuthorDomains of(MessageHeader header) {
        List<RawField> fields = header.all("From");
        if (fields.isEmpty()) {
            return none("the mail has no From field");
        }
        Set<String> domains = new LinkedHashSet<>();
        int mailboxes = 0;
        int unreadable = 0;
        for (RawField field : fields.subList(0, Math.min(fields.size(), MAX_DOMAINS))) {
            for (AddressList.Mailbox mailbox : mailboxes(field)) {
                mailboxes++;
                Optional<String> domain = domain(mailbox);
                if (domain.isEmpty()) {
                    unreadable++;
                } else if (domains.size() < MAX_DOMAINS) {
                    domains.add(domain.get());
                }
            }
        }
        return new AuthorDomains(
                List.copyOf(domains), fault(fields.size(), mailboxes, unreadable, domains));
    }

    private static Optional<String> fault(
            int fields, int mailboxes, int unreadable, Set<String> domains) {
        if (fields > 1) {
            return Optional.of("the mail has " + fields + " From fields");
        }
        if (mailboxes == 0) {
            return Optional.of("the From field names no address");
        }
        if (unreadable > 0) {
            return Optional.of("the From field has an address without a domain name");
        }
        return domains.size() > 1
                ? Optional.of("the From field names several domains: " + String.join(", ", domains))
                : Optional.empty();
    }

    private static AuthorDomains none(String fault) {
        return new AuthorDomains(List.of(), Optional.of(fault));
    }

    private static List<AddressList.Mailbox> mailboxes(RawField field) {
        List<AddressList.Mailbox> mailboxes = new ArrayList<>();
        for (AddressList.Entry entry : AddressList.parse(field.value())) {
            switch (entry) {
                case AddressList.Mailbox mailbox -> mailboxes.add(mailbox);
                case AddressList.Group group -> mailboxes.addAll(group.members());
            }
        }
        return mailboxes;
    }

    /// An address literal has no place in the DNS.
    private static Optional<String> domain(AddressList.Mailbox mailbox) {
        byte[] octets = mailbox.domain().getBytes(StandardCharsets.ISO_8859_1);
        return Domain.parse(new String(octets, StandardCharsets.UTF_8))
                .filter(domain -> !domain.isLiteral() && !mailbox.localPart().isEmpty())
                .map(Domain::toAscii);
    }
}
