// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.pabal.mailbox.AccountMailboxes.MessageOctets;
import org.pabal.mailbox.StoredMessage;
import org.pabal.message.mime.Charsets;
import org.pabal.message.mime.HeaderText;
import org.pabal.message.mime.MimePart;
import org.pabal.message.mime.TransferDecoding;
import org.pabal.message.mime.UnicodeCasemap;

/// What people read in a message, for criteria that the stored record does not settle: decoded
/// header fields, and the decoded text of text parts and of messages inside.
///
/// In bounded memory: a text is decoded and folded in pieces of about a mebibyte, cut at line ends.
public final class MessageText {
    private static final int READ = 64 << 10;
    private static final int PIECE = 1 << 20;

    /// Header sections are read up to here (THREATS §4: 1 MiB).
    private static final int MAX_HEADER = 1 << 20;

    private final StoredMessage message;
    private final MessageOctets octets;

    public MessageText(StoredMessage message, MessageOctets octets) {
        this.message = message;
        this.octets = octets;
    }

    /// @param name in lower case
    /// @param test is given the decoded values, not folded
    public boolean hasHeader(String name, Predicate<String> test) {
        for (Field field : fields(message.structure())) {
            if (field.name().equals(name) && test.test(HeaderText.decode(field.value()))) {
                return true;
            }
        }
        return false;
    }

    /// Gives the header section of the message, a run for each field.
    ///
    /// @return false when the sink did not want all
    public boolean writeHeader(TextSink sink) {
        return writeHeader(message.structure(), sink);
    }

    private boolean writeHeader(MimePart part, TextSink sink) {
        for (Field field : fields(part)) {
            String text = field.name() + ": " + HeaderText.decode(field.value());
            if (!sink.write(UnicodeCasemap.fold(text))) {
                return false;
            }
            sink.endRun();
        }
        return true;
    }

    /// Gives the text parts, markup and all; of a message inside, its header section as well.
    ///
    /// @return false when the sink did not want all
    public boolean writeBody(TextSink sink) {
        return writeBody(message.structure(), sink);
    }

    private boolean writeBody(MimePart part, TextSink sink) {
        if (part.isMessage()) {
            MimePart inner = part.children().get(0);
            return writeHeader(inner, sink) && writeBody(inner, sink);
        }
        for (MimePart child : part.children()) {
            if (!writeBody(child, sink)) {
                return false;
            }
        }
        return !part.children().isEmpty()
                || !part.content().type().equals("text")
                || writeText(part, sink);
    }

    private boolean writeText(MimePart part, TextSink sink) {
        String charset = part.content().parameters().getOrDefault("charset", "us-ascii");
        TextPieces pieces = new TextPieces(charset, part.bodyOctets(), sink);
        TransferDecoding.Decoder decoder =
                TransferDecoding.decoder(part.content().transferEncoding(), pieces::write);
        byte[] buffer = new byte[(int) Math.min(READ, Math.max(1, part.bodyOctets()))];
        long at = part.bodyOffset();
        while (at < part.endOffset() && pieces.wanted) {
            int most = (int) Math.min(buffer.length, part.endOffset() - at);
            int count = octets.read(at, buffer, 0, most);
            if (count <= 0) {
                break;
            }
            decoder.write(buffer, 0, count);
            at += count;
        }
        decoder.finish();
        pieces.finish();
        return pieces.wanted;
    }

    /// Decoded octets to pieces of text.
    private static final class TextPieces {
        private final String charset;
        private final TextSink sink;
        private final ByteArrayOutputStream held;
        private boolean wanted = true;

        /// @param expected octets
        TextPieces(String charset, long expected, TextSink sink) {
            this.held = new ByteArrayOutputStream(Math.clamp(expected, 16, READ));
            this.charset = charset;
            this.sink = sink;
        }

        void write(byte[] octets, int offset, int length) {
            if (!wanted) {
                return;
            }
            held.write(octets, offset, length);
            if (held.size() >= PIECE) {
                byte[] all = held.toByteArray();
                int cut = all.length;
                while (cut > 0 && all[cut - 1] != '\n') {
                    cut--;
                }
                cut = cut == 0 ? all.length : cut;
                held.reset();
                held.write(all, cut, all.length - cut);
                give(Arrays.copyOf(all, cut));
            }
        }

        void finish() {
            if (wanted && held.size() > 0) {
                give(held.toByteArray());
            }
            if (wanted) {
                sink.endRun();
            }
        }

        private void give(byte[] octets) {
            wanted = sink.write(UnicodeCasemap.fold(Charsets.decode(octets, charset)));
        }
    }

    /// @param name in lower case
    /// @param value each octet as one char, folded lines as they stand
    private record Field(String name, String value) {}

    private List<Field> fields(MimePart part) {
        int length = (int) Math.min(MAX_HEADER, part.bodyOffset() - part.headerOffset());
        byte[] section = new byte[length];
        int read = 0;
        while (read < length) {
            int count = octets.read(part.headerOffset() + read, section, read, length - read);
            if (count <= 0) {
                break;
            }
            read += count;
        }
        return fields(new String(section, 0, read, StandardCharsets.ISO_8859_1));
    }

    private static List<Field> fields(String section) {
        List<Field> fields = new ArrayList<>();
        int at = 0;
        while (at < section.length()) {
            int end = endOfField(section, at);
            int colon = section.indexOf(':', at);
            if (colon > at && colon < end) {
                String name = section.substring(at, colon).strip().toLowerCase(Locale.ROOT);
                fields.add(new Field(name, section.substring(colon + 1, end)));
            }
            at = end;
        }
        return fields;
    }

    /// Behind the line end that no white space follows.
    private static int endOfField(String section, int from) {
        int at = from;
        while (true) {
            int lineEnd = section.indexOf('\n', at);
            if (lineEnd < 0) {
                return section.length();
            }
            at = lineEnd + 1;
            if (at == section.length()
                    || (section.charAt(at) != ' ' && section.charAt(at) != '\t')) {
                return at;
            }
        }
    }
}
