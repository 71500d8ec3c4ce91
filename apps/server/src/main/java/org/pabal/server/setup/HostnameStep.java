// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pabal.dns.Resolver.Answer.Found;
import org.pabal.http.HttpExchange;
import org.pabal.message.Domain;
import org.pabal.server.settings.KeptSettings;
import org.pabal.server.setup.Step.State;
import org.pabal.server.setup.ThisHost.OwnAddress;
import org.pabal.sessions.door.Answer;
import org.pabal.wire.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The name by which others know this host: what it may be, and what it is to be.
final class HostnameStep {
    private static final Logger LOG = LoggerFactory.getLogger(HostnameStep.class);
    private static final String KEY = "hostname";

    /// So many addresses are asked about.
    private static final int MAX_ADDRESSES = 8;

    private static final int MAX_NAMES = 5;

    private final ThisHost host;
    private final Progress progress;
    private final Restart restart;
    private final String now;

    HostnameStep(ThisHost host, Progress progress, Restart restart, String now) {
        this.host = host;
        this.progress = progress;
        this.restart = restart;
        this.now = now;
    }

    /// `GET /setup/api/hostname`
    Answer show(SetupRequest request) {
        ObjectNode body = Answer.object();
        body.put("now", now);
        String origin = host.origin(KEY);
        body.put("fixed", KeptSettings.isFree(origin) ? null : origin);
        List<OwnAddress> own = host.addresses().stream().limit(MAX_ADDRESSES).toList();
        ArrayNode found = body.putArray("found");
        for (Candidate each : candidates(own)) {
            ObjectNode shown = found.addObject();
            shown.put("name", each.name());
            shown.put("from", each.from());
            shown.put("address", each.address().isEmpty() ? null : each.address());
            shown.put("agrees", leadsHere(each.name(), own));
        }
        ArrayNode addresses = body.putArray("addresses");
        for (OwnAddress each : own) {
            ObjectNode shown = addresses.addObject();
            shown.put("address", each.address().getHostAddress());
            shown.put("family", each.address() instanceof Inet4Address ? 4 : 6);
            shown.put("public", each.isPublic());
        }
        proxy(request.exchange(), body);
        return Answer.of(body);
    }

    /// @param address whose name it is; empty where it is nobody's
    private record Candidate(String name, String from, String address) {}

    /// Each name once, from where it says most.
    private List<Candidate> candidates(List<OwnAddress> own) {
        List<Candidate> all = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        for (OwnAddress each : own) {
            if (each.isPublic()
                    && host.resolver().names(each.address()) instanceof Found<String>(var found)) {
                for (String name : found.subList(0, Math.min(found.size(), MAX_NAMES))) {
                    add(all, names, name, "ptr", each.address().getHostAddress());
                }
            }
        }
        host.systemName().ifPresent(name -> add(all, names, name, "system", ""));
        CertificateFacts.of(host.certificate())
                .filter(certificate -> !certificate.isSelfMade())
                .map(CertificateFacts::names)
                .orElse(List.of())
                .forEach(name -> add(all, names, name, "certificate", ""));
        return all;
    }

    private static void add(
            List<Candidate> all, Set<String> names, String name, String from, String address) {
        usable(name)
                .filter(names::add)
                .ifPresent(plain -> all.add(new Candidate(plain, from, address)));
    }

    /// A name that others can look up, in A-labels. RFC 5321 §2.3.5
    private static Optional<String> usable(String name) {
        String plain = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return Domain.parse(plain.strip().toLowerCase(Locale.ROOT))
                .filter(domain -> !domain.isLiteral())
                .map(Domain::toAscii)
                .filter(ascii -> ascii.contains(".") && !ascii.startsWith("*"));
    }

    private boolean leadsHere(String name, List<OwnAddress> own) {
        List<InetAddress> mine = own.stream().map(OwnAddress::address).toList();
        return host.resolver().addresses(name) instanceof Found<InetAddress>(var addresses)
                && addresses.stream().anyMatch(mine::contains);
    }

    /// A proxy that is trusted, or one that says so itself and is not: the client's address is wrong
    /// then.
    private static void proxy(HttpExchange exchange, ObjectNode body) {
        Optional<String> told = exchange.header("X-Forwarded-For");
        Optional<String> forwarded = told.or(() -> exchange.header("Forwarded"));
        if (forwarded.isEmpty()) {
            body.putNull("proxied");
            return;
        }
        ObjectNode proxied = body.putObject("proxied");
        boolean trusted = !exchange.client().isDirect();
        proxied.put("trusted", trusted);
        proxied.put(
                "by", trusted ? null : exchange.client().address().getAddress().getHostAddress());
        proxied.put("forwardedFor", new LogText(forwarded.get()).toString());
    }

    /// `POST /setup/api/hostname`. The name is kept before the step is done: a kill in between leaves a
    /// step that is done once more.
    Answer keep(SetupRequest request) throws IOException {
        String name =
                usable(request.body().text("hostname"))
                        .orElseThrow(() ->
                                Answer.no(
                                        422,
                                        "badName",
                                        "The host name is not one such as mail.example.org."));
        String origin = host.origin(KEY);
        boolean changes = !name.equals(now);
        if (changes && !KeptSettings.isFree(origin)) {
            throw Answer.no(409, "fixed", origin + " sets the host name; change it there.");
        }
        if (changes || origin.equals("default")) {
            Kept.by(() -> host.keep(Map.of(KEY, name)));
            LOG.info(
                    "event=setup-hostname session={} hostname={}",
                    request.exchange().id(),
                    new LogText(name));
        }
        progress.set(Step.HOSTNAME, State.DONE);
        if (changes) {
            restart.ask();
        }
        ObjectNode body = Answer.object();
        body.put("restarts", changes);
        return Answer.of(body);
    }
}
