// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.pabal.mailauth.MessageHeader;
import org.pabal.mailauth.arc.ArcOutcome;
import org.pabal.mailauth.arc.ArcVerifier;

/// Messages of tests, cut into header section and body.
public final class Messages {
    private Messages() {}

    /// A file of the published suites, as octets.
    public static byte[] resource(String name) {
        try (InputStream in = Messages.class.getResourceAsStream("/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The files of a folder of the published suites, in order.
    static Stream<String> names(String folder) {
        try {
            Path path =
                    Path.of(
                            Objects.requireNonNull(Messages.class.getResource("/" + folder))
                                    .toURI());
            try (Stream<Path> files = Files.list(path)) {
                return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(folder, e);
        }
    }

    public static String text(String name) {
        return new String(resource(name), StandardCharsets.ISO_8859_1);
    }

    /// With CRLF where a file has LF.
    public static byte[] onTheWire(byte[] file) {
        ByteArrayOutputStream wire = new ByteArrayOutputStream(file.length + 100);
        for (int i = 0; i < file.length; i++) {
            if (file[i] == '\n' && (i == 0 || file[i - 1] != '\r')) {
                wire.write('\r');
            }
            wire.write(file[i]);
        }
        return wire.toByteArray();
    }

    public static byte[] onTheWire(String file) {
        return onTheWire(file.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static int bodyStart(byte[] message) {
        if (message.length >= 2 && message[0] == '\r' && message[1] == '\n') {
            return 2;
        }
        for (int i = 3; i < message.length; i++) {
            if (message[i] == '\n' && message[i - 2] == '\n' && message[i - 1] == '\r') {
                return i + 1;
            }
        }
        return message.length;
    }

    public static MessageHeader header(byte[] message) {
        return MessageHeader.parse(Arrays.copyOf(message, bodyStart(message)));
    }

    public static void write(byte[] message, BodyHashes body) {
        int start = bodyStart(message);
        body.write(message, start, message.length - start);
    }

    public static List<DkimOutcome> verify(DkimVerifier verifier, byte[] message) {
        BodyHashes body = new BodyHashes();
        DkimVerification verification = verifier.begin(header(message), body);
        write(message, body);
        return verification.finish();
    }

    public static ArcOutcome validate(ArcVerifier verifier, byte[] message) {
        BodyHashes body = new BodyHashes();
        var validation = verifier.begin(header(message), body);
        write(message, body);
        return validation.finish();
    }
}
