// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.greylist;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.pabal.filter.greylist.format.v1.GreylistOctets;
import org.pabal.filter.greylist.format.v1.GreylistOctets.Kind;
import org.pabal.wire.IpNetwork;

/// Whom an administrator never lets wait: networks, and domains by SPF or by the name of the client.
/// Safe for use by many threads.
final class AllowedSources {
    static final int MAX = 10_000;

    private static final Pattern DOMAIN =
            Pattern.compile("[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63}){1,30}");

    private final GreylistStore store;
    private volatile Known known;

    private record Known(List<IpNetwork> networks, List<String> domains) {}

    AllowedSources(GreylistStore store) {
        this.store = store;
        this.known = read(store);
    }

    private static Known read(GreylistStore store) {
        List<IpNetwork> networks = new ArrayList<>();
        List<String> domains = new ArrayList<>();
        for (GreylistOctets record : store.list(Kind.ALLOWED, _ -> true, MAX)) {
            String source = record.parts().getFirst();
            if (isNetwork(source)) {
                networks.add(IpNetwork.parse(source));
            } else {
                domains.add(source);
            }
        }
        return new Known(List.copyOf(networks), List.copyOf(domains));
    }

    boolean allows(Attempt attempt) {
        Known now = known;
        return now.networks().stream().anyMatch(each -> each.contains(attempt.client()))
                || !now.domains().isEmpty()
                        && (isIn(now.domains(), attempt.authorised() ? attempt.domain() : "")
                                || isIn(now.domains(), attempt.clientName()));
    }

    private static boolean isIn(List<String> domains, String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return domains.stream().anyMatch(each -> lower.equals(each) || lower.endsWith("." + each));
    }

    /// @return as it is kept
    /// @throws IllegalArgumentException when it is neither a network nor a domain, or there are too
    ///     many
    String add(String source, long now) {
        String kept = normal(source);
        if (known.networks().size() + known.domains().size() >= MAX) {
            throw new IllegalArgumentException(MAX + " sources are allowed already");
        }
        store.change(
                Kind.ALLOWED,
                List.of(kept),
                _ -> new GreylistOctets(Kind.ALLOWED, List.of(kept), now, now, 0));
        known = read(store);
        return kept;
    }

    int remove(String source) {
        int removed = store.remove(Kind.ALLOWED, each -> each.parts().getFirst().equals(source));
        known = read(store);
        return removed;
    }

    private static String normal(String source) {
        String lower = source.toLowerCase(Locale.ROOT);
        if (isNetwork(lower)) {
            return IpNetwork.parse(lower).toString();
        }
        if (!DOMAIN.matcher(lower).matches()) {
            throw new IllegalArgumentException(
                    source + " is neither a network such as 192.0.2.0/24 nor a domain");
        }
        return lower;
    }

    private static boolean isNetwork(String source) {
        try {
            IpNetwork.parse(source);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
