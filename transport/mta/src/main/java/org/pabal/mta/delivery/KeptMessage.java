// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import org.pabal.mda.programs.LineFeeds;
import org.pabal.message.Address;
import org.pabal.message.ReversePath;
import org.pabal.mta.queue.Content;
import org.pabal.mta.queue.RelayedOctets;
import org.pabal.storage.Storage;

/// A message as programs, Maildirs and mboxes of this host get it: with the fields of final delivery
/// (RFC 5321 §4.4) and lines that end in LF, which is what every such reader expects.
final class KeptMessage {
    private final Storage storage;
    private final Content content;
    private final String fields;

    KeptMessage(Storage storage, Content content, String fields) {
        this.storage = storage;
        this.content = content;
        this.fields = fields;
    }

    static String returnPath(ReversePath from) {
        return "Return-Path: " + from + "\n";
    }

    static String deliveredTo(Address to) {
        return "Delivered-To: " + to + "\n";
    }

    InputStream open() throws IOException {
        return new SequenceInputStream(
                new ByteArrayInputStream(fields.getBytes(StandardCharsets.UTF_8)),
                new LineFeeds(new RelayedOctets(storage, content).open()));
    }
}
