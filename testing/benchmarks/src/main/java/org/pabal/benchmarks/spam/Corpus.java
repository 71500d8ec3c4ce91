// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks.spam;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Mail of known kinds: folders with a mail in each file, or files in mbox form.
final class Corpus {
    private final List<CorpusMail> mails = new ArrayList<>();

    /// Adds a folder, in the order of its files' names, or an mbox file.
    void add(Path place, boolean spam) throws IOException {
        if (Files.isDirectory(place)) {
            try (Stream<Path> files = Files.list(place)) {
                int number = 0;
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    mails.add(CorpusMail.of(place, number++, spam, Files.readAllBytes(file)));
                }
            }
        } else {
            mbox(place, spam);
        }
    }

    private void mbox(Path file, boolean spam) throws IOException {
        byte[] octets = Files.readAllBytes(file);
        int number = 0;
        int start = 0;
        boolean afterEmpty = true;
        for (int line = 0; line < octets.length; ) {
            int next = line;
            while (next < octets.length && octets[next] != '\n') {
                next++;
            }
            boolean from =
                    afterEmpty
                            && line > start
                            && CorpusMail.startsWithFrom(slice(octets, line, next));
            if (from) {
                mails.add(CorpusMail.of(file, number++, spam, slice(octets, start, line)));
                start = line;
            }
            afterEmpty = next == line || next == line + 1 && octets[line] == '\r';
            line = next + 1;
        }
        if (start < octets.length) {
            mails.add(CorpusMail.of(file, number, spam, slice(octets, start, octets.length)));
        }
    }

    private static byte[] slice(byte[] octets, int from, int to) {
        ByteArrayOutputStream slice = new ByteArrayOutputStream(to - from);
        slice.write(octets, from, to - from);
        return slice.toByteArray();
    }

    List<CorpusMail> mails() {
        return List.copyOf(mails);
    }
}
