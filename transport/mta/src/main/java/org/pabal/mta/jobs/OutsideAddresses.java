// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.jobs;

import java.net.InetAddress;
import java.util.List;
import org.pabal.dns.Resolver;
import org.pabal.dns.Resolver.Answer;

/// The addresses of a host that strangers or users have named, without those that are inside. Who
/// connects to these, and to no others, goes nowhere inside, whatever the name means a moment later
/// (THREATS V14, J07).
public record OutsideAddresses(Resolver resolver, Reachable reachable) {

    public sealed interface Found {

        /// At least one.
        record Open(List<InetAddress> addresses) implements Found {}

        /// It has addresses, all of them inside.
        record Inside() implements Found {}

        record None() implements Found {}

        record Unknown(String reason) implements Found {}
    }

    public Found of(String host) {
        return switch (addresses(host)) {
            case Answer.Found<InetAddress>(var all) -> {
                List<InetAddress> open = all.stream().filter(reachable::isAllowed).toList();
                yield open.isEmpty() ? new Found.Inside() : new Found.Open(open);
            }
            case Answer.NoData<InetAddress> _, Answer.NoSuchName<InetAddress> _ -> new Found.None();
            case Answer.Failed<InetAddress>(var reason) -> new Found.Unknown(reason);
        };
    }

    private Answer<InetAddress> addresses(String host) {
        try {
            return new Answer.Found<>(List.of(InetAddress.ofLiteral(host)));
        } catch (IllegalArgumentException aName) {
            return resolver.addresses(host);
        }
    }
}
