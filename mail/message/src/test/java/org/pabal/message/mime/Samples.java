// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Messages to test with: those of other projects, and made ones.
final class Samples {
    private Samples() {}

    /// The messages under the test resources, by name, with CRLF line ends.
    static Map<String, byte[]> ofOthers() throws Exception {
        Map<String, byte[]> samples = new TreeMap<>();
        for (String folder : List.of("mime-mime4j", "mime-mail-parser")) {
            URI root = Samples.class.getResource("/" + folder).toURI();
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                files.filter(file -> file.toString().matches(".*\\.(msg|eml)"))
                        .forEach(file -> samples.put(name(file), crlf(read(file))));
            }
        }
        return samples;
    }

    private static String name(Path file) {
        return file.getParent().getFileName() + "/" + file.getFileName();
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static byte[] crlf(byte[] octets) {
        return latin1(
                new String(octets, StandardCharsets.ISO_8859_1)
                        .replace("\r\n", "\n")
                        .replace("\n", "\r\n"));
    }

    static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /// A well-formed message with nested multiparts, messages, preambles, epilogues, empty bodies.
    static String generated(Random random) {
        StringBuilder out = new StringBuilder("From: a@example.org\r\nSubject: made\r\n");
        part(out, random, 0);
        return out.toString();
    }

    private static void part(StringBuilder out, Random random, int depth) {
        int kind = depth > 4 ? 0 : random.nextInt(4);
        switch (kind) {
            case 1, 2 -> multipart(out, random, depth);
            case 3 -> {
                if (depth == 0) {
                    multipart(out, random, depth);
                } else {
                    out.append("Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n");
                    part(out, random, depth + 1);
                }
            }
            default -> {
                out.append("Content-Type: text/").append(random.nextBoolean() ? "plain" : "html");
                out.append("\r\n\r\n");
                lines(out, random);
            }
        }
    }

    private static void multipart(StringBuilder out, Random random, int depth) {
        String boundary = "b" + depth + "_" + random.nextInt(1000) + (depth % 2 == 0 ? "" : "--x");
        out.append("Content-Type: multipart/")
                .append(random.nextInt(5) == 0 ? "digest" : "mixed")
                .append(";\r\n boundary=\"")
                .append(boundary)
                .append("\"\r\n\r\n");
        if (random.nextBoolean()) {
            lines(out, random);
        }
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            out.append("\r\n--").append(boundary).append(random.nextBoolean() ? " \t" : "");
            out.append("\r\n");
            part(out, random, depth + 1);
        }
        out.append("\r\n--").append(boundary).append("--\r\n");
        if (random.nextBoolean()) {
            lines(out, random);
        }
    }

    private static void lines(StringBuilder out, Random random) {
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            switch (random.nextInt(5)) {
                case 0 -> out.append("-- \r\n");
                case 1 -> out.append("--b1\r\n");
                case 2 -> out.append("\r\n");
                case 3 -> out.append("x".repeat(random.nextInt(2000))).append("\r\n");
                default -> out.append("Some words here.\r\n");
            }
        }
        out.append("last");
    }

    /// Some octets changed, doubled, dropped or taken from elsewhere.
    static byte[] mutated(byte[] octets, Random random) {
        StringBuilder text = new StringBuilder(new String(octets, StandardCharsets.ISO_8859_1));
        int changes = 1 + random.nextInt(8);
        for (int i = 0; i < changes && !text.isEmpty(); i++) {
            int at = random.nextInt(text.length());
            int length = Math.min(random.nextInt(60), text.length() - at);
            switch (random.nextInt(5)) {
                case 0 -> text.setCharAt(at, (char) random.nextInt(256));
                case 1 -> text.delete(at, at + length);
                case 2 ->
                        text.insert(random.nextInt(text.length()), text.substring(at, at + length));
                case 3 -> text.insert(at, "\r\n--");
                default -> text.insert(at, "=?\"();:\0\n<>".charAt(random.nextInt(11)));
            }
        }
        return latin1(text.toString());
    }
}
