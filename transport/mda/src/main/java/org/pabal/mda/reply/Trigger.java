// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.reply;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.message.mime.AddressList;
import org.pabal.message.mime.HeaderSection;
import org.pabal.message.mime.HeaderText;
import org.pabal.message.mime.MessageIds;
import org.pabal.message.report.ReportField;

/// The message because of which something is written, as its header section has it.
final class Trigger {
    private static final int MAX_REFERENCES = 20; // as many as threads are read from
    private static final int MAX_SUBJECT_CHARACTERS = 200;

    private final HeaderSection header;

    Trigger(HeaderSection header) {
        this.header = header;
    }

    /// As people read it, cut where it is longer than any that is meant to be read.
    Optional<String> subject() {
        return decoded("Subject").map(text -> cut(HeaderText.withoutBidiControls(text)));
    }

    /// The first author: the display name, or the address.
    Optional<String> from() {
        return author().map(mailbox ->
                        name(mailbox)
                                .map(name -> name + " <" + address(mailbox) + ">")
                                .orElseGet(() -> address(mailbox)))
                .map(text -> cut(HeaderText.withoutBidiControls(text)));
    }

    private Optional<AddressList.Mailbox> author() {
        return header.first("From").stream()
                .flatMap(field -> AddressList.mailboxes(field).stream())
                .findFirst();
    }

    private static Optional<String> name(AddressList.Mailbox mailbox) {
        return mailbox.displayName().map(HeaderText::decode).filter(name -> !name.isBlank());
    }

    private static String address(AddressList.Mailbox mailbox) {
        return HeaderText.decode(mailbox.address());
    }

    /// The display name of the first author.
    Optional<String> authorName() {
        return author().flatMap(Trigger::name)
                .map(name -> cut(HeaderText.withoutBidiControls(name)));
    }

    /// The address of the first author.
    Optional<String> authorAddress() {
        return author().map(each -> cut(HeaderText.withoutBidiControls(address(each))));
    }

    Optional<String> messageId() {
        return ids("Message-ID", 1).stream().findFirst();
    }

    /// What a reply refers to: the references of this message, and itself. RFC 5322 §3.6.4.
    List<String> references() {
        List<String> ids = new ArrayList<>(ids("References", MAX_REFERENCES - 1));
        if (ids.isEmpty()) {
            ids.addAll(ids("In-Reply-To", 1));
        }
        messageId().ifPresent(ids::add);
        return ids;
    }

    private List<String> ids(String field, int most) {
        return header
                .first(field)
                .map(value -> MessageIds.last(value.value(), most))
                .orElse(List.of())
                .stream()
                .map(id -> "<" + id + ">")
                .filter(ReportField::isMessageId)
                .toList();
    }

    private Optional<String> decoded(String field) {
        return header.first(field).map(HeaderText::decode).filter(text -> !text.isBlank());
    }

    private static String cut(String text) {
        if (text.codePointCount(0, text.length()) <= MAX_SUBJECT_CHARACTERS) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, MAX_SUBJECT_CHARACTERS)) + "…";
    }
}
