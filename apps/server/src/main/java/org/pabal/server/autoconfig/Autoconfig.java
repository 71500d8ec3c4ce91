// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.autoconfig;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.pabal.http.BodyTooLargeException;
import org.pabal.http.Homes;
import org.pabal.http.Homes.Matter;
import org.pabal.http.HttpExchange;
import org.pabal.http.OwnNames;
import org.pabal.http.Problem;
import org.pabal.http.Route;
import org.pabal.jmap.credential.CredentialCapability.Program;
import org.pabal.jmap.credential.Profiles;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.server.autoconfig.AppleProfile.Owner;
import org.pabal.sessions.RandomText;

/// The addresses at which mail programs ask how to reach this server.
public final class Autoconfig {
    private static final int MOST_REQUEST_OCTETS = 64 << 10;
    private static final String APPLE = ProfileLinks.PATH + "apple.mobileconfig";

    private final ThunderbirdConfig thunderbird;
    private final OutlookAutodiscover outlook;
    private final AppleProfile apple;
    private final ProfileLinks links;
    private final Predicate<Domain> isLocal;
    private final Function<String, Optional<Domain>> behind;
    private final InstantSource clock;

    /// @param programs the doors that are open
    /// @param isLocal whether a domain is one of ours
    /// @param behind the domain that a host name stands for: `autoconfig.DOMAIN`
    public Autoconfig(
            List<Program> programs,
            Predicate<Domain> isLocal,
            Function<String, Optional<Domain>> behind,
            InstantSource clock,
            RandomText random) {
        MailDoors doors = new MailDoors(programs);
        this.thunderbird = new ThunderbirdConfig(doors);
        this.outlook = new OutlookAutodiscover(doors, isLocal);
        this.apple = new AppleProfile(doors);
        this.links = new ProfileLinks(apple, clock, random);
        this.isLocal = isLocal;
        this.behind = behind;
        this.clock = clock;
    }

    /// Profiles for app passwords that were just made.
    public Profiles profiles() {
        return links;
    }

    /// What programs ask for in the clear where they find no TLS; it holds no secret.
    public List<Route> inTheClear() {
        return List.of(
                Route.get("/mail/config-v1.1.xml", this::thunderbird),
                Route.get("/.well-known/autoconfig/mail/config-v1.1.xml", this::thunderbird));
    }

    /// @param homes who answers for what other hosts have made
    public List<Route> routes(Homes homes) {
        return List.of(
                Route.post("/autodiscover/autodiscover.xml", this::outlook),
                Route.post("/Autodiscover/Autodiscover.xml", this::outlook),
                Route.post("/AutoDiscover/AutoDiscover.xml", this::outlook),
                Route.get(APPLE, this::apple),
                Route.get(ProfileLinks.PATH + "*", exchange -> link(exchange, homes)));
    }

    private void thunderbird(HttpExchange exchange) throws IOException {
        Optional<Domain> domain =
                exchange.query("emailaddress")
                        .flatMap(Address::parse)
                        .map(Address::domain)
                        .or(() -> behind.apply(OwnNames.bare(exchange.client().host())))
                        .filter(isLocal);
        if (domain.isEmpty()) {
            new Problem(404, "Name an address of a domain of this server: ?emailaddress=ADDRESS.")
                    .send(exchange);
            return;
        }
        exchange.answer("Content-Type", "text/xml; charset=utf-8")
                .answer("Cache-Control", "public, max-age=3600")
                .send(thunderbird.of(domain.get()));
    }

    private void outlook(HttpExchange exchange) throws IOException {
        byte[] request;
        try {
            request = exchange.body(MOST_REQUEST_OCTETS);
        } catch (BodyTooLargeException _) {
            new Problem(413, "Such a request has some hundred octets.").send(exchange);
            return;
        }
        exchange.answer("Content-Type", "text/xml; charset=utf-8")
                .answer("Cache-Control", "no-store")
                .send(outlook.answer(request, clock.instant()));
    }

    /// Without a password: the device asks for it.
    private void apple(HttpExchange exchange) throws IOException {
        Optional<byte[]> profile =
                exchange.query("address")
                        .flatMap(Address::parse)
                        .filter(address -> isLocal.test(address.domain()))
                        .flatMap(address ->
                                apple.of(new Owner(address.toString(), "", Optional.empty())));
        if (profile.isEmpty()) {
            new Problem(
                            404,
                            "There is no such profile: name an address of a domain of this server"
                                    + " (?address=ADDRESS); IMAP and submission must be open.")
                    .send(exchange);
            return;
        }
        send(exchange, profile.get());
    }

    private void link(HttpExchange exchange, Homes homes) throws IOException {
        String rest = exchange.path().substring(ProfileLinks.PATH.length());
        int slash = rest.indexOf('/');
        boolean isMarked = rest.startsWith(Homes.MARK) && slash > 0;
        String home = isMarked ? rest.substring(Homes.MARK.length(), slash) : "";
        String text = isMarked ? rest.substring(slash + 1) : rest;
        if (isMarked && exchange.passedOn().isEmpty() && homes.isOther(home)) {
            homes.pass(exchange, Matter.link(home));
            return;
        }
        Optional<byte[]> profile =
                RandomText.isToken(text) && exchange.method().equals("GET")
                        ? links.fetch(text)
                        : Optional.empty();
        if (profile.isEmpty()) {
            new Problem(
                            404,
                            "This profile has been fetched or its ten minutes are over. Make another"
                                    + " app password, and scan its code.")
                    .send(exchange);
            return;
        }
        send(exchange, profile.get());
    }

    private static void send(HttpExchange exchange, byte[] profile) throws IOException {
        exchange.answer("Content-Type", "application/x-apple-aspen-config")
                .answer("Content-Disposition", "attachment; filename=\"mail.mobileconfig\"")
                .answer("Cache-Control", "no-store")
                .send(profile);
    }
}
