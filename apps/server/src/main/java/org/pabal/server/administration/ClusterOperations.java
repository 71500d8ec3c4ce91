// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.pabal.cluster.Host;
import org.pabal.cluster.HostName;
import org.pabal.cluster.HostService;
import org.pabal.cluster.Hosts;
import org.pabal.cluster.member.Authority;
import org.pabal.cluster.member.Joining;
import org.pabal.cluster.member.Membership;
import org.pabal.cluster.member.Sighting;
import org.pabal.cluster.member.Upkeep;
import org.pabal.message.UnavailableException;
import org.pabal.server.settings.Form;

/// What administrators may do with the hosts of the mail system.
public final class ClusterOperations {
    private static final Duration INVITATION = Duration.ofHours(1);

    private final Supplier<Parts> parts;

    /// @param parts made when they are needed: without a server the settings may be out of order
    public ClusterOperations(Supplier<Parts> parts) {
        this.parts = parts;
    }

    /// @param queued how much mail waits for each host
    public record Parts(
            Membership membership,
            Authority authority,
            Joining joining,
            Upkeep upkeep,
            Waiting queued) {}

    /// How much mail waits for a host.
    @FunctionalInterface
    public interface Waiting {
        int mails(String host);
    }

    private interface Change {
        Map<String, Object> make() throws IOException, Authority.Refused;
    }

    private static Map<String, Object> made(Change change) {
        try {
            return change.make();
        } catch (Authority.Refused refused) {
            throw new Arguments.Unusable(String.valueOf(refused.getMessage()));
        } catch (IOException trouble) {
            throw new UnavailableException(reason(trouble), trouble);
        }
    }

    private static String reason(Throwable trouble) {
        Throwable cause = trouble;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    /// Makes this host the first: `name`.
    Map<String, Object> init(Arguments arguments) {
        Parts all = parts.get();
        String name = name(arguments.text("name", all.membership().self().name()), arguments);
        return made(() -> {
            all.authority().begin(name);
            return Map.of("name", name);
        });
    }

    private static String name(String text, Arguments arguments) {
        return arguments.parsed(
                text,
                "the name of a host: a label or a domain name, such as imap",
                HostName::parse);
    }

    /// Invites a host: `name`, `token`, `expires`.
    Map<String, Object> invite(Arguments arguments) {
        Parts all = parts.get();
        String text = arguments.text("expires", "");
        Duration life =
                text.isEmpty()
                        ? INVITATION
                        : arguments.parsed(
                                text, "a time of at most 7d, such as 1h", ClusterOperations::life);
        String address = arguments.text("address", "");
        String name = name(arguments.text("name"), arguments);
        return made(() -> {
            String token =
                    all.authority()
                            .invite(
                                    name,
                                    Optional.of(address).filter(given -> !given.isEmpty()),
                                    life);
            return Map.of("name", name, "token", token, "expires", life.toString());
        });
    }

    private static Optional<Duration> life(String text) {
        try {
            Duration life = Form.TIME.reader().read(text);
            return life.isPositive() && life.compareTo(Authority.LONGEST_INVITATION) <= 0
                    ? Optional.of(life)
                    : Optional.empty();
        } catch (IllegalArgumentException | ArithmeticException noTime) {
            return Optional.empty();
        }
    }

    /// Joins: `name`, and `hosts` that are known now.
    Map<String, Object> join(Arguments arguments) {
        Parts all = parts.get();
        String given = arguments.text("name", "");
        Optional<String> name =
                given.isEmpty() ? Optional.empty() : Optional.of(name(given, arguments));
        String token = arguments.text("token");
        return made(() ->
                Map.of(
                        "name",
                        all.joining().join(token, name),
                        "hosts",
                        all.membership().others().stream().map(Host::name).toList()));
    }

    /// All hosts: `self`, `authority`, `version` and `hosts`, each with `name`, `address`, `kind`,
    /// `aliases`, `services`, `joined` and `self`.
    Map<String, Object> list() {
        return shown(parts.get(), host -> Map.of());
    }

    private interface Further {
        Map<String, Object> of(Host host);
    }

    private static Map<String, Object> shown(Parts all, Further further) {
        Hosts hosts = all.membership();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("self", hosts.self().name());
        shown.put("member", all.membership().isMember());
        shown.put("removed", all.membership().isRemoved());
        all.membership()
                .list()
                .ifPresent(list -> {
                    shown.put("authority", list.authority());
                    shown.put("version", list.version());
                });
        all.membership()
                .certificateEnds()
                .ifPresent(end -> shown.put("certificateEnds", end.toString()));
        List<Map<String, Object>> each = new ArrayList<>();
        each.add(shown(hosts.self(), all, true));
        for (Host host : hosts.others()) {
            Map<String, Object> one = shown(host, all, false);
            one.putAll(further.of(host));
            each.add(one);
        }
        shown.put("hosts", each);
        return shown;
    }

    private static Map<String, Object> shown(Host host, Parts all, boolean self) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", host.name());
        shown.put("self", self);
        shown.put("address", host.address());
        shown.put("kind", host.kind().name().toLowerCase(Locale.ROOT));
        shown.put(
                "joined",
                self ? all.membership().isMember() : all.membership().hasJoined(host.name()));
        shown.put("aliases", host.aliases().stream().sorted().toList());
        Map<String, Object> services = new LinkedHashMap<>();
        for (HostService service : HostService.values()) {
            host.port(service).ifPresent(port -> services.put(service.word(), port));
        }
        shown.put("services", services);
        return shown;
    }

    /// The same after meeting every other host now, each with `reachable`, `reached`, `trouble`,
    /// `program`, `version` and `queued`.
    Map<String, Object> status() {
        Parts all = parts.get();
        SortedMap<String, Sighting> met = all.upkeep().meetAll();
        return shown(
                all,
                host -> {
                    Map<String, Object> more = new LinkedHashMap<>();
                    more.put("queued", all.queued().mails(host.name()));
                    Sighting sighting = met.get(host.name());
                    if (sighting != null) {
                        more.put("reachable", sighting.isReachable());
                        more.put("reached", sighting.reached().map(Object::toString).orElse(""));
                        more.put("trouble", sighting.trouble().orElse(""));
                        more.put("program", sighting.program());
                        more.put("version", sighting.version());
                    }
                    return more;
                });
    }

    /// Removes a host and tells the others at once: `name`, `told` and `away`, the hosts that will
    /// learn it when they come back.
    Map<String, Object> remove(Arguments arguments) {
        Parts all = parts.get();
        String name = name(arguments.text("name"), arguments);
        return made(() -> {
            Host removed = all.authority().remove(name);
            List<String> told = new ArrayList<>();
            List<String> away = new ArrayList<>();
            all.upkeep()
                    .meetAll()
                    .forEach((host, met) -> (met.isReachable() ? told : away).add(host));
            all.upkeep().tellRemoved(removed);
            return Map.of("name", name, "told", told, "away", away);
        });
    }

    /// The other host that `host` names, where a call has that argument; empty for this one.
    Optional<String> hostIn(Arguments arguments) {
        String text = arguments.text("host", "");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Hosts hosts = parts.get().membership();
        return Optional.of(
                        arguments.parsed(
                                text,
                                "a host of this mail system; see pabal cluster list",
                                hosts::nameOf))
                .filter(name -> !hosts.isSelf(name));
    }

    /// Renews this host's certificate: `certificateEnds`.
    Map<String, Object> renew() {
        Parts all = parts.get();
        return made(() -> {
            all.upkeep().renew();
            return Map.of(
                    "certificateEnds", all.membership().certificateEnds().orElseThrow().toString());
        });
    }
}
