// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading.link;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.pabal.spam.ReadingLimits;
import org.pabal.spam.reading.link.Link.Place;
import org.pabal.spam.reading.link.Link.Trick;
import org.pabal.spam.reading.name.RegisteredDomain;

/// Reads a URL as browsers do, which take much more than RFC 3986 allows. WHATWG URL §4.4.
///
/// Total and linear; what is beyond {@link ReadingLimits#URL_CHARS} is cut.
public final class UrlReader {
    private static final Set<String> USUAL_PORTS = Set.of("", "80", "443", "8080", "8443", "21");

    private final String url;
    private final Set<Trick> tricks = EnumSet.noneOf(Trick.class);
    private String scheme = "";
    private String host = "";
    private int next;

    private UrlReader(String url) {
        this.url = url;
    }

    /// @param base host that a reference without one leads to; may be empty
    public static Link read(Place place, String href, String shown, String base) {
        String cut = href.length() > ReadingLimits.URL_CHARS ? cut(href) : href;
        UrlReader reader = new UrlReader(bare(cut));
        reader.read(base);
        if (reader.url.length() < cut.strip().length() && reader.isWebsite()) {
            reader.tricks.add(Trick.INVISIBLE_CHARACTERS);
        }
        return new Link(
                place,
                cut,
                shown.length() > ReadingLimits.SHOWN_CHARS
                        ? shown.substring(0, ReadingLimits.SHOWN_CHARS)
                        : shown,
                reader.scheme,
                reader.host,
                RegisteredDomain.of(reader.host),
                reader.url.substring(Math.min(reader.next, reader.url.length())),
                reader.tricks);
    }

    private static String cut(String href) {
        return href.substring(0, ReadingLimits.URL_CHARS);
    }

    /// Without the spaces and controls around it, nor the tabs, line ends and invisible characters
    /// within that browsers leave out.
    private static String bare(String href) {
        String stripped = href.strip();
        for (int i = 0; i < stripped.length(); i++) {
            if (isLeftOut(stripped.charAt(i))) {
                StringBuilder bare = new StringBuilder(stripped.length());
                stripped.chars()
                        .filter(c -> !isLeftOut((char) c))
                        .forEach(c -> bare.append((char) c));
                return bare.toString();
            }
        }
        return stripped;
    }

    private static boolean isLeftOut(char c) {
        return c < ' ' || c == 0xAD || c >= 0x200B && c <= 0x200F || c == 0x2060 || c == 0xFEFF;
    }

    private boolean isWebsite() {
        return scheme.equals("http") || scheme.equals("https");
    }

    private void read(String base) {
        int colon = endOfScheme();
        if (colon > 0) {
            scheme = url.substring(0, colon).toLowerCase(Locale.ROOT);
            next = colon + 1;
        }
        switch (scheme) {
            case "http", "https", "ftp", "ws", "wss" -> authority();
            case "mailto" -> mailbox();
            case "data" -> tricks.add(Trick.DATA);
            case "javascript", "vbscript", "jscript", "livescript" -> tricks.add(Trick.SCRIPT);
            case "" -> relative(base);
            default -> {}
        }
    }

    /// `scheme = ALPHA *( ALPHA / DIGIT / "+" / "-" / "." )`, and a colon. RFC 3986 §3.1
    private int endOfScheme() {
        int i = 0;
        while (i < url.length()) {
            char c = url.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            if (c == ':') {
                return isHostWithPort(i) ? 0 : i;
            }
            if (!letter && (i == 0 || !(c >= '0' && c <= '9' || "+-.".indexOf(c) >= 0))) {
                return 0;
            }
            i++;
        }
        return 0;
    }

    /// `www.example.org:8080/` has no scheme.
    private boolean isHostWithPort(int colon) {
        return url.substring(0, colon).indexOf('.') > 0
                && colon + 1 < url.length()
                && Character.isDigit(url.charAt(colon + 1));
    }

    private void relative(String base) {
        boolean sameScheme = url.startsWith("//") || url.startsWith("\\\\");
        boolean asTyped = url.regionMatches(true, 0, "www.", 0, 4);
        if (sameScheme || asTyped) {
            scheme = "http";
            authority(asTyped ? 0 : 2);
        } else if (!base.isEmpty() && !url.startsWith("#")) {
            scheme = "http";
            host = base;
        }
    }

    private void authority() {
        int start = next;
        while (start < url.length() && isSlash(url.charAt(start))) {
            start++;
        }
        if (!url.startsWith("//", next) || start != next + 2) {
            tricks.add(Trick.ODD_SLASHES);
        }
        authority(start);
    }

    /// `authority = [ userinfo "@" ] host [ ":" port ]`
    private void authority(int start) {
        int end = start;
        int at = -1;
        while (end < url.length() && !isSlash(url.charAt(end)) && !isQuery(url.charAt(end))) {
            if (url.charAt(end) == '@') {
                at = end;
            }
            end++;
        }
        if (at >= 0 && isWebsite()) {
            tricks.add(Trick.USER_IN_FRONT);
        }
        next = end;
        String hostAndPort = url.substring(Math.max(start, at + 1), end).strip();
        int bracket = hostAndPort.lastIndexOf(']');
        int colon = hostAndPort.indexOf(':', Math.max(bracket, 0));
        host = HostReader.read(colon < 0 ? hostAndPort : hostAndPort.substring(0, colon), tricks);
        if (colon >= 0 && !USUAL_PORTS.contains(hostAndPort.substring(colon + 1))) {
            tricks.add(Trick.ODD_PORT);
        }
    }

    private void mailbox() {
        int query = url.indexOf('?', next);
        int end = query < 0 ? url.length() : query;
        int at = url.indexOf('@', next);
        if (at >= 0 && at < end) {
            int comma = url.indexOf(',', at);
            int hostEnd = comma >= 0 && comma < end ? comma : end;
            Set<Trick> ofNoInterest = EnumSet.noneOf(Trick.class);
            host = HostReader.read(url.substring(at + 1, hostEnd).strip(), ofNoInterest);
        }
    }

    private static boolean isSlash(char c) {
        return c == '/' || c == '\\';
    }

    private static boolean isQuery(char c) {
        return c == '?' || c == '#';
    }
}
