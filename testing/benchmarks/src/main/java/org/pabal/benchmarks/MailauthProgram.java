// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks;

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
import org.pabal.mailauth.dkim.signing.DkimSigner;
import org.pabal.mailauth.dkim.signing.MessageSigning;
import org.pabal.mailauth.dkim.signing.PrivateKeyFile;
import org.pabal.mailauth.dkim.signing.SigningKey;
import org.pabal.mailauth.dkim.signing.SigningKey.UnusableKeyException;
import org.pabal.mailauth.dkim.signing.SigningRules;

/// Verifies or signs one message many times with our library, on one thread as its peers do:
/// `verify MESSAGE COUNT ZONE` or `sign MESSAGE COUNT KEY`. Prints the messages per second, after a
/// warm-up.
final class MailauthProgram {
    private static final int PIECE = 64 * 1024;
    private static final int ROUNDS = 3;

    private MailauthProgram() {}

    public static void main(String[] arguments) throws Exception {
        byte[] message = Files.readAllBytes(Path.of(arguments[1]));
        int count = Integer.parseInt(arguments[2]);
        String other = Files.readString(Path.of(arguments[3]));
        Runnable step =
                arguments[0].equals("verify") ? verifying(message, other) : signing(message, other);
        double perSecond = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                step.run();
            }
            perSecond = count / ((System.nanoTime() - start) / 1e9);
        }
        System.out.printf(Locale.ROOT, "%.1f%n", perSecond);
    }

    private static Runnable verifying(byte[] message, String zone) {
        DkimVerifier verifier =
                new DkimVerifier(
                        ZoneResolver.of(zone), DkimRules.standard(), InstantSource.system());
        return () -> verify(verifier, message);
    }

    private static Runnable signing(byte[] message, String pem) throws UnusableKeyException {
        DkimSigner signer = new DkimSigner(SigningRules.standard(), InstantSource.system());
        List<SigningKey> keys = List.of(PrivateKeyFile.read(pem, "example.org", "rsa"));
        return () -> sign(signer, keys, message);
    }

    private static void sign(DkimSigner signer, List<SigningKey> keys, byte[] message) {
        int body = bodyOf(message);
        BodyHashes hashes = new BodyHashes();
        MessageSigning signing =
                signer.begin(MessageHeader.parse(Arrays.copyOf(message, body)), hashes, keys);
        write(hashes, message, body);
        hashes.end();
        if (signing.finish().length == 0) {
            throw new IllegalStateException("not signed");
        }
    }

    private static void write(BodyHashes hashes, byte[] message, int body) {
        for (int at = body; at < message.length; at += PIECE) {
            hashes.write(message, at, Math.min(PIECE, message.length - at));
        }
    }

    private static void verify(DkimVerifier verifier, byte[] message) {
        int body = bodyOf(message);
        BodyHashes hashes = new BodyHashes();
        var verification =
                verifier.begin(MessageHeader.parse(Arrays.copyOf(message, body)), hashes);
        write(hashes, message, body);
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
