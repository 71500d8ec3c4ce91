// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.message.Domain;
import org.pabal.message.ReversePath;

/// Which smarthost takes the mail of which sender.
///
/// A sender's domain decides, and only where no smarthost names it, the default does. The null
/// reverse-path has no domain: reports go by the default, without one by the smarthost of `home`,
/// so that they leave where the mail of our own people leaves.
///
/// @param bySender smarthosts for the mail of single domains
/// @param preset takes what `bySender` does not
/// @param fallbackBySender like `bySender`, for times when mail exchangers cannot be reached at all
/// @param fallback for such times and every other sender
/// @param home whose smarthost takes mail without a sender when there is no default
public record Smarthosts(
        Map<Domain, NextHop.Relay> bySender,
        Optional<NextHop.Relay> preset,
        Map<Domain, NextHop.Relay> fallbackBySender,
        Optional<NextHop.Relay> fallback,
        Optional<Domain> home) {

    public static final Smarthosts NONE =
            new Smarthosts(
                    Map.of(), Optional.empty(), Map.of(), Optional.empty(), Optional.empty());

    public Smarthosts {
        bySender = Map.copyOf(bySender);
        fallbackBySender = Map.copyOf(fallbackBySender);
    }

    /// One smarthost for all outbound mail.
    public static Smarthosts one(NextHop.Relay relay) {
        return new Smarthosts(
                Map.of(), Optional.of(relay), Map.of(), Optional.empty(), Optional.empty());
    }

    /// The smarthost for a sender's mail.
    public Optional<NextHop.Relay> of(ReversePath from) {
        return choose(from, bySender, preset);
    }

    /// The smarthost for a sender's mail while mail exchangers cannot be reached.
    public Optional<NextHop.Relay> fallbackOf(ReversePath from) {
        return choose(from, fallbackBySender, fallback);
    }

    private Optional<NextHop.Relay> choose(
            ReversePath from,
            Map<Domain, NextHop.Relay> byDomain,
            Optional<NextHop.Relay> otherwise) {
        return switch (from) {
            case ReversePath.To(var address) ->
                    Optional.ofNullable(byDomain.get(address.domain())).or(() -> otherwise);
            case ReversePath.Null _ -> otherwise.or(() -> home.map(byDomain::get));
        };
    }

    /// True when some mail has a way out although no mail exchanger can be reached.
    public boolean hasFallback() {
        return fallback.isPresent() || !fallbackBySender.isEmpty();
    }

    /// Each smarthost once, in the order of their names.
    public List<NextHop.Relay> all() {
        List<NextHop.Relay> all = new ArrayList<>(bySender.values());
        preset.ifPresent(all::add);
        all.addAll(fallbackBySender.values());
        fallback.ifPresent(all::add);
        return all.stream()
                .distinct()
                .sorted(java.util.Comparator.comparing(NextHop.Relay::name))
                .toList();
    }
}
