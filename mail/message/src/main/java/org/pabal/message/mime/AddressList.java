// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The addresses of From, To, Reply-To and their like. RFC 5322 §3.4, obsolete forms §4.4.
///
/// Total and linear (THREATS M03): what stands outside the grammar is given as it is, so that a
/// reader can show it. Whoever decides by an address checks it with
/// {@link org.pabal.message.Address#parse} first.
public final class AddressList {
    private AddressList() {}

    public sealed interface Entry {}

    /// @param displayName raw text without its quotes, or the comment that stands for it, each octet
    ///     one char: {@link HeaderText#decode(String)} makes it readable
    /// @param route `@a,@b` of the obsolete `<@a,@b:c@d>`
    /// @param localPart without its quotes
    /// @param domain empty if there is none
    public record Mailbox(
            Optional<String> displayName, Optional<String> route, String localPart, String domain)
            implements Entry {

        /// `local-part@domain` as given, not quoted again.
        public String address() {
            return domain.isEmpty() ? localPart : localPart + "@" + domain;
        }
    }

    /// `undisclosed-recipients:;` and other named lists.
    public record Group(String displayName, List<Mailbox> members) implements Entry {
        public Group {
            members = List.copyOf(members);
        }
    }

    public static List<Entry> parse(HeaderField field) {
        return parse(field.value());
    }

    /// @param text of a field, each octet as one char
    public static List<Entry> parse(String text) {
        return new AddressListReader(text).read();
    }

    /// All mailboxes, those of groups too.
    public static List<Mailbox> mailboxes(HeaderField field) {
        List<Mailbox> mailboxes = new ArrayList<>();
        for (Entry entry : parse(field)) {
            switch (entry) {
                case Mailbox mailbox -> mailboxes.add(mailbox);
                case Group group -> mailboxes.addAll(group.members());
            }
        }
        return mailboxes;
    }
}
