// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.routing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pabal.directory.Directory;
import org.pabal.directory.Resolution;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.ReversePath;
import org.pabal.smtp.SmtpReply;

/// Finds the way of each recipient's copy. Safe for use by many threads.
public final class Router {
    private static final int MAX_DEPTH = 10; // aliases behind aliases
    private static final int MAX_TARGETS = 1_000; // as many as recipients of a mail, THREATS §4

    private final Directory directory;
    private final RoutingConfig config;

    public Router(Directory directory, RoutingConfig config) {
        this.directory = directory;
        this.config = config;
    }

    /// @param from whose mail it is: smarthosts are chosen by it
    /// @throws org.pabal.message.UnavailableException when the directory cannot tell
    public Routing route(Address address, ReversePath from) {
        Expansion expansion = new Expansion(from);
        expansion.follow(address, 0);
        return expansion.result(address);
    }

    /// Where a sender's mail for a domain goes by the settings.
    public NextHop nextHop(Domain domain, ReversePath from) {
        NextHop.Host fixed = config.hosts().get(domain);
        if (fixed != null) {
            return fixed;
        }
        return config.smarthosts()
                .of(from)
                .<NextHop>map(relay -> relay)
                .orElseGet(() -> new NextHop.Exchangers(domain));
    }

    /// One address being resolved, step by step.
    private final class Expansion {
        private final ReversePath from;
        private final List<Route> routes = new ArrayList<>();
        private final List<String> steps = new ArrayList<>();
        private final Set<Address> seen = new HashSet<>();
        private boolean cutOff;
        private boolean relay;
        private Optional<Address> owner = Optional.empty();

        Expansion(ReversePath from) {
            this.from = from;
        }

        void follow(Address address, int depth) {
            if (!seen.add(address.lookupForm())) {
                steps.add(address + " was met before: left out");
                return;
            }
            if (depth > MAX_DEPTH || seen.size() > MAX_TARGETS) {
                cutOff = true;
                steps.add(address + " is beyond " + MAX_DEPTH + " levels or " + MAX_TARGETS);
                return;
            }
            switch (directory.resolve(address)) {
                case Resolution.Local(var account) -> {
                    steps.add(address + " is account " + account.address());
                    add(new Route.LocalAccount(account, address));
                }
                case Resolution.Disabled(var account) -> {
                    steps.add(address + " is the disabled account " + account.address());
                    refuse(address, 550, "5.2.1", "Mailbox disabled, not accepting mail");
                }
                case Resolution.Alias(var targets, var listOwner) -> {
                    steps.add(address + " is an alias for " + targets);
                    Optional<Address> outer = owner;
                    if (listOwner.isPresent()) {
                        steps.add("failures are told to " + listOwner.get());
                        owner = listOwner;
                    }
                    targets.forEach(target -> follow(target, depth + 1));
                    owner = outer;
                }
                case Resolution.Unknown() -> {
                    steps.add(address + " is unknown in a domain of ours");
                    refuse(address, 550, "5.1.1", "No such user here");
                }
                case Resolution.Foreign(var domain) -> {
                    NextHop hop = nextHop(domain, from);
                    steps.add(address + " goes to " + hop);
                    relay |= depth == 0;
                    add(new Route.Remote(address, hop));
                }
            }
        }

        private void add(Route route) {
            routes.add(owner.<Route>map(list -> new Route.ListCopy(route, list)).orElse(route));
        }

        private void refuse(Address address, int code, String status, String text) {
            String shown = "<" + ascii(address) + ">: " + text;
            routes.add(new Route.Refused(address, SmtpReply.of(code, status, shown)));
        }

        Routing result(Address address) {
            if (cutOff || routes.isEmpty()) {
                // A fault of our settings: temporary, so that no mail is lost while it is mended.
                steps.add("the aliases of " + address + " lead in a circle or are too many");
                SmtpReply reply = SmtpReply.of(451, "4.3.5", "Alias expansion failed");
                return new Routing(List.of(new Route.Refused(address, reply)), steps, relay);
            }
            return new Routing(routes, steps, relay);
        }
    }

    /// Replies to clients without SMTPUTF8 stay ASCII. RFC 6531 §3.7.4.2.
    private static String ascii(Address address) {
        return address.needsSmtpUtf8()
                ? "recipient@" + address.domain().toAscii()
                : new Address(address.localPart(), new Domain(address.domain().toAscii()))
                        .toString();
    }
}
