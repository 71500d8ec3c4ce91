// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading.link;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.pabal.spam.ReadingLimits;
import org.pabal.spam.reading.link.Link.Place;
import org.pabal.spam.reading.link.Link.Trick;

/// The links of one mail, collected while it is read: for each host and place the first, and each
/// that uses tricks the others do not.
public final class Links {
    private static final int MAX_REDIRECTS = 3;

    private final List<Link> links = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private int looked;
    private String base = "";

    /// The host that references without one lead to, as `<base href>` says.
    public void base(String href) {
        base = UrlReader.read(Place.RESOURCE, href, "", "").host();
    }

    public List<Link> all() {
        return links;
    }

    /// Whether no more are looked at.
    boolean isFull() {
        return looked >= ReadingLimits.LINKS_SEEN || links.size() >= ReadingLimits.LINKS;
    }

    /// @param href references of HTML resolved
    public void add(Place place, String href, String shown) {
        add(place, href, shown, 0);
    }

    private void add(Place place, String href, String shown, int redirects) {
        if (isFull()) {
            return;
        }
        looked++;
        Link read = UrlReader.read(place, href, shown, base);
        if (read.scheme().isEmpty() || read.scheme().equals("cid")) {
            return;
        }
        Set<Trick> tricks = new HashSet<>(read.tricks());
        if (place == Place.ANCHOR && showsOtherHost(read)) {
            tricks.add(Trick.SHOWS_OTHER_HOST);
        }
        String redirect = redirects < MAX_REDIRECTS ? redirect(read) : "";
        if (!redirect.isEmpty()) {
            tricks.add(Trick.REDIRECT);
        }
        String where = read.host().isEmpty() ? read.scheme() : read.host();
        if (seen.add(place + " " + where + (tricks.isEmpty() ? "" : " " + tricks))) {
            links.add(tricks.size() == read.tricks().size() ? read : with(read, tricks));
        }
        if (!redirect.isEmpty()) {
            add(Place.REDIRECT, redirect, "", redirects + 1);
        }
    }

    private static Link with(Link link, Set<Trick> tricks) {
        return new Link(
                link.place(),
                link.href(),
                link.shown(),
                link.scheme(),
                link.host(),
                link.domain(),
                link.path(),
                tricks);
    }

    /// Whether what is shown is itself a link, to somebody else.
    private static boolean showsOtherHost(Link link) {
        if (link.shown().indexOf('.') < 0 || !link.scheme().startsWith("http")) {
            return false;
        }
        String shown = TextLinks.onlyHost(link.shown());
        if (shown.isEmpty() || link.host().isEmpty()) {
            return false;
        }
        String domain = UrlReader.read(Place.TEXT, "http://" + shown, "", "").domain();
        return !domain.isEmpty() && !domain.equals(link.domain());
    }

    /// The URL that stands in the path or query of another.
    private static String redirect(Link link) {
        if (link.path().length() < 8 || link.host().isEmpty()) {
            return "";
        }
        String path = link.path();
        for (int i = indexOfHttp(path, 1); i > 0; i = indexOfHttp(path, i + 4)) {
            String inner = path.substring(i);
            String lower =
                    inner.substring(0, Math.min(inner.length(), 16)).toLowerCase(Locale.ROOT);
            if (lower.startsWith("http://") || lower.startsWith("https://")) {
                return inner;
            }
            if (lower.startsWith("http%3a%2f%2f") || lower.startsWith("https%3a%2f%2f")) {
                int end = inner.indexOf('&');
                return HostReader.percentDecoded(end < 0 ? inner : inner.substring(0, end));
            }
        }
        return "";
    }

    private static int indexOfHttp(String path, int from) {
        for (int i = from; i + 8 <= path.length(); i++) {
            if ((path.charAt(i) | 0x20) == 'h' && path.regionMatches(true, i, "http", 0, 4)) {
                return i;
            }
        }
        return -1;
    }
}
