// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading.name;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pabal.message.Domain;
import org.pabal.spam.OwnDomains;

/// The domains of this server and what they look like, worked out once for many mails.
///
/// To ask about one host costs some dozens of look-ups in maps, however many domains there are: each
/// name stands in the map with each of its letters left out, and so does the one asked about.
public final class HostedDomains implements OwnDomains {
    /// Short names are near to many others by chance.
    private static final int MIN_CHARS = 5;

    private static final int MAX_CHARS = 63;
    private static final int MAX_LABELS = 8;

    private final Set<String> domains;
    private final Map<String, String> bySkeleton = new HashMap<>();
    private final Map<String, String> byNameWithoutHyphens = new HashMap<>();
    private final Map<String, List<String>> byGap = new HashMap<>();

    private HostedDomains(Set<String> domains) {
        this.domains = domains;
        domains.forEach(this::add);
    }

    /// @param domains in ASCII and lower case
    public static HostedDomains of(Collection<String> domains) {
        return new HostedDomains(Set.copyOf(domains));
    }

    private void add(String domain) {
        bySkeleton.put(Skeleton.of(unicode(domain)), domain);
        String name = name(domain);
        if (name.length() >= MIN_CHARS) {
            byNameWithoutHyphens.put(name.replace("-", ""), domain);
            for (String gap : gaps(name)) {
                byGap.merge(gap, List.of(domain), HostedDomains::joined);
            }
        }
    }

    private static List<String> joined(List<String> some, List<String> more) {
        return java.util.stream.Stream.concat(some.stream(), more.stream()).distinct().toList();
    }

    @Override
    public boolean test(String domain) {
        return domains.contains(domain);
    }

    /// True for a domain of ours and for every name below one.
    private boolean isOwn(String host) {
        String rest = host;
        while (true) {
            if (domains.contains(rest)) {
                return true;
            }
            int dot = rest.indexOf('.');
            if (dot < 0) {
                return false;
            }
            rest = rest.substring(dot + 1);
        }
    }

    @Override
    public Optional<Imitation> imitatedBy(String host) {
        String registered = RegisteredDomain.of(host);
        if (domains.isEmpty() || registered.isEmpty() || isOwn(host) || isOwn(registered)) {
            return Optional.empty();
        }
        return lookAlike(registered)
                .or(() -> inFront(host))
                .or(() -> nearName(registered))
                .filter(imitation -> !host.endsWith("." + imitation.own()));
    }

    private Optional<Imitation> lookAlike(String registered) {
        return Optional.ofNullable(bySkeleton.get(Skeleton.of(unicode(registered))))
                .map(own -> new Imitation(own, Way.LOOKS_ALIKE));
    }

    /// `example.org.evil.net`, `example.org-login.net` and `example-org.evil.net`.
    private Optional<Imitation> inFront(String host) {
        int labels = 0;
        for (int start = 0; start >= 0 && labels < MAX_LABELS; labels++) {
            for (int end = start + 1; end < host.length(); end++) {
                char c = host.charAt(end);
                if (c == '.' || c == '-') {
                    String part = host.substring(start, end);
                    String own = domains.contains(part) ? part : lastHyphenAsDot(part);
                    if (domains.contains(own)) {
                        return Optional.of(new Imitation(own, Way.IN_FRONT));
                    }
                }
            }
            int dot = host.indexOf('.', start);
            start = dot < 0 ? -1 : dot + 1;
        }
        return Optional.empty();
    }

    private static String lastHyphenAsDot(String part) {
        int hyphen = part.lastIndexOf('-');
        boolean inside = hyphen > 0 && part.indexOf('.') < 0;
        return inside ? part.substring(0, hyphen) + "." + part.substring(hyphen + 1) : part;
    }

    private Optional<Imitation> nearName(String registered) {
        String name = name(registered);
        if (name.length() < MIN_CHARS || name.length() > MAX_CHARS) {
            return Optional.empty();
        }
        String suffix = RegisteredDomain.suffix(registered);
        String plain = byNameWithoutHyphens.get(name.replace("-", ""));
        if (plain != null) {
            boolean sameName = name(plain).equals(name);
            return Optional.of(new Imitation(plain, sameName ? Way.OTHER_SUFFIX : Way.HYPHEN));
        }
        for (String gap : gaps(name)) {
            for (String own : byGap.getOrDefault(gap, List.of())) {
                boolean sameSuffix = RegisteredDomain.suffix(own).equals(suffix);
                if (sameSuffix && isOneEditAway(name, name(own))) {
                    return Optional.of(new Imitation(own, Way.ONE_LETTER));
                }
            }
        }
        return Optional.empty();
    }

    /// The label that was registered.
    private static String name(String domain) {
        String registered = RegisteredDomain.of(domain);
        String of = registered.isEmpty() ? domain : registered;
        int dot = of.indexOf('.');
        return dot < 0 ? of : of.substring(0, dot);
    }

    /// The name, and the name with each of its letters left out: two names that are one edit apart have
    /// one of these in common.
    private static Set<String> gaps(String name) {
        Set<String> gaps = new java.util.HashSet<>();
        gaps.add(name);
        for (int i = 0; i < Math.min(name.length(), MAX_CHARS); i++) {
            gaps.add(name.substring(0, i) + name.substring(i + 1));
        }
        return gaps;
    }

    /// One letter more, less or other, or two neighbours exchanged.
    static boolean isOneEditAway(String one, String other) {
        if (one.equals(other) || Math.abs(one.length() - other.length()) > 1) {
            return false;
        }
        int head = 0;
        int shorter = Math.min(one.length(), other.length());
        while (head < shorter && one.charAt(head) == other.charAt(head)) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head
                && one.charAt(one.length() - 1 - tail) == other.charAt(other.length() - 1 - tail)) {
            tail++;
        }
        int oneLeft = one.length() - head - tail;
        int otherLeft = other.length() - head - tail;
        boolean exchanged =
                oneLeft == 2
                        && otherLeft == 2
                        && one.charAt(head) == other.charAt(head + 1)
                        && one.charAt(head + 1) == other.charAt(head);
        return exchanged || Math.max(oneLeft, otherLeft) <= 1;
    }

    private static String unicode(String domain) {
        if (!domain.contains("xn--")) {
            return domain;
        }
        return Domain.parse(domain).map(Domain::name).orElse(domain);
    }
}
