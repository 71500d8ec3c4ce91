// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.compose;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.pabal.jmap.JmapBlob;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.SetError;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.MessageIntake;
import org.pabal.mailbox.StagedMessage;

/// Makes messages as clients describe them. Safe for use by many threads.
public final class MessageComposer {
    private static final byte[] LINE_END = {'\r', '\n'};
    private static final int BASE64_LINE_CHARS = 76;

    private final MailboxStore store;
    private final long maxOctets;
    private final RandomGenerator random;

    /// @param maxOctets of all texts and blobs of a message, before they are encoded
    /// @param random safe for use by many threads
    public MessageComposer(MailboxStore store, long maxOctets, RandomGenerator random) {
        this.store = store;
        this.maxOctets = maxOctets;
        this.random = random;
    }

    /// Makes one message; it lasts with the commit that adds it to a mailbox.
    ///
    /// @param domain of the Message-ID, where the client gives none
    /// @param email what Email/set says of it; what is read is noted there
    /// @throws SetError `invalidProperties`, `blobNotFound`, `tooLarge`
    public StagedMessage compose(
            JmapObject email,
            Function<String, Optional<JmapBlob>> blobs,
            String domain,
            Instant now) {
        NewMessageReader.Read read = new NewMessageReader(email, blobs, random).read(now, domain);
        email.nothingElse();
        if (read.octets() > maxOctets) {
            throw SetError.tooLarge(
                    "Texts and attachments have more than " + maxOctets + " octets together.");
        }
        try (MessageIntake intake = store.newMessage()) {
            OutputStream out = new ToIntake(intake);
            writeFields(out, read.fields());
            write(out, read.root());
            return intake.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class ToIntake extends OutputStream {
        private final MessageIntake intake;

        ToIntake(MessageIntake intake) {
            this.intake = intake;
        }

        @Override
        public void write(int octet) {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] octets, int offset, int length) {
            intake.write(octets, offset, length);
        }
    }

    private static void writeFields(OutputStream out, List<String> fields) throws IOException {
        for (String field : fields) {
            out.write(field.getBytes(StandardCharsets.UTF_8));
            out.write(LINE_END);
        }
    }

    /// Fields, an empty line, the body; without a line end at its end.
    private static void write(OutputStream out, NewPart part) throws IOException {
        writeFields(out, part.fields());
        out.write(LINE_END);
        switch (part) {
            case NewPart.Text(_, byte[] octets) -> out.write(octets);
            case NewPart.OfBlob(_, JmapBlob blob, NewPart.OfBlob.Encoding encoding) ->
                    writeBlob(out, blob, encoding);
            case NewPart.Multipart(_, String boundary, List<NewPart> parts) -> {
                for (NewPart child : parts) {
                    out.write(("--" + boundary + "\r\n").getBytes(StandardCharsets.US_ASCII));
                    write(out, child);
                    out.write(LINE_END);
                }
                out.write(("--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    private static void writeBlob(OutputStream out, JmapBlob blob, NewPart.OfBlob.Encoding encoding)
            throws IOException {
        try (InputStream in = blob.open()) {
            switch (encoding) {
                case NONE -> in.transferTo(out);
                case BASE64 -> {
                    OutputStream encoder =
                            Base64.getMimeEncoder(BASE64_LINE_CHARS, LINE_END)
                                    .wrap(new KeptOpen(out));
                    in.transferTo(encoder);
                    encoder.close();
                }
            }
        }
    }

    /// An encoder ends with what it writes to.
    private static final class KeptOpen extends OutputStream {
        private final OutputStream out;

        KeptOpen(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int octet) throws IOException {
            out.write(octet);
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            out.write(octets, offset, length);
        }

        @Override
        public void close() {}
    }
}
