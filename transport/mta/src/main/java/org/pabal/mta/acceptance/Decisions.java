// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pabal.directory.AccountId;
import org.pabal.mda.Decision;
import org.pabal.message.Address;
import org.pabal.mta.routing.Route;
import org.pabal.storage.Change;

/// What was decided about the copies of one mail that are filed here. For one thread.
public final class Decisions {
    /// Nothing yet: every copy waits.
    static final Decisions NONE = new Decisions(Map.of());

    private final Map<Address, Decided> byAddress;

    /// @param byAddress by the lookup form of each copy's address
    Decisions(Map<Address, Decided> byAddress) {
        this.byAddress = byAddress;
    }

    /// What was decided about one copy.
    static final class Decided {
        private final Optional<Decision> decision;
        private final Function<Decision.Refused, Decision.Taken> insteadOf;
        private Decision.@Nullable Taken instead;

        /// @param decision empty when it cannot be told now
        Decided(Optional<Decision> decision, Function<Decision.Refused, Decision.Taken> insteadOf) {
            this.decision = decision;
            this.insteadOf = insteadOf;
        }

        /// Made once: a refusal is told with one message, however often a commit is tried.
        Decision.Taken taken() {
            return switch (decision.orElseThrow()) {
                case Decision.Taken taken -> taken;
                case Decision.Refused refused -> {
                    Decision.Taken known = instead;
                    if (known == null) {
                        known = insteadOf.apply(refused);
                        instead = known;
                    }
                    yield known;
                }
            };
        }
    }

    /// Why a recipient gets nothing, where no way of its copies leads to anyone who takes it and a
    /// reply can say why. What `reject` says is sent as a message where a reply cannot: RFC 5429
    /// §2.2 lets an owner rely on the words.
    Optional<Decision.Refused> refusal(AcceptedRecipient recipient) {
        Optional<Decision.Refused> refusal = Optional.empty();
        for (Route route : recipient.routes()) {
            Optional<Decision> decision = of(route).flatMap(decided -> decided.decision);
            if (decision.isEmpty()
                    || !(decision.get() instanceof Decision.Refused refused)
                    || !refused.extended() && !RejectionReply.fits(refused.text())) {
                return Optional.empty();
            }
            refusal = Optional.of(refused);
        }
        return refusal;
    }

    /// What a refusal of all its copies changes in the accounts.
    Map<AccountId, List<Change>> refusalMemory(AcceptedRecipient recipient) {
        Map<AccountId, List<Change>> memory = new LinkedHashMap<>();
        for (Route route : recipient.routes()) {
            Optional<Decision> decision = of(route).flatMap(decided -> decided.decision);
            if (route instanceof Route.LocalAccount local
                    && decision.isPresent()
                    && decision.get() instanceof Decision.Refused refused) {
                memory.computeIfAbsent(local.account().id(), _ -> new ArrayList<>())
                        .addAll(refused.memory());
            }
        }
        return memory;
    }

    /// Whether the delivery agent was asked about a copy and could not tell.
    public boolean isUndecided(Route route) {
        return route instanceof Route.LocalAccount && isOpen(route);
    }

    /// Whether nothing was decided about a copy: it waits.
    boolean isOpen(Route route) {
        return of(route).flatMap(decided -> decided.decision).isEmpty();
    }

    /// Whether a copy needs room in its account's mailboxes.
    boolean fills(Route route, AccountId account) {
        return route instanceof Route.LocalAccount local
                && local.account().id().equals(account)
                && of(route)
                        .filter(decided -> decided.decision.isPresent())
                        .map(decided ->
                                decided.decision.get() instanceof Decision.Taken taken
                                        && !taken.filings().isEmpty())
                        .orElse(true);
    }

    /// Only of a copy that is not open.
    Decision.Taken taken(Route.LocalAccount route) {
        return of(route).orElseThrow().taken();
    }

    private Optional<Decided> of(Route route) {
        return route instanceof Route.LocalAccount
                ? Optional.ofNullable(byAddress.get(route.address().lookupForm()))
                : Optional.empty();
    }
}
