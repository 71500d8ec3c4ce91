// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview.link;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pabal.message.Domain;

/// An address of the web in a mail, as a browser reads it. WHATWG URL, §4.4.
///
/// @param text to be written into `href`: no white space, no control characters
/// @param host in ASCII and lower case, without user and port
/// @param namesUser a user stands before the host, which takes readers in
public record WebAddress(String text, String host, boolean namesUser) {
    private static final int MAX_CHARS = 8_000;
    private static final Pattern FORM =
            Pattern.compile(
                    "(https?)://([^/\\\\?#]+)((?:[/\\\\?#].*)?)",
                    Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern PORT = Pattern.compile(":[0-9]{0,5}$");

    /// Total: empty for everything that is no such address, or that browsers and we might read
    /// differently.
    public static Optional<WebAddress> parse(String written) {
        String plain = stripped(written);
        String whole =
                plain.startsWith("//") || plain.startsWith("\\\\")
                        ? "https://" + plain.substring(2)
                        : plain.regionMatches(true, 0, "www.", 0, 4) ? "https://" + plain : plain;
        Matcher form = FORM.matcher(whole);
        if (whole.length() > MAX_CHARS || !form.matches()) {
            return Optional.empty();
        }
        String authority = form.group(2);
        int at = authority.lastIndexOf('@');
        Matcher port = PORT.matcher(authority);
        int end = port.find() ? port.start() : authority.length();
        if (end <= at) {
            return Optional.empty();
        }
        String scheme = form.group(1).toLowerCase(Locale.ROOT) + "://";
        String user = encoded(authority.substring(0, at + 1));
        String behind = authority.substring(end) + path(form.group(3));
        return host(authority.substring(at + 1, end))
                .map(host -> new WebAddress(scheme + user + host + behind, host, at >= 0));
    }

    /// Browsers take a backslash for a slash.
    private static String path(String rest) {
        int query = rest.indexOf('?');
        int end = query < 0 ? rest.length() : query;
        return encoded(rest.substring(0, end).replace('\\', '/') + rest.substring(end));
    }

    /// Browsers take tabs and line ends out wherever they stand.
    static String stripped(String written) {
        StringBuilder plain = new StringBuilder(written.length());
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c != '\t' && c != '\n' && c != '\r' && c != '\0') {
                plain.append(c);
            }
        }
        int start = 0;
        int end = plain.length();
        while (start < end && plain.charAt(start) <= ' ') {
            start++;
        }
        while (end > start && plain.charAt(end - 1) <= ' ') {
            end--;
        }
        return plain.substring(start, end);
    }

    private static Optional<String> host(String named) {
        if (named.startsWith("[") && named.endsWith("]")) {
            return named.matches("\\[[0-9A-Fa-f:.]{2,45}]")
                    ? Optional.of(named.toLowerCase(Locale.ROOT))
                    : Optional.empty();
        }
        return named.indexOf('%') >= 0
                ? Optional.empty()
                : Domain.parse(named)
                        .filter(domain -> !domain.isLiteral())
                        .map(domain -> domain.toAscii().toLowerCase(Locale.ROOT));
    }

    private static String encoded(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case ' ' -> encoded.append("%20");
                case '"' -> encoded.append("%22");
                case '<' -> encoded.append("%3C");
                case '>' -> encoded.append("%3E");
                case '\\' -> encoded.append("%5C");
                case '^' -> encoded.append("%5E");
                case '`' -> encoded.append("%60");
                case '{' -> encoded.append("%7B");
                case '|' -> encoded.append("%7C");
                case '}' -> encoded.append("%7D");
                default -> {
                    if (!Character.isISOControl(c)) {
                        encoded.append(c);
                    }
                }
            }
        }
        return encoded.toString();
    }
}
