// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim.signing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/// Messages with all that makes canonical forms hard, and changes that a reader would see.
final class RandomMessage {
    private static final String[] NAMES = {
        "To",
        "Cc",
        "Subject",
        "Reply-To",
        "List-Id",
        "X-Other",
        "subject",
        "Content-Type",
        "References"
    };

    private RandomMessage() {}

    static byte[] of(Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int from = random.nextInt(4);
        for (int i = 0; i < 6; i++) {
            if (i == from) {
                write(out, "From:" + value(random) + "bob@example.org\r\n");
            }
            String name = NAMES[random.nextInt(NAMES.length)];
            write(out, name + (random.nextInt(5) == 0 ? " :" : ":") + value(random) + "\r\n");
        }
        write(out, "\r\n");
        int lines = random.nextInt(8);
        for (int i = 0; i < lines; i++) {
            write(
                    out,
                    value(random).replace("\r\n", "") + (random.nextBoolean() ? "  \r\n" : "\r\n"));
        }
        write(out, "\r\n".repeat(random.nextInt(3)));
        if (random.nextInt(4) == 0) {
            write(out, "no end of line");
        }
        return out.toByteArray();
    }

    private static String value(Random random) {
        StringBuilder value = new StringBuilder();
        int words = random.nextInt(6);
        for (int i = 0; i < words; i++) {
            value.append(
                    switch (random.nextInt(6)) {
                        case 0 -> "\t";
                        case 1 -> "  ";
                        case 2 -> "\r\n \t";
                        case 3 -> " \r\n ";
                        default -> " ";
                    });
            value.append(
                    switch (random.nextInt(4)) {
                        case 0 -> "\u00ed\u0095\u009c";
                        case 1 -> "a;b=c";
                        case 2 -> "x".repeat(1 + random.nextInt(90));
                        default -> "word";
                    });
        }
        return value.append(' ').toString();
    }

    /// One letter of a body or of the author's name is another, or something was added.
    static byte[] changed(Random random, byte[] signed, int body) {
        String text = new String(signed, StandardCharsets.ISO_8859_1);
        int word = text.indexOf("word", body);
        if (word >= 0 && random.nextBoolean()) {
            return octets(text.substring(0, word) + "sword" + text.substring(word + 4));
        }
        return switch (random.nextInt(3)) {
            case 0 -> octets(text + "\r\nmore");
            case 1 -> octets(text.replace("bob@example.org\r\n", "rob@example.org\r\n"));
            default -> octets("Subject: added\r\n" + text);
        };
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void write(ByteArrayOutputStream out, String text) {
        out.writeBytes(octets(text));
    }
}
