// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading;

import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.pabal.message.mime.Charsets;
import org.pabal.spam.reading.MailReading.Oddity;

/// What is odd about the charset that a text is declared in. THREATS M12.
final class TextCharset {
    private static final int MAX_META = 1_024; // where HTML declares its charset, if at all

    private TextCharset() {}

    /// The label of a part, or the one that HTML itself declares.
    static String label(String declared, boolean html, byte[] octets) {
        if (!declared.isEmpty() || !html) {
            return declared;
        }
        String start =
                new String(
                                octets,
                                0,
                                Math.min(octets.length, MAX_META),
                                java.nio.charset.StandardCharsets.ISO_8859_1)
                        .toLowerCase(Locale.ROOT);
        int at = start.indexOf("charset=");
        if (at < 0) {
            return "";
        }
        int from = at + 8;
        while (from < start.length() && "\"' ".indexOf(start.charAt(from)) >= 0) {
            from++;
        }
        int end = from;
        while (end < start.length() && "\"' ;/>".indexOf(start.charAt(end)) < 0) {
            end++;
        }
        return start.substring(from, end);
    }

    static void judge(String label, byte[] octets, String decoded, Set<Oddity> oddities) {
        if (label.isEmpty()) {
            return;
        }
        String name = label.toLowerCase(Locale.ROOT);
        if (name.contains("utf-7") || name.equals("utf7")) {
            oddities.add(Oddity.UTF7);
            return;
        }
        Optional<Charset> charset = Charsets.forLabel(label);
        if (charset.isEmpty()) {
            if (!name.startsWith("hz")) {
                oddities.add(Oddity.UNKNOWN_CHARSET);
            }
        } else if (isOther(charset.get(), octets, decoded)) {
            oddities.add(Oddity.OTHER_CHARSET);
        }
    }

    /// Cheap signs only: octets beyond ASCII in what is called ASCII, text of the west that turned out
    /// to be none, UTF-8 that could not be read as such.
    private static boolean isOther(Charset charset, byte[] octets, String decoded) {
        if (isAscii(octets)) {
            return false;
        }
        return switch (charset.name()) {
            case "US-ASCII" -> true;
            case "windows-1252", "ISO-8859-1", "ISO-8859-15" ->
                    decoded.chars().limit(4_000).filter(c -> c > 0x2200).count() > 3;
            case "UTF-8" -> !isUtf8(octets, 0, octets.length);
            default -> false;
        };
    }

    private static boolean isAscii(byte[] octets) {
        for (byte octet : octets) {
            if (octet < 0) {
                return false;
            }
        }
        return true;
    }

    /// Whether most sequences are those of UTF-8: a text cut by a program of old is still one.
    static boolean isUtf8(byte[] octets, int from, int to) {
        int good = 0;
        int bad = 0;
        for (int i = from; i < to; i++) {
            int octet = octets[i] & 0xFF;
            if (octet < 0x80) {
                continue;
            }
            int more = octet >= 0xF0 ? 3 : octet >= 0xE0 ? 2 : octet >= 0xC2 ? 1 : 0;
            int found = 0;
            while (found < more && i + 1 < to && (octets[i + 1] & 0xC0) == 0x80) {
                i++;
                found++;
            }
            if (more > 0 && found == more) {
                good++;
            } else {
                bad++;
            }
        }
        return bad <= good;
    }

    /// The languages that a charset is for; empty for those of the west and of the whole world.
    static String family(String label) {
        return Charsets.forLabel(label)
                .map(charset ->
                        switch (charset.name()) {
                            case "x-windows-949", "EUC-KR", "ISO-2022-KR", "x-Johab" -> "ko";
                            case "windows-31j", "EUC-JP", "x-windows-iso2022jp", "ISO-2022-JP-2" ->
                                    "ja";
                            case "GB18030", "x-windows-950", "Big5-HKSCS" -> "zh";
                            case "KOI8-R", "KOI8-U", "windows-1251", "ISO-8859-5" -> "ru";
                            default -> "";
                        })
                .orElse("");
    }
}
