// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import org.pabal.message.Address;
import org.pabal.message.ReversePath;
import org.pabal.mta.queue.Content;
import org.pabal.mta.queue.RelayedOctets;
import org.pabal.storage.Storage;

/// A message as programs and Maildirs of this host get it: with the fields of final delivery
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

    /// Leaves out each CR before an LF.
    private static final class LineFeeds extends InputStream {
        private static final int NONE = -2;

        private final BufferedInputStream in;
        private int next = NONE;

        LineFeeds(InputStream octets) {
            this.in = new BufferedInputStream(octets, 64 * 1024);
        }

        @Override
        public int read() throws IOException {
            int octet = take();
            if (octet != '\r') {
                return octet;
            }
            next = in.read();
            return next == '\n' ? take() : '\r';
        }

        private int take() throws IOException {
            if (next == NONE) {
                return in.read();
            }
            int taken = next;
            next = NONE;
            return taken;
        }

        @Override
        public int read(byte[] octets, int offset, int length) throws IOException {
            int read = 0;
            while (read < length) {
                int octet = read();
                if (octet < 0) {
                    return read == 0 ? -1 : read;
                }
                octets[offset + read++] = (byte) octet;
            }
            return read;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
