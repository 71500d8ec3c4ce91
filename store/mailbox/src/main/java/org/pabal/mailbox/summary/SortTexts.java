// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.summary;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.pabal.mailbox.StoredMessage.SortKey;
import org.pabal.message.mime.AddressList;
import org.pabal.message.mime.AddressList.Group;
import org.pabal.message.mime.AddressList.Mailbox;
import org.pabal.message.mime.BaseSubject;
import org.pabal.message.mime.HeaderSection;
import org.pabal.message.mime.HeaderText;
import org.pabal.message.mime.UnicodeCasemap;

/// What SORT and THREAD compare, folded and in UTF-8, so that the order of octets is theirs.
/// RFC 5256 §3, RFC 5957 §3.
///
/// @param keys one for each
/// @param isReply whether the subject has a mark of a reply or a forward
public record SortTexts(Map<SortKey, byte[]> keys, boolean isReply) {
    /// Texts that begin with so many equal characters are one to SORT and THREAD.
    private static final int MAX_CHARS = 1000;

    /// Of a field with many addresses, within which the first one stands.
    private static final int MAX_FIRST_CHARS = 4 << 10;

    /// @param subject decoded
    static SortTexts of(HeaderSection header, String subject) {
        BaseSubject base = BaseSubject.of(subject);
        First from = first(header, "From");
        First to = first(header, "To");
        Map<SortKey, byte[]> keys = new EnumMap<>(SortKey.class);
        for (SortKey key : SortKey.values()) {
            keys.put(
                    key,
                    folded(
                            switch (key) {
                                case BASE_SUBJECT -> base.text();
                                case FROM -> from.mailbox();
                                case TO -> to.mailbox();
                                case CC -> first(header, "Cc").mailbox();
                                case DISPLAY_FROM -> from.display();
                                case DISPLAY_TO -> to.display();
                            }));
        }
        return new SortTexts(keys, base.isReply());
    }

    private static byte[] folded(String text) {
        return UnicodeCasemap.fold(cut(text, MAX_CHARS)).getBytes(StandardCharsets.UTF_8);
    }

    private static String cut(String text, int most) {
        return text.length() > most ? text.substring(0, most) : text;
    }

    /// The first address of a field.
    ///
    /// @param mailbox what ENVELOPE shows as its addr-mailbox; of a group its name
    /// @param display its display name, else its address
    private record First(String mailbox, String display) {
        static final First NONE = new First("", "");
    }

    private static First first(HeaderSection header, String name) {
        List<AddressList.Entry> entries =
                header.first(name)
                        .map(field -> AddressList.parse(cut(field.value(), MAX_FIRST_CHARS)))
                        .orElse(List.of());
        for (AddressList.Entry entry : entries) {
            First first =
                    switch (entry) {
                        case Mailbox mailbox -> ofMailbox(mailbox);
                        case Group group -> ofGroup(group);
                    };
            if (!first.equals(First.NONE)) {
                return first;
            }
        }
        return First.NONE;
    }

    private static First ofMailbox(Mailbox mailbox) {
        String display = mailbox.displayName().map(HeaderText::decode).orElse("");
        return new First(
                HeaderText.decode(mailbox.localPart()),
                display.isBlank() ? HeaderText.decode(mailbox.address()) : display);
    }

    private static First ofGroup(Group group) {
        String name = HeaderText.decode(group.displayName());
        return new First(name, name);
    }
}
