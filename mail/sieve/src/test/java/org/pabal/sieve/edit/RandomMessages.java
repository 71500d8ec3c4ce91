// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.edit;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/// MIME messages of all shapes, sound ones and broken ones.
final class RandomMessages {
    private final Random random;
    private final boolean broken;
    private final StringBuilder out = new StringBuilder();
    private int boundaries;

    private RandomMessages(Random random, boolean broken) {
        this.random = random;
        this.broken = broken;
    }

    static byte[] sound(Random random) {
        return make(random, false);
    }

    /// Delimiters left out, doubled or reused, header sections without an end.
    static byte[] broken(Random random) {
        byte[] message = make(random, true);
        return random.nextInt(4) == 0
                ? java.util.Arrays.copyOf(message, random.nextInt(message.length + 1))
                : message;
    }

    private static byte[] make(Random random, boolean broken) {
        var messages = new RandomMessages(random, broken);
        messages.message(0);
        return messages.out.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private boolean rarely() {
        return broken && random.nextInt(12) == 0;
    }

    private void message(int depth) {
        out.append("Subject: ").append(random.nextInt(100)).append("\r\n");
        if (random.nextInt(3) == 0) {
            out.append("X-Raw: \u00be\u00c6\r\n folded\r\n");
        }
        if (random.nextInt(3) == 0) {
            out.append("X-Gone: ").append(random.nextInt(3)).append("\r\n");
        }
        entity(depth);
    }

    private void entity(int depth) {
        int kind = depth > 5 ? 0 : random.nextInt(5);
        switch (kind) {
            case 1, 2 -> multipart(depth);
            case 3 -> {
                out.append("Content-Type: message/rfc822\r\n");
                endHeader();
                message(depth + 1);
            }
            default -> leaf();
        }
    }

    private void endHeader() {
        out.append(rarely() ? "" : "\r\n");
    }

    private void leaf() {
        if (random.nextBoolean()) {
            out.append("Content-Type: text/").append(random.nextBoolean() ? "html" : "plain");
            out.append("; charset=euc-kr\r\n");
        }
        endHeader();
        for (int i = random.nextInt(4); i > 0; i--) {
            out.append(random.nextInt(5) == 0 ? "--not a boundary" : "text \u00b0\u00a1 " + i);
            out.append("\r\n");
        }
        out.append(random.nextBoolean() ? "last line" : "");
    }

    private void multipart(int depth) {
        String boundary = "=_" + (rarely() ? random.nextInt(3) : 100 + boundaries++);
        String subtype = random.nextInt(6) == 0 ? "digest" : "mixed";
        out.append("Content-Type: multipart/").append(subtype);
        out.append("; boundary=\"").append(boundary).append("\"\r\n");
        endHeader();
        if (random.nextBoolean()) {
            out.append("prologue\r\n");
        }
        for (int i = random.nextInt(4); i >= 0; i--) {
            out.append("--").append(boundary).append("\r\n");
            if (subtype.equals("digest") && random.nextBoolean()) {
                endHeader();
                message(depth + 1);
            } else {
                entity(depth + 1);
            }
            out.append("\r\n");
        }
        out.append(rarely() ? "" : "--" + boundary + "--");
        out.append(random.nextBoolean() ? "\r\nepilogue" : "");
    }
}
