// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// What becomes of one region of a message that is made to fit.
sealed interface NarrowedRegion {

    /// How much of the source it is.
    long octets();

    /// @param region the octets of the source, no more
    InputStream rewrite(InputStream region) throws IOException;

    record Same(long octets) implements NarrowedRegion {
        @Override
        public InputStream rewrite(InputStream region) {
            return region;
        }
    }

    /// A leaf's body, decoded and encoded again.
    record Encoded(long octets, String before, String after) implements NarrowedRegion {
        @Override
        public InputStream rewrite(InputStream region) {
            return new EncodingStream(after, TransferDecoding.decode(before, region));
        }
    }

    /// Text that nobody reads.
    record Masked(long octets, NarrowedMessage.Carrier carrier) implements NarrowedRegion {
        @Override
        public InputStream rewrite(InputStream region) {
            return new MaskingStream(region, carrier);
        }
    }

    /// A header section with another Content-Transfer-Encoding.
    record Header(int length, MessageRegion region, String encoding) implements NarrowedRegion {
        private static final String FIELD = "content-transfer-encoding";

        @Override
        public long octets() {
            return length;
        }

        @Override
        public InputStream rewrite(InputStream source) throws IOException {
            byte[] section = source.readNBytes(length);
            ByteArrayOutputStream out = new ByteArrayOutputStream(length + 64);
            int at = 0;
            boolean dropping = false;
            boolean ended = false;
            while (at < section.length) {
                int next = nextLine(section, at);
                if (isEmpty(section, at)) {
                    ended = true;
                    break;
                }
                boolean folded = section[at] == ' ' || section[at] == '\t';
                dropping = folded ? dropping : isEncodingField(section, at, next);
                if (!dropping) {
                    out.write(section, at, next - at);
                }
                at = next;
            }
            addFields(out);
            out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
            if (ended) {
                int behind = nextLine(section, at);
                out.write(section, behind, section.length - behind);
            }
            return new ByteArrayInputStream(out.toByteArray());
        }

        /// Text without a known character set is called so. RFC 1428 §3
        private void addFields(ByteArrayOutputStream out) {
            StringBuilder fields = new StringBuilder();
            if (region.message() && !has("mime-version")) {
                fields.append("MIME-Version: 1.0\r\n");
            }
            boolean typeMatters = region.message() && region.part().children().isEmpty();
            if (typeMatters && !has("content-type")) {
                fields.append("Content-Type: text/plain; charset=unknown-8bit\r\n");
            }
            fields.append("Content-Transfer-Encoding: ").append(encoding).append("\r\n");
            out.writeBytes(fields.toString().getBytes(StandardCharsets.US_ASCII));
        }

        private boolean has(String field) {
            return region.part().header().fields().stream()
                    .anyMatch(one -> one.name().equalsIgnoreCase(field));
        }

        private static boolean isEncodingField(byte[] section, int at, int next) {
            String line = new String(section, at, next - at, StandardCharsets.ISO_8859_1);
            int colon = line.indexOf(':');
            return colon > 0 && line.substring(0, colon).strip().equalsIgnoreCase(FIELD);
        }

        private static boolean isEmpty(byte[] section, int at) {
            return section[at] == '\n'
                    || section[at] == '\r' && (at + 1 == section.length || section[at + 1] == '\n');
        }

        private static int nextLine(byte[] section, int at) {
            int next = at;
            while (next < section.length && section[next] != '\n') {
                next++;
            }
            return Math.min(next + 1, section.length);
        }
    }
}
