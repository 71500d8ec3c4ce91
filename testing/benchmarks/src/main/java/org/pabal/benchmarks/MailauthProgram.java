// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.pabal.dns.ZoneResolver;
import org.pabal.mailauth.MessageHeader;
import org.pabal.mailauth.dkim.BodyHashes;
import org.pabal.mailauth.dkim.DkimOutcome;
import org.pabal.mailauth.dkim.DkimRules;
import org.pabal.mailauth.dkim.DkimVerifier;

/// Verifies one message many times with our library, on one thread as its peers do:
/// `MESSAGE COUNT ZONE`. Prints the messages per second, after a warm-up.
final class MailauthProgram {
    private static final int PIECE = 64 * 1024;

    private MailauthProgram() {}

    public static void main(String[] arguments) throws IOException {
        byte[] message = Files.readAllBytes(Path.of(arguments[0]));
        int count = Integer.parseInt(arguments[1]);
        DkimVerifier verifier =
                new DkimVerifier(
                        ZoneResolver.of(Files.readString(Path.of(arguments[2]))),
                        DkimRules.standard(),
                        InstantSource.system());
        double perSecond = 0;
        for (int round = 0; round < 3; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                verify(verifier, message);
            }
            perSecond = count / ((System.nanoTime() - start) / 1e9);
        }
        System.out.printf(Locale.ROOT, "%.1f%n", perSecond);
    }

    private static void verify(DkimVerifier verifier, byte[] message) {
        int body = bodyOf(message);
        BodyHashes hashes = new BodyHashes();
        var verification =
                verifier.begin(MessageHeader.parse(Arrays.copyOf(message, body)), hashes);
        for (int at = body; at < message.length; at += PIECE) {
            hashes.write(message, at, Math.min(PIECE, message.length - at));
        }
        List<DkimOutcome> outcomes = verification.finish();
        if (outcomes.isEmpty() || !outcomes.getFirst().isPass()) {
            throw new IllegalStateException("not verified: " + outcomes);
        }
    }

    private static int bodyOf(byte[] message) {
        for (int at = 0; at + 3 < message.length; at++) {
            if (message[at] == '\r'
                    && message[at + 1] == '\n'
                    && message[at + 2] == '\r'
                    && message[at + 3] == '\n') {
                return at + 4;
            }
        }
        return message.length;
    }
}
