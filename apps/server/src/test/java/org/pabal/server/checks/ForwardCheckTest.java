// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.Language;
import org.pabal.dns.ZoneResolver;
import org.pabal.jmap.Check;
import org.pabal.message.Address;
import org.pabal.message.ReversePath;
import org.pabal.mta.routing.NextHop;
import org.pabal.mta.routing.Route;
import org.pabal.mta.routing.Routing;
import org.pabal.smtp.SmtpReply;

final class ForwardCheckTest {
    private static final String ZONE =
            """
            far.example. MX 20 mx2.far.example.
            far.example. MX 10 mx1.far.example.
            mx1.far.example. A 192.0.2.1
            plain.example. A 192.0.2.2
            none.example. MX 0 .
            lost.example. MX 10 gone.lost.example.
            """;
    private static final Account BOB = account(1, "bob@example.org");

    private static Account account(long id, String address) {
        return new Account(
                new AccountId(id),
                Address.of(address),
                "",
                Language.ENGLISH,
                OptionalLong.empty(),
                true);
    }

    private static Routing route(Address address, ReversePath from) {
        assertThat(from.toString()).contains("bob@example.org");
        Route route =
                switch (address.toString()) {
                    case "bob@example.org" -> new Route.LocalAccount(BOB, address);
                    case "eve@example.org" ->
                            new Route.LocalAccount(account(2, "eve@example.org"), address);
                    case "nobody@example.org" ->
                            new Route.Refused(
                                    address, SmtpReply.of(550, "5.1.1", "no such mailbox"));
                    case "x@relayed.example" ->
                            new Route.Remote(address, NextHop.Host.of("relay.example", 25));
                    default -> new Route.Remote(address, new NextHop.Exchangers(address.domain()));
                };
        return new Routing(List.of(route), List.of(), true);
    }

    private static List<String> run(String address) {
        return new ForwardCheck(ForwardCheckTest::route, ZoneResolver.of(ZONE), System::nanoTime)
                .run(BOB, address).stream().map(ForwardCheckTest::shown).toList();
    }

    private static String shown(Check.Step step) {
        return (step.name() + " " + step.state() + " " + step.hint()).strip();
    }

    @Test
    void theBestExchangerIsFound() {
        assertThat(run("x@far.example"))
                .containsExactly("mailaddress OK", "route OK", "exchanger OK", "host OK");
        assertThat(run("x@plain.example")).contains("exchanger OK implicit-mx", "host OK");
        assertThat(run("x@relayed.example"))
                .containsExactly(
                        "mailaddress OK", "route OK by-relay", "exchanger SKIPPED", "host SKIPPED");
    }

    @Test
    void whatCannotWorkIsSaid() {
        assertThat(run("x@none.example")).contains("exchanger BAD null-mx", "host SKIPPED");
        assertThat(run("x@nowhere.example")).contains("exchanger BAD no-such-name");
        assertThat(run("x@lost.example")).contains("exchanger OK", "host BAD no-such-name");
        assertThat(run("no address")).startsWith("mailaddress BAD no-address");
        assertThat(run("nobody@example.org")).contains("route BAD refused");
    }

    @Test
    void mailOfOurOwnGoesNoFurther() {
        assertThat(run("bob@example.org")).contains("route BAD own-address");
        assertThat(run("eve@example.org")).contains("route OK here", "exchanger SKIPPED");
    }
}
