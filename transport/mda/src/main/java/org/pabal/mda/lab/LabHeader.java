// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.lab;

import java.util.Optional;
import org.pabal.message.Address;
import org.pabal.message.ReversePath;
import org.pabal.message.mime.AddressList;
import org.pabal.message.mime.HeaderField;
import org.pabal.message.mime.HeaderSection;
import org.pabal.message.mime.HeaderText;

/// What a message's header section tells the lab.
final class LabHeader {
    private final HeaderSection header;

    LabHeader(LabMessage message) {
        this.header = message.scan().header();
    }

    /// As people read it.
    String text(String name) {
        return header.first(name).map(HeaderText::decode).orElse("");
    }

    /// Whom the mail came from: Return-Path, which final delivery has written (RFC 5321 §4.4), else
    /// the author, else nobody.
    ReversePath reversePath() {
        Optional<ReversePath> returned =
                header.first("Return-Path")
                        .map(HeaderField::value)
                        .map(String::strip)
                        .flatMap(ReversePath::parse);
        return returned.or(() -> header.first("From").flatMap(LabHeader::address))
                .orElse(ReversePath.NULL);
    }

    private static Optional<ReversePath> address(HeaderField field) {
        return AddressList.mailboxes(field).stream()
                .map(AddressList.Mailbox::address)
                .findFirst()
                .flatMap(Address::parse)
                .map(ReversePath.To::new);
    }
}
