// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.summary;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.pabal.message.Domain;
import org.pabal.message.mime.AddressList;
import org.pabal.message.mime.AddressList.Group;
import org.pabal.message.mime.AddressList.Mailbox;
import org.pabal.message.mime.HeaderField;
import org.pabal.message.mime.HeaderSection;
import org.pabal.message.mime.HeaderText;

/// Writes ENVELOPE. RFC 9051 §7.5.2.
public final class EnvelopeWriter {
    /// Of one address field: some ten thousand addresses. What goes beyond is left out.
    private static final int MAX_LIST_CHARS = 512 << 10;

    private static final String NIL = "NIL";

    private EnvelopeWriter() {}

    public static byte[] envelope(HeaderSection header) {
        StringBuilder out = new StringBuilder(512);
        write(out, header);
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// `envelope = "(" env-date SP env-subject SP env-from SP env-sender SP env-reply-to SP env-to
    /// SP env-cc SP env-bcc SP env-in-reply-to SP env-message-id ")"`
    static void write(StringBuilder out, HeaderSection header) {
        String from = addresses(header, "From");
        out.append('(');
        text(out, header, "Date");
        text(out.append(' '), header, "Subject");
        out.append(' ').append(from);
        out.append(' ').append(orElse(addresses(header, "Sender"), from));
        out.append(' ').append(orElse(addresses(header, "Reply-To"), from));
        out.append(' ').append(recipients(header, "To"));
        out.append(' ').append(recipients(header, "Cc"));
        out.append(' ').append(recipients(header, "Bcc"));
        text(out.append(' '), header, "In-Reply-To");
        text(out.append(' '), header, "Message-ID");
        out.append(')');
    }

    /// Sender and Reply-To are never empty where there is a From.
    private static String orElse(String addresses, String from) {
        return addresses.equals(NIL) ? from : addresses;
    }

    /// NIL for an absent field, an empty string for an empty one.
    private static void text(StringBuilder out, HeaderSection header, String name) {
        Optional<HeaderField> field = header.first(name);
        ImapText.nstring(out, field.isPresent() ? ImapText.ofHeader(field.get().value()) : null);
    }

    /// `"(" 1*address ")" / nil`
    private static String addresses(HeaderSection header, String name) {
        StringBuilder list = new StringBuilder(96);
        header.first(name).ifPresent(field -> addresses(list, field));
        return list.isEmpty() ? NIL : "(" + list + ")";
    }

    /// Where a broken program wrote a recipient field twice, all the recipients: RFC 5322 §3.6 allows
    /// one.
    private static String recipients(HeaderSection header, String name) {
        StringBuilder list = new StringBuilder(96);
        header.all(name).forEach(field -> addresses(list, field));
        return list.isEmpty() ? NIL : "(" + list + ")";
    }

    private static void addresses(StringBuilder list, HeaderField field) {
        for (AddressList.Entry entry : AddressList.parse(field)) {
            if (list.length() > MAX_LIST_CHARS) {
                return;
            }
            switch (entry) {
                case Mailbox mailbox -> mailbox(list, mailbox);
                case Group(String groupName, List<Mailbox> members) ->
                        group(list, groupName, members);
            }
        }
    }

    /// `address = "(" addr-name SP addr-adl SP addr-mailbox SP addr-host ")"`
    ///
    /// A host of NIL would announce a group, so that an absent one is an empty string.
    private static void mailbox(StringBuilder out, Mailbox mailbox) {
        if (mailbox.localPart().isEmpty()
                && mailbox.domain().isEmpty()
                && mailbox.displayName().isEmpty()) {
            return;
        }
        ImapText.nstring(
                out.append('('), mailbox.displayName().map(ImapText::ofHeader).orElse(null));
        ImapText.nstring(out.append(' '), mailbox.route().map(ImapText::ofHeader).orElse(null));
        ImapText.localPart(out.append(' '), mailbox.localPart());
        ImapText.nstring(out.append(' '), host(mailbox.domain()));
        out.append(')');
    }

    /// The group's name without a host, its members, and an address of NIL alone.
    private static void group(StringBuilder out, String name, List<Mailbox> members) {
        ImapText.nstring(out.append("(NIL NIL "), ImapText.ofHeader(name));
        out.append(" NIL)");
        for (Mailbox member : members) {
            if (out.length() <= MAX_LIST_CHARS) {
                mailbox(out, member);
            }
        }
        out.append("(NIL NIL NIL NIL)");
    }

    /// A domain that is not ASCII has an ASCII form of its own. RFC 5890 §2.3.2.1.
    private static String host(String raw) {
        if (ImapText.isAscii(raw)) {
            return ImapText.ofHeader(raw);
        }
        return Domain.parse(HeaderText.decode(raw))
                .map(Domain::toAscii)
                .filter(ImapText::isAscii)
                .orElseGet(() -> ImapText.ofHeader(raw));
    }
}
