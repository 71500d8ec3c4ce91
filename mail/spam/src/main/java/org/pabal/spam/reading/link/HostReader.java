// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading.link;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.pabal.message.Domain;
import org.pabal.spam.reading.link.Link.Trick;
import org.pabal.spam.reading.name.ScriptMix;

/// The host of a URL as browsers understand it: percent-encoding, other dots, capital letters,
/// addresses in odd numbers. WHATWG URL §3.5, RFC 3986 §3.2.2, RFC 5890.
final class HostReader {
    private static final int MAX_CHARS = 1_000; // of a host still encoded; 253 decoded

    private HostReader() {}

    /// @return in ASCII and lower case; empty where no browser would find a host
    static String read(String written, Set<Trick> tricks) {
        if (written.isEmpty() || written.length() > MAX_CHARS) {
            return "";
        }
        if (written.startsWith("[")) {
            tricks.add(Trick.ADDRESS);
            return isIpv6(written) ? written.toLowerCase(Locale.ROOT) : "";
        }
        String decoded = written;
        if (written.indexOf('%') >= 0) {
            decoded = percentDecoded(written);
            if (encodesNeedlessly(written)) {
                tricks.add(Trick.ENCODED_HOST);
            }
        }
        String ascii = ascii(decoded, tricks);
        return isNumeric(ascii) ? address(ascii, tricks) : ascii;
    }

    private static boolean isIpv6(String literal) {
        String inside = literal.substring(1, Math.max(1, literal.length() - 1));
        return literal.endsWith("]")
                && inside.chars()
                        .allMatch(c ->
                                c == ':' || c == '.' || c < 0x80 && Character.digit(c, 16) >= 0);
    }

    /// A letter, digit, dot or hyphen for which there is no need: spaces and braces are mistakes.
    private static boolean encodesNeedlessly(String host) {
        for (int i = host.indexOf('%'); i >= 0 && i + 2 < host.length(); ) {
            int high = Character.digit(host.charAt(i + 1), 16);
            int octet = high < 0 ? -1 : high << 4 | Character.digit(host.charAt(i + 2), 16);
            boolean plain = octet >= '0' && octet <= '9' || octet == '-' || octet == '.';
            if (plain || (octet | 0x20) >= 'a' && (octet | 0x20) <= 'z') {
                return true;
            }
            i = host.indexOf('%', i + 1);
        }
        return false;
    }

    private static String ascii(String host, Set<Trick> tricks) {
        boolean plain = true;
        boolean lower = true;
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            plain &= c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || isOther(c);
            lower &= c < 'A' || c > 'Z';
        }
        String name = lower ? host : host.toLowerCase(Locale.ROOT);
        if (plain && !name.contains("xn--")) {
            String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
            boolean labels = !bare.isEmpty() && bare.charAt(0) != '.' && !bare.contains("..");
            return labels && bare.length() <= 253 ? bare : "";
        }
        return Domain.parse(name).map(domain -> international(domain, tricks)).orElse("");
    }

    private static boolean isOther(char c) {
        return c >= '0' && c <= '9' || c == '-' || c == '.' || c == '_';
    }

    private static String international(Domain domain, Set<Trick> tricks) {
        if (!domain.name().chars().allMatch(c -> c < 0x80)) {
            tricks.add(Trick.INTERNATIONAL);
            if (ScriptMix.isIn(domain.name())) {
                tricks.add(Trick.MIXED_SCRIPTS);
            }
        }
        return domain.toAscii();
    }

    /// Octets behind `%`, read as UTF-8.
    static String percentDecoded(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        int size = 0;
        for (int i = 0; i < octets.length; i++) {
            int high = octets[i] == '%' && i + 2 < octets.length ? hex(octets[i + 1]) : -1;
            int low = high < 0 ? -1 : hex(octets[i + 2]);
            if (low >= 0) {
                octets[size++] = (byte) (high << 4 | low);
                i += 2;
            } else {
                octets[size++] = octets[i];
            }
        }
        return new String(octets, 0, size, StandardCharsets.UTF_8);
    }

    private static int hex(byte octet) {
        return Character.digit(octet, 16);
    }

    /// Whether the last label is a number, so that the host can be nothing but an address.
    private static boolean isNumeric(String host) {
        int dot = host.lastIndexOf('.');
        String last = host.substring(dot + 1);
        return !last.isEmpty()
                && (last.chars().allMatch(c -> c >= '0' && c <= '9')
                        || last.startsWith("0x") && number(last) >= 0);
    }

    /// One to four numbers, decimal, octal or hexadecimal, of which the last fills what is left.
    private static String address(String host, Set<Trick> tricks) {
        tricks.add(Trick.ADDRESS);
        String[] parts = host.split("\\.", -1);
        if (parts.length > 4) {
            return "";
        }
        long address = 0;
        for (int i = 0; i < parts.length; i++) {
            long number = number(parts[i]);
            boolean last = i == parts.length - 1;
            long limit = last ? 1L << 8 * (4 - i) : 256;
            if (number < 0 || number >= limit) {
                return "";
            }
            address += last ? number : number << 8 * (3 - i);
        }
        String usual =
                (address >> 24)
                        + "."
                        + (address >> 16 & 0xFF)
                        + "."
                        + (address >> 8 & 0xFF)
                        + "."
                        + (address & 0xFF);
        if (!usual.equals(host)) {
            tricks.add(Trick.DISGUISED_ADDRESS);
        }
        return usual;
    }

    /// -1 for what is none.
    private static long number(String text) {
        int radix = 10;
        String digits = text;
        if (text.startsWith("0x")) {
            radix = 16;
            digits = text.substring(2);
        } else if (text.length() > 1 && text.startsWith("0")) {
            radix = 8;
            digits = text.substring(1);
        }
        if (digits.length() > 12) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = Character.digit(digits.charAt(i), radix);
            if (digit < 0) {
                return -1;
            }
            value = value * radix + digit;
        }
        return text.isEmpty() ? -1 : value;
    }
}
