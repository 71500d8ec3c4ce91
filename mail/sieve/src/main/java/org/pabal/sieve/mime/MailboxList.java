// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.message.Address;
import org.pabal.message.mime.AddressList;
import org.pabal.message.mime.HeaderText;

/// The value of a From field: `mailbox-list`, RFC 5322 §3.4, names encoded where that is needed.
final class MailboxList {

    private MailboxList() {}

    /// @param text as a script has written it
    /// @return empty when it is no such list
    static Optional<String> of(String text) {
        List<String> mailboxes = new ArrayList<>();
        for (AddressList.Entry entry : AddressList.parse(text)) {
            Optional<String> mailbox =
                    entry instanceof AddressList.Mailbox one ? mailbox(one) : Optional.empty();
            if (mailbox.isEmpty()) {
                return Optional.empty();
            }
            mailboxes.add(mailbox.get());
        }
        return mailboxes.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(",\r\n ", mailboxes));
    }

    private static Optional<String> mailbox(AddressList.Mailbox mailbox) {
        String name = mailbox.displayName().map(HeaderText::decodeWords).orElse("");
        return Address.parse(mailbox.address())
                .map(address ->
                        name.isBlank() ? "<" + address + ">" : phrase(name) + " <" + address + ">");
    }

    private static String phrase(String name) {
        boolean ascii = name.chars().allMatch(c -> c >= ' ' && c < 0x7F) && !name.contains("=?");
        return ascii
                ? '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"'
                : HeaderText.encode(name).replace(" ", "\r\n ");
    }
}
