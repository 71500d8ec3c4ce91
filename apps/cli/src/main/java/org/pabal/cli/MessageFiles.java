// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Messages in files, in folders of files, and in mboxes, read some at a time.
///
/// A file is an mbox when it begins with a `From ` line; one with a single such line is one message.
final class MessageFiles implements AutoCloseable {
    private static final int MAX_MESSAGE_OCTETS = 16 << 20;
    private static final int MAX_BATCH_OCTETS = 4 << 20;
    private static final int MAX_BATCH = 500;
    private static final int MAX_LINE_OCTETS = 1 << 20; // a longer one is taken in pieces

    /// As RFC 4155 has it, and as programs write it: somebody, and a day with its time and year.
    private static final Pattern FROM_LINE =
            Pattern.compile("From \\S.*\\d{1,2}:\\d{2}(:\\d{2})?.*\\d{4}.*");

    private final Iterator<Path> files;
    private Optional<Mbox> open = Optional.empty();

    /// @param name the file, and which message of an mbox
    record Message(String name, byte[] octets) {}

    /// @throws IOException when one of them cannot be read
    MessageFiles(List<Path> given) throws IOException {
        this.files = all(given).iterator();
    }

    private static List<Path> all(List<Path> given) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path each : given) {
            if (Files.isDirectory(each)) {
                try (Stream<Path> below = Files.walk(each)) {
                    below.filter(MessageFiles::isMessage).sorted().forEach(files::add);
                } catch (UncheckedIOException unreadable) {
                    throw unreadable.getCause();
                }
            } else if (Files.isReadable(each)) {
                files.add(each);
            } else {
                throw new IOException(each + ": there is no such file, or it may not be read");
            }
        }
        return files;
    }

    /// In a folder, what a Maildir or a file manager hides is none.
    private static boolean isMessage(Path file) {
        return Files.isRegularFile(file) && !String.valueOf(file.getFileName()).startsWith(".");
    }

    /// @return none when there are no more
    List<Message> next() throws IOException {
        List<Message> batch = new ArrayList<>();
        long octets = 0;
        while (batch.size() < MAX_BATCH && octets < MAX_BATCH_OCTETS) {
            Optional<Message> message = one();
            if (message.isEmpty()) {
                break;
            }
            batch.add(message.get());
            octets += message.get().octets().length;
        }
        return batch;
    }

    private Optional<Message> one() throws IOException {
        while (true) {
            if (open.isPresent()) {
                Optional<Message> message = open.get().next();
                if (message.isPresent()) {
                    return message;
                }
                open.get().close();
                open = Optional.empty();
            }
            if (!files.hasNext()) {
                return Optional.empty();
            }
            open = Optional.of(new Mbox(files.next()));
        }
    }

    @Override
    public void close() throws IOException {
        if (open.isPresent()) {
            open.get().close();
        }
    }

    /// One file.
    private static final class Mbox implements AutoCloseable {
        private final Path file;
        private final java.io.BufferedInputStream in;
        private final Deque<byte[]> ahead = new ArrayDeque<>();
        private int count;
        private boolean mbox;

        Mbox(Path file) throws IOException {
            this.file = file;
            this.in = new java.io.BufferedInputStream(Files.newInputStream(file), 64 << 10);
        }

        Optional<Message> next() throws IOException {
            byte[] line = line();
            if (line.length == 0) {
                return Optional.empty();
            }
            if (count == 0) {
                mbox = isFromLine(line);
            }
            ByteArrayOutputStream message = new ByteArrayOutputStream(4_096);
            boolean afterEmpty = false;
            boolean first = true;
            while (line.length > 0 && (first || !mbox || !afterEmpty || !isFromLine(line))) {
                if (message.size() + line.length > MAX_MESSAGE_OCTETS) {
                    throw new IOException(
                            file + ": a message of more than " + MAX_MESSAGE_OCTETS + " octets");
                }
                message.write(line);
                afterEmpty = line[0] == '\n' || line[0] == '\r' && line.length == 2;
                first = false;
                line = line();
            }
            if (line.length > 0) {
                ahead.push(line);
            }
            count++;
            boolean several = count > 1 || line.length > 0;
            return Optional.of(
                    new Message(
                            several ? file + ":" + count : file.toString(), message.toByteArray()));
        }

        private static boolean isFromLine(byte[] line) {
            return line.length > 10
                    && line[0] == 'F'
                    && FROM_LINE
                            .matcher(new String(line, StandardCharsets.ISO_8859_1).strip())
                            .matches();
        }

        /// With its end; nothing at the end of the file.
        private byte[] line() throws IOException {
            if (!ahead.isEmpty()) {
                return ahead.pop();
            }
            ByteArrayOutputStream line = new ByteArrayOutputStream(80);
            int octet;
            while (line.size() < MAX_LINE_OCTETS && (octet = in.read()) >= 0) {
                line.write(octet);
                if (octet == '\n') {
                    break;
                }
            }
            return line.toByteArray();
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
