// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.pabal.message.mime.MessageScanner;
import org.pabal.message.mime.ScannedMessage;

/// How fast the mails below a folder are read, by one thread: `CorpusFigures FOLDER...`.
final class CorpusFigures {
    private static final int ROUNDS = 8;

    private CorpusFigures() {}

    public static void main(String[] folders) throws IOException {
        List<byte[]> mails = new ArrayList<>();
        for (String folder : folders) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    mails.add(Files.readAllBytes(file));
                }
            }
        }
        List<ScannedMessage> scans = new ArrayList<>();
        long octets = 0;
        for (byte[] mail : mails) {
            MessageScanner scanner = new MessageScanner();
            scanner.write(mail, 0, mail.length);
            scans.add(scanner.finish());
            octets += mail.length;
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int round = 0; round < ROUNDS; round++) {
            long cpu = threads.getCurrentThreadCpuTime();
            long allocated = threads.getCurrentThreadAllocatedBytes();
            long letters = 0;
            for (int i = 0; i < mails.size(); i++) {
                letters += MailReading.of(scans.get(i), mails.get(i)).letters().letters();
            }
            double seconds = (threads.getCurrentThreadCpuTime() - cpu) / 1e9;
            double each =
                    (double) (threads.getCurrentThreadAllocatedBytes() - allocated) / mails.size();
            System.out.printf(
                    "%d mails, %d letters: %.0f mails/s, %.1f MB/s, %.1f KiB allocated a mail%n",
                    mails.size(),
                    letters,
                    mails.size() / seconds,
                    octets / seconds / 1e6,
                    each / 1024);
        }
    }
}
