// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading.link;

import java.util.Locale;
import java.util.Set;
import org.pabal.spam.reading.link.Link.Place;
import org.pabal.spam.reading.name.RegisteredDomain;

/// Links in text, as mail programs make them out of what looks like one: with a scheme, with `www.`
/// in front, or a bare name below a top-level domain that is no ending of files.
///
/// One pass from dot to dot and from `://` to `://`: each character is looked at a bounded number of
/// times.
public final class TextLinks {
    private static final int MAX_HOST_CHARS = 255;
    private static final int MAX_SCHEME_CHARS = 8;

    /// Those that bare names are believed with: `.sh`, `.py`, `.pl`, `.md` or `.zip` are files.
    private static final Set<String> TOP =
            Set.of(
                    "com", "net", "org", "info", "biz", "kr", "jp", "cn", "ru", "de", "uk", "eu",
                    "us", "fr", "nl", "in", "br", "au", "ca", "it", "es", "ch", "tw", "hk", "xyz",
                    "top", "shop", "online", "site", "club", "store", "live", "click", "link",
                    "icu", "vip", "win", "bid", "loan", "men", "work", "gdn", "buzz", "monster",
                    "cyou", "sbs", "rest", "fun", "space", "website", "tech", "edu", "gov");

    private TextLinks() {}

    /// @param text all of it, of which the stretch between is looked at
    public static void find(CharSequence text, int from, int to, Links links) {
        int done = from;
        for (int i = from; i < to && !links.isFull(); i++) {
            char c = text.charAt(i);
            if (c == ':' && i + 2 < to && text.charAt(i + 1) == '/' && text.charAt(i + 2) == '/') {
                int start = startOfScheme(text, done, i);
                if (start < i && isFollowed(text, start, i)) {
                    int end = endOfUrl(text, i + 3, to);
                    links.add(Place.TEXT, text.subSequence(start, end).toString(), "");
                    done = end;
                    i = end - 1;
                }
            } else if (c == '.' && i > done && i + 1 < to && isHostChar(text.charAt(i + 1))) {
                int start = startOfHost(text, done, i);
                int end = endOfHost(text, i, to);
                if (start < i && isBareLink(text, start, end, from)) {
                    int urlEnd = endOfUrl(text, end, to);
                    links.add(Place.TEXT, "http://" + text.subSequence(start, urlEnd), "");
                    end = urlEnd;
                }
                done = end;
                i = end - 1;
            }
        }
    }

    /// The host, if the text is nothing but a link.
    static String onlyHost(String shown) {
        String text = shown.strip();
        int start = 0;
        int scheme = text.indexOf("://");
        if (scheme > 0 && scheme <= MAX_SCHEME_CHARS) {
            start = scheme + 3;
        }
        int end = endOfHost(text, start, text.length());
        boolean alone = end == text.length() || ":/?#".indexOf(text.charAt(end)) >= 0;
        boolean link = start > 0 || isBareLink(text, start, end, 0);
        boolean oneWord = text.chars().noneMatch(Character::isWhitespace);
        if (!alone || !link || !oneWord || end == start) {
            return "";
        }
        return text.substring(start, end);
    }

    private static int startOfScheme(CharSequence text, int from, int colon) {
        int start = colon;
        while (start > from
                && colon - start < MAX_SCHEME_CHARS
                && isLetter(text.charAt(start - 1))) {
            start--;
        }
        return start;
    }

    private static boolean isFollowed(CharSequence text, int start, int end) {
        String scheme = text.subSequence(start, end).toString().toLowerCase(Locale.ROOT);
        return scheme.endsWith("http") || scheme.endsWith("https") || scheme.endsWith("ftp");
    }

    private static int startOfHost(CharSequence text, int from, int dot) {
        int start = dot;
        int least = Math.max(from, dot - MAX_HOST_CHARS);
        while (start > least && isHostChar(text.charAt(start - 1))) {
            start--;
        }
        return start;
    }

    private static int endOfHost(CharSequence text, int from, int to) {
        int end = from;
        int most = Math.min(to, from + MAX_HOST_CHARS);
        while (end < most && (isHostChar(text.charAt(end)) || text.charAt(end) == '.')) {
            end++;
        }
        while (end > from && text.charAt(end - 1) == '.') {
            end--;
        }
        return end;
    }

    private static boolean isBareLink(CharSequence text, int start, int end, int from) {
        if (start > from && "@/\\=&%".indexOf(text.charAt(start - 1)) >= 0
                || end < text.length() && text.charAt(end) == '@') {
            return false; // within an address or a path
        }
        int dot = end - 1;
        while (dot > start && text.charAt(dot) != '.') {
            dot--;
        }
        if (dot == start || end - dot > 12) {
            return false;
        }
        String top = text.subSequence(dot + 1, end).toString().toLowerCase(Locale.ROOT);
        if (!TOP.contains(top)) {
            return text.length() >= start + 4
                    && text.subSequence(start, start + 4).toString().equalsIgnoreCase("www.");
        }
        String host = text.subSequence(start, end).toString().toLowerCase(Locale.ROOT);
        String domain = RegisteredDomain.of(host);
        return domain.indexOf('.') > 0;
    }

    /// Up to white space, quotes and brackets, without the punctuation of a sentence.
    private static int endOfUrl(CharSequence text, int from, int to) {
        int end = from;
        while (end < to && isUrlChar(text.charAt(end))) {
            end++;
        }
        while (end > from && ".,;:!?)'*]".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return end;
    }

    private static boolean isUrlChar(char c) {
        return c > ' '
                && c != '<'
                && c != '>'
                && c != '"'
                && c != 0xA0
                && c != 0x3000
                && c != '»'
                && c != '”'
                && c != '「'
                && c != '」';
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean isHostChar(char c) {
        return isLetter(c)
                || c >= '0' && c <= '9'
                || c == '-'
                || c == '_'
                || c >= 0xC0 && c < 0x2000 && Character.isLetter(c)
                || c >= 0xAC00 && c < 0xD7A4
                || c >= 0x4E00 && c < 0xA000;
    }
}
