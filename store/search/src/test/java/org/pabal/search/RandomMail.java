// SPDX-License-Identifier: Apache-2.0
package org.pabal.search;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/// Messages as the world sends them: several scripts, charsets, encodings, parts in parts.
final class RandomMail {
    private static final Charset EUC_KR = Charset.forName("x-windows-949");
    private static final String[] ATOMS = {
        "abc",
        "aba",
        "ABAB",
        "abracadabra",
        "The",
        "meeting",
        "Invoice",
        "ß",
        "İ",
        "é",
        "e\u0301",
        "회의",
        "회의록",
        "안녕하세요",
        "한글",
        "메일",
        "보고서",
        "会議",
        "資料",
        "カレンダー",
        "ｶﾞ",
        "😀",
        "👩‍👩‍👧",
        "Привет",
        "ΑΘΗΝΑ",
        "αθήνα",
        "1234",
        "-",
        ".",
        ",",
        " ",
        "  ",
        "\t",
        "\r\n",
        "=",
        "aaaa",
        "http://example.org/?q=1&r=2",
        "<b>",
        "</b>",
        "&nbsp;",
        "\u0000",
        "ﬁ",
        "Å"
    };

    private final Random random;

    RandomMail(Random random) {
        this.random = random;
    }

    String text(int atoms) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < atoms; i++) {
            text.append(ATOMS[random.nextInt(ATOMS.length)]);
            if (random.nextInt(3) == 0) {
                text.append(' ');
            }
        }
        String whole = text.toString().replace("\u0000", "");
        return switch (random.nextInt(6)) {
            case 0 -> Normalizer.normalize(whole, Normalizer.Form.NFD);
            case 1 -> whole.toUpperCase(java.util.Locale.ROOT);
            default -> whole;
        };
    }

    byte[] message(int depth) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ascii(out, "From: a@example.org\r\nSubject: " + subject() + "\r\n");
        if (random.nextInt(4) == 0) {
            out.writeBytes(("X-Raw: " + oneLine(4) + "\r\n").getBytes(charset()));
        }
        entity(out, depth);
        return out.toByteArray();
    }

    private String subject() {
        String text = oneLine(3);
        return random.nextBoolean()
                ? "=?utf-8?B?"
                        + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))
                        + "?= tail"
                : "plain abc";
    }

    private String oneLine(int atoms) {
        return text(atoms).replaceAll("[\\r\\n]", " ");
    }

    private Charset charset() {
        return random.nextBoolean() ? StandardCharsets.UTF_8 : EUC_KR;
    }

    private void entity(ByteArrayOutputStream out, int depth) {
        int kind = random.nextInt(depth > 0 ? 8 : 5);
        switch (kind) {
            case 0, 1, 2 -> textPart(out, "plain");
            case 3 -> textPart(out, "html");
            case 4 -> {
                ascii(out, "Content-Type: application/octet-stream\r\n");
                ascii(out, "Content-Transfer-Encoding: base64\r\n\r\n");
                ascii(out, Base64.getMimeEncoder().encodeToString(text(20).getBytes()));
            }
            case 5 -> {
                ascii(out, "Content-Type: message/rfc822\r\n\r\n");
                out.writeBytes(message(depth - 1));
            }
            default -> {
                String boundary = "b" + depth + random.nextInt(1000);
                ascii(out, "Content-Type: multipart/mixed; boundary=" + boundary + "\r\n\r\n");
                for (int parts = random.nextInt(3); parts >= 0; parts--) {
                    ascii(out, "--" + boundary + "\r\n");
                    entity(out, depth - 1);
                    ascii(out, "\r\n");
                }
                ascii(out, "--" + boundary + "--\r\n");
            }
        }
    }

    private void textPart(ByteArrayOutputStream out, String subtype) {
        Charset charset = charset();
        String label =
                charset.equals(EUC_KR)
                        ? (random.nextBoolean() ? "euc-kr" : "ks_c_5601-1987")
                        : "utf-8";
        ascii(out, "Content-Type: text/" + subtype + "; charset=" + label + "\r\n");
        byte[] octets = text(length()).getBytes(charset);
        if (random.nextInt(3) == 0) {
            ascii(out, "Content-Transfer-Encoding: base64\r\n\r\n");
            ascii(out, Base64.getMimeEncoder().encodeToString(octets));
        } else if (random.nextBoolean()) {
            ascii(out, "Content-Transfer-Encoding: quoted-printable\r\n\r\n");
            quoted(out, octets);
        } else {
            ascii(out, "Content-Transfer-Encoding: 8bit\r\n\r\n");
            out.writeBytes(octets);
        }
    }

    private int length() {
        return switch (random.nextInt(12)) {
            case 0 -> 0;
            case 1 -> 1;
            case 2 -> 20_000; // longer than what is indexed of one message here
            default -> random.nextInt(60);
        };
    }

    private static void quoted(ByteArrayOutputStream out, byte[] octets) {
        int column = 0;
        for (byte octet : octets) {
            ascii(out, String.format("=%02X", octet & 0xFF));
            column += 3;
            if (column > 70) {
                ascii(out, "=\r\n");
                column = 0;
            }
        }
    }

    private static void ascii(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// Some cut from texts like those of the messages, some not to be found.
    List<String> needles(int count) {
        List<String> needles = new ArrayList<>();
        while (needles.size() < count) {
            String text = text(1 + random.nextInt(8));
            int length = 1 + random.nextInt(20);
            if (text.isBlank()) {
                continue;
            }
            int from = random.nextInt(text.length());
            String needle = text.substring(from, Math.min(text.length(), from + length));
            if (random.nextInt(10) == 0) {
                needle += (char) (0xAC00 + random.nextInt(11_172));
            }
            if (!Character.isLowSurrogate(needle.charAt(0))
                    && !Character.isHighSurrogate(needle.charAt(needle.length() - 1))) {
                needles.add(needle);
            }
        }
        return needles;
    }
}
